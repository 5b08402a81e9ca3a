package io.tickgate.security;

import org.jspecify.annotations.Nullable;

/** What a token's {@code groups} let somebody do. */
public enum Role {
  /** Read market data, as far as the {@code md} claim goes. */
  READ("md-read"),
  /** Look at sessions, end them, take entitlements back. */
  ADMIN("md-admin"),
  /** Write ticks of the venues that {@code md.publish} names. */
  PUBLISH("md-publish");

  private final String group;

  Role(String group) {
    this.group = group;
  }

  /** As written in {@code groups}. */
  public String group() {
    return group;
  }

  /** The role of that group, or null: groups of other systems are none of ours. */
  static @Nullable Role of(String group) {
    for (Role role : values()) {
      if (role.group.equals(group)) {
        return role;
      }
    }
    return null;
  }
}
