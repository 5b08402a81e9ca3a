package io.tickgate.security;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a path asks of those who come. */
enum Zone {
  /** Nothing: what isn't below {@code /v1}, and the protocol's documents. */
  OPEN(null),
  /** A token, but it may come in the first message. */
  STREAM(null),
  READ(Role.READ),
  PUBLISH(Role.PUBLISH),
  ADMIN(Role.ADMIN);

  private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");

  private final @Nullable Role role;

  Zone(@Nullable Role role) {
    this.role = role;
  }

  /** The role that is asked for, or null. */
  @Nullable Role role() {
    return role;
  }

  /**
   * The zone of a normalized path; a new one below {@code /v1} is {@link #READ}. What stands behind
   * semicolons doesn't count: resources are looked for without it (matrix parameters of Jakarta
   * REST, RFC 3986 section 3.3).
   */
  static Zone of(String normalized) {
    String path = PARAMETERS.matcher(normalized).replaceAll("");
    if (!within(path, "/v1") || within(path, "/v1/protocol") || within(path, "/v1/schemas")) {
      return OPEN;
    }
    if (path.equals("/v1/stream")) {
      return STREAM;
    }
    if (within(path, "/v1/admin")) {
      return ADMIN;
    }
    return within(path, "/v1/ingest") || within(path, "/v1/publish") ? PUBLISH : READ;
  }

  private static boolean within(String path, String folder) {
    return path.startsWith(folder)
        && (path.length() == folder.length() || path.charAt(folder.length()) == '/');
  }
}
