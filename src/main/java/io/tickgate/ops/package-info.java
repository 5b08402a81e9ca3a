/**
 * What operators see: metrics, health, and switches. Reads what the other stages count; nothing on
 * the way of a tick knows of it.
 */
@NullMarked
package io.tickgate.ops;

import org.jspecify.annotations.NullMarked;
