/**
 * The command line: what can be done with recordings and gateways without running one.
 *
 * <pre>
 *   record    a venue's messages to files          convert   any readable file to a recording
 *   replay    files to ticks, at their pace        tail      what a gateway streams
 *   inspect   what is in files                     health    whether a gateway is ready
 * </pre>
 *
 * <p>One command a class, on the main thread; nothing of the gateway is started for it, no port is
 * opened and no feed of the configuration runs. What it has to say goes to standard output, in
 * lines that a pipe can take; faults, progress and states go to standard error, progress only where
 * somebody watches. It exits with 0, with 1 when it failed, and with 2 when it was called wrongly.
 *
 * <p>Sees {@code adapter}, {@code record}, {@code book}, {@code market} and {@code client}; only
 * the main class sees it.
 */
@NullMarked
package io.tickgate.cli;

import org.jspecify.annotations.NullMarked;
