package io.tickgate;

import io.tickgate.FeedsConfig.FeedConfig;
import io.tickgate.book.Books;
import io.tickgate.book.BooksListener;
import io.tickgate.book.Feed;
import io.tickgate.book.SymbolBook;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The venues that the gateway's own feeds bring. A feed's id and the venue in its configuration are
 * known from the start; what a recording turns out to hold, when its first symbol is here. Any
 * thread.
 */
@Singleton
final class FeedVenues implements BooksListener {
  private final Set<String> venues = ConcurrentHashMap.newKeySet(); // a few a feed
  private final Set<String> published = ConcurrentHashMap.newKeySet(); // ids, bounded by config

  FeedVenues(FeedsConfig config, Books books) {
    config.all().forEach(this::add);
    books.listen(this);
    books.symbols().forEach(this::onSymbol);
  }

  private void add(String id, FeedConfig feed) {
    if (feed.enabled()) {
      venues.add(id);
      feed.venue().ifPresent(venues::add);
    }
  }

  /** The feed of that id, which has brought nothing yet, is one that publishers write. */
  void addPublished(String feed) {
    published.add(feed);
  }

  boolean contains(String venue) {
    return venues.contains(venue);
  }

  @Override
  public void onSymbol(SymbolBook book) {
    if (!published.contains(book.feed())) {
      venues.add(book.symbol().venue());
    }
  }

  @Override
  public void onFeed(Feed feed) {
    // its symbols tell the venues
  }
}
