/**
 * Ticks that others publish: from their text to the book.
 *
 * <pre>
 *   endpoint, messaging  ─▶  TickReader  ─▶  PublishBatch  ─▶  PublishWriter  ─▶  PublishedFeed
 *   (bytes)                  (publisher's thread)              (one thread)       (book)
 * </pre>
 *
 * <p>Reading and checking is done on the thread of the publisher, so several do it side by side.
 * What they made is applied by one thread, {@code publish}: a symbol has one order however many
 * publishers write it. A publisher has a batch or two on the way and reads no further until one is
 * in the book, so what waits is bounded by the number of publishers.
 *
 * <p>The same objects are read from recordings ({@link
 * io.tickgate.adapter.publish.PublishedDecoder}), and written by tools ({@link
 * io.tickgate.adapter.publish.TickWriter}).
 *
 * <p>Imports {@code adapter}, {@code market} and, for the codes of errors, {@code wire}.
 */
@NullMarked
package io.tickgate.adapter.publish;

import org.jspecify.annotations.NullMarked;
