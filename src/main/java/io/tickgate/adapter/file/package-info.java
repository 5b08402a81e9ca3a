/**
 * Files of ticks, as vendors and venues sell and give them away: what a row says.
 *
 * <pre>
 *   CsvFile      which kind of file it is, by its first line and its name
 *     CsvRow       line → fields, in place
 *     RowReader    fields → Tick; one class a kind of row
 * </pre>
 *
 * <p>Known are Tardis's files, by their header, and Binance's dumps, by their name and header or
 * number of columns. Numbers go from the line's bytes to {@code Decimal} without a {@code String}.
 * A row takes effect whole or not at all; one that isn't what its file holds is a {@link
 * io.tickgate.adapter.file.CsvFault}, and the next good one works.
 *
 * <p>Knows nothing of files as such, packed or not, of their order or their pace: {@code
 * adapter.replay} reads the lines and plays the ticks, on the feed's thread, which owns what is
 * here. Imports {@code market} and {@code adapter.venue}'s tables.
 */
@NullMarked
package io.tickgate.adapter.file;

import org.jspecify.annotations.NullMarked;
