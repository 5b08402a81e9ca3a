package io.tickgate.bench;

/**
 * What one server did with one workload.
 *
 * @param cpuMicros server CPU per update that its clients got
 * @param core share of the server's core that was used, in percent
 * @param slowKbPerSecond what each slow client read
 * @param wireBytes bytes on the wire per update, framing included
 * @param rssGrowthKb over the measured time
 * @param kbPerConnection memory of a connection, where nothing else was measured
 * @param laggards values that clients didn't have in the end
 * @param pauseMax longest time a JVM stood still, milliseconds; 0 of what isn't a JVM
 * @param pauseShare how much of the time it stood still, in percent
 * @param clientCore share of the load client's core; near 100 the client was what was measured
 * @param loadAverage of the machine; above 2 others were at work
 */
record Outcome(
    String workload,
    String server,
    double updatesPerSecond,
    double cpuMicros,
    double core,
    double ageP50,
    double ageP99,
    double ageMax,
    double staleP99,
    double slowAgeP50,
    double slowAgeP99,
    double slowAgeMax,
    double slowStaleP50,
    double slowStaleP99,
    double slowKbPerSecond,
    double wireBytes,
    double updatesPerFrame,
    double rssGrowthKb,
    double kbPerConnection,
    double pauseMax,
    double pauseShare,
    double cutOffs,
    double faults,
    double laggards,
    double clientCore,
    double loadAverage) {}
