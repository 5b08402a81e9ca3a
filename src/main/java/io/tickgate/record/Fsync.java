package io.tickgate.record;

/** When a recording is forced to the disk itself, so that it outlives the machine. */
public enum Fsync {
  /** When the system does it: a process that is killed loses a second, a machine more. */
  NEVER,
  /** When a file is complete. */
  ROTATE,
  /** With each flush too, once a second. */
  INTERVAL
}
