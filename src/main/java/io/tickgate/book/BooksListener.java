package io.tickgate.book;

/** Hears what is new among symbols and feeds, on the thread of the feed that brings it. */
public interface BooksListener {
  /** A symbol that was not known before; it has no value yet. */
  void onSymbol(SymbolBook book);

  /** A feed's books were replaced, as {@link Feed#restart} tells from now on. */
  default void onRestart(Restart restart) {}

  /** A feed changed its state. */
  void onFeed(Feed feed);
}
