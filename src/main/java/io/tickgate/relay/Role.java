package io.tickgate.relay;

/** What a node does. */
public enum Role {
  /** Everything, alone; no broker is needed. */
  ALL,
  /** Runs feeds and sends what they bring to Kafka. */
  INGEST,
  /** Takes what others sent from Kafka and serves clients. */
  SERVE
}
