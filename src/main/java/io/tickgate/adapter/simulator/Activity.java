package io.tickgate.adapter.simulator;

/**
 * When things happen: arrivals without memory whose rate switches between calm and burst (a
 * Markov-modulated Poisson process), with an opening rush before that, and a long-run mean that is
 * the rate asked for.
 *
 * <p>Also keeps the two clocks that the prices need: business time, which runs faster when more is
 * going on, so that volatility comes in clusters with the events; and stress, a smoothed level of
 * activity, 1 on average, that spreads follow.
 */
final class Activity {
  /** A burst has four times the mean rate and lasts 40 to 200 ms, one about every second. */
  private static final double BURST = 4;

  private static final double BURST_SHORTEST = 0.04;
  private static final double BURST_LONGEST = 0.2;
  private static final double CALM_SHORTEST = 0.4;
  private static final double CALM_LONGEST = 1.6;
  private static final double BURST_SHARE =
      (BURST_SHORTEST + BURST_LONGEST)
          / (BURST_SHORTEST + BURST_LONGEST + CALM_SHORTEST + CALM_LONGEST);

  /** The opening has three times the activity of the day and fades over five seconds. */
  private static final double RUSH = 3;

  private static final double RUSH_SECONDS = 5;

  /** No burst and no rush asks for more than the feed's thread is meant to carry. */
  private static final double PEAK = 1.25 * SimulatorSettings.MAX_RATE;

  /** Spreads take a quarter of a second to follow what goes on. */
  private static final double STRESS_SECONDS = 0.25;

  private final double rate;
  private final boolean rush;
  private final double burst;
  private final double calm;
  private final Noise noise;

  private double now;
  private double regimeEnd;
  private boolean bursting = true;
  private double business;
  private double stress;
  private double wanted;
  private long produced;

  Activity(SimulatorSettings settings, Noise noise) {
    rate = settings.rate();
    rush = settings.openingRush();
    this.noise = noise;
    burst = settings.even() ? 1 : Math.min(BURST, PEAK / rate);
    calm = (1 - BURST_SHARE * burst) / (1 - BURST_SHARE);
    stress = rush ? RUSH : 1;
    advance(0);
  }

  /** Seconds after the opening at which the next event is due. */
  double now() {
    return now;
  }

  /** Business seconds passed until then. */
  double business() {
    return business;
  }

  /** How lively it has been of late: 1 on average. */
  double stress() {
    return stress;
  }

  /** The event that was due made that many updates: draws the time of the next. */
  void advance(int updates) {
    produced += updates;
    while (now >= regimeEnd) {
      switchRegime();
    }
    double opening = opening();
    double goal = Math.min(rate * opening, Math.max(rate, PEAK));
    // a second's worth behind doubles the rate, so the mean holds over any longer time
    double correction = Math.max(0.25, Math.min(4, 1 + (wanted - produced) / rate));
    double level = bursting ? burst : calm;
    double updatesPerSecond = Math.min(PEAK, goal * level * correction);
    double wait = SimulatedMarket.UPDATES_PER_EVENT * noise.exponential() / updatesPerSecond;
    now += wait;
    wanted += goal * wait;
    business += level * opening * wait;
    stress += (level * opening - stress) * Math.min(1, wait / STRESS_SECONDS);
  }

  private double opening() {
    return rush && now < RUSH_SECONDS ? RUSH - (RUSH - 1) * now / RUSH_SECONDS : 1;
  }

  private void switchRegime() {
    bursting = !bursting;
    double shortest = bursting ? BURST_SHORTEST : CALM_SHORTEST;
    double longest = bursting ? BURST_LONGEST : CALM_LONGEST;
    regimeEnd += shortest + (longest - shortest) * noise.uniform();
  }
}
