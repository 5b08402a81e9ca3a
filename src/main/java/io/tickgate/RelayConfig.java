package io.tickgate;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tickgate.relay.RelaySettings;
import io.tickgate.relay.Role;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How nodes of role {@code ingest} and {@code serve} find each other. */
@ConfigMapping(prefix = "tickgate.relay")
public interface RelayConfig {
  /** Name of this node in the log and at the broker. */
  @WithDefault("${HOSTNAME:node}")
  String node();

  /** Brokers, {@code host:port} with commas between. */
  @WithDefault("${kafka.bootstrap.servers:}")
  Optional<String> bootstrapServers();

  /** What the names of the topics {@code .ticks}, {@code .marks} and {@code .feeds} start with. */
  @WithDefault("tickgate")
  String topics();

  /** Partitions of ticks and marks when they are made; never change them while nodes run. */
  @WithDefault("12")
  int partitions();

  /** Copies when topics are made; 0: as the broker does by default. */
  @WithDefault("0")
  int replication();

  /** Whether topics are made when they are missing. */
  @WithDefault("true")
  boolean createTopics();

  /** How long ticks are kept when the topic is made. */
  @WithDefault("1h")
  Duration retention();

  /** Longest that a tick waits for others to go with. */
  @WithDefault("5ms")
  Duration linger();

  /** A batch of that size goes at once. */
  @WithDefault("64K")
  MemorySize batchSize();

  /**
   * What may wait for the broker, over all feeds: of quotes and trades, some two million. Beyond,
   * symbols break off and go on from marks.
   */
  @WithDefault("64M")
  MemorySize buffer();

  /** Most of one record; a mark with 50,000 levels a side takes about 1M. */
  @WithDefault("8M")
  MemorySize maxRecord();

  /** Closed bars of each interval that a node gets to know that starts; 60 are some 2K each. */
  @WithDefault("60")
  int closedBars();

  /**
   * {@code none}, {@code gzip}, {@code lz4} or {@code zstd}. Ticks are compact as they are; lz4 and
   * zstd are native libraries, which a native image would have to be given.
   */
  @WithDefault("none")
  String compression();

  /** How often a symbol that changes is marked for nodes that start. */
  @WithDefault("10s")
  Duration marksInterval();

  /** How far back a node that starts reads: the trades that a client can resume from there. */
  @WithDefault("2m")
  Duration backlog();

  /** How often the writer of a feed says that it lives. */
  @WithDefault("1s")
  Duration beat();

  /** Silence after which a feed is stale, and another ingesting node takes it. */
  @WithDefault("3s")
  Duration lease();

  /** Anything else for the Kafka clients: {@code tickgate.relay.kafka."security.protocol"=SSL}. */
  Map<String, String> kafka();

  /**
   * The same, checked.
   *
   * @throws IllegalArgumentException when something is missing or can't be; names the key
   */
  default RelaySettings settings(Role role) {
    String servers =
        bootstrapServers()
            .filter(each -> !each.isBlank())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "tickgate.relay.bootstrap-servers: missing; tickgate.role="
                            + role.name().toLowerCase(Locale.ROOT)
                            + " needs a Kafka broker"));
    return new RelaySettings(
        node(),
        servers,
        new RelaySettings.Topics(
            topics(), partitions(), replication(), createTopics(), retention()),
        new RelaySettings.Out(
            linger(),
            Math.toIntExact(batchSize().asLongValue()),
            buffer().asLongValue(),
            Math.toIntExact(maxRecord().asLongValue()),
            closedBars(),
            compression()),
        new RelaySettings.Times(marksInterval(), backlog(), beat(), lease()),
        kafka());
  }
}
