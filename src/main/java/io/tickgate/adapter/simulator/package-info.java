/**
 * A market of its own making: plausible, seeded, the same again for the same seed.
 *
 * <pre>
 *   Activity (when)  →  Popularity (which symbol)  →  SimulatedBook (what)  →  TickListener
 * </pre>
 *
 * <p>{@link io.tickgate.adapter.simulator.SimulatedMarket} is the model: no clock and no thread of
 * its own, time is a parameter. {@link io.tickgate.adapter.simulator.SimulatorAdapter} runs it
 * against the wall clock on the thread {@code feed-<id>}; package {@code dialect} lets it speak
 * like a real venue.
 *
 * <p>Prices and sizes are whole numbers of the instrument's smallest step. Doubles decide where
 * they go, never what they are, and only through operations that IEEE 754 and {@code StrictMath}
 * define to the last bit, so that a seed gives the same market on every machine.
 *
 * <p>Imports {@code adapter} and {@code market}.
 */
@NullMarked
package io.tickgate.adapter.simulator;

import org.jspecify.annotations.NullMarked;
