/**
 * The dashboard as files: what {@code src/main/web} was built to, in each coding that browsers
 * take, kept and served from memory on the event loops. Imports nothing of Tickgate; the pages
 * speak to the gateway as any client does.
 */
@NullMarked
package io.tickgate.page;

import org.jspecify.annotations.NullMarked;
