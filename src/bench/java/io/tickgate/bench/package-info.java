/**
 * Measurements, compiled and run only under the profile {@code bench}: see {@code
 * src/bench/README.md}. What both a measurement and a test need, the load client, is in the package
 * of this name in {@code src/test}.
 */
@NullMarked
package io.tickgate.bench;

import org.jspecify.annotations.NullMarked;
