package io.tickgate.deliver;

/**
 * What an operator sees of a session.
 *
 * @param id as the client was told in {@code welcome}
 * @param subject of its token; empty for none
 * @param address of the peer
 * @param subscriptions symbols and globs
 * @param symbols symbols they come to
 * @param due symbols that wait for their turn
 * @param paused whether the client holds data back
 * @param lagMillis how late it is, 0 when it keeps up
 * @param intervalMillis least interval in effect because it is slow, 0 for none
 * @param merged versions that were overtaken before their turn
 * @param traffic what was written
 */
public record SessionView(
    String id,
    String subject,
    String address,
    int subscriptions,
    int symbols,
    int due,
    boolean paused,
    long lagMillis,
    int intervalMillis,
    long merged,
    Traffic.View traffic) {}
