/** What the tests of the decoders share: recordings in, a simple model of the market out. */
@NullMarked
package io.tickgate.adapter.venue.recorded;

import org.jspecify.annotations.NullMarked;
