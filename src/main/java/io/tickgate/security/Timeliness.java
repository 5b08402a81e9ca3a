package io.tickgate.security;

/** How fresh somebody may see a symbol. */
public enum Timeliness {
  REALTIME,
  /** Only so late as {@code tickgate.delayed.delay} says. */
  DELAYED,
  /** Not at all. */
  FORBIDDEN
}
