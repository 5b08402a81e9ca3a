/**
 * The load client: many connections on one loop that check what they get and measure how old it is.
 * It stands with the tests because both they and the measurements in {@code src/bench} use it, and
 * the latter see the former, not the other way round. It isn't {@code io.tickgate.client}, which
 * the soak has for its witness: ten thousand of these must cost less than the server they measure,
 * and they speak to five others too. Imports nothing of the gateway. The measurements are in the
 * folder {@code src/bench} of this package and are compiled and run only under the profile {@code
 * bench}.
 *
 * <p>Everything a connection owns belongs to the one loop of its {@link
 * io.tickgate.bench.LoadClient}.
 */
@NullMarked
package io.tickgate.bench;

import org.jspecify.annotations.NullMarked;
