/** Tickgate. */
@NullMarked
package io.tickgate;

import org.jspecify.annotations.NullMarked;
