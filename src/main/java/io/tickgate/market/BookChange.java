package io.tickgate.market;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Levels of an order book, a whole snapshot or what changed.
 *
 * @param snapshot whether the levels replace the book instead of changing it
 * @param bids levels to set, in no order of price; of two at one price the later wins; a size of
 *     zero removes one, absent or not; empty when nothing changed
 * @param asks likewise
 * @param window cut each side to this many best levels after applying; 0 keeps all
 * @param check what the book must fulfil after applying, or null where the venue gives no checksum
 */
public record BookChange(
    Symbol symbol,
    long ts,
    long rx,
    boolean snapshot,
    List<PriceLevel> bids,
    List<PriceLevel> asks,
    int window,
    @Nullable BookCheck check)
    implements Tick {}
