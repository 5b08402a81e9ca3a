/**
 * The simulated market in the words of real venues: the frames that Coinbase, Kraken or Binance
 * would send for the same events, so that decoders and recorders can be fed without any of them.
 *
 * <p>A {@link io.tickgate.adapter.simulator.dialect.Dialect} is one connection's worth of a venue
 * and hears the ticks of a {@link io.tickgate.adapter.simulator.SimulatedMarket}; a {@link
 * io.tickgate.adapter.simulator.dialect.DialectSource} drives both through virtual time. Everything
 * runs on the thread of its caller. The frames follow recordings of the real venues, field for
 * field.
 */
@NullMarked
package io.tickgate.adapter.simulator.dialect;

import org.jspecify.annotations.NullMarked;
