package io.tickgate.deliver;

import io.tickgate.audit.Audit;
import io.tickgate.book.Books;
import io.tickgate.security.Identity;
import io.tickgate.security.Revocations;
import io.tickgate.security.Tokens;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in, and to what.
 *
 * @param market what everybody reads through
 * @param tokens null where nobody is asked for one
 * @param deadline for a client that comes without a token to bring one
 * @param notice so long before a token expires its client is told
 * @param audit hears who was let in and who wasn't
 */
record Access(
    EntitledBooks market,
    @Nullable Tokens tokens,
    Duration deadline,
    Duration notice,
    Audit audit) {
  /** Everybody, to everything. */
  static Access open(Books books) {
    EntitledBooks market =
        new EntitledBooks(books, null, new Revocations(InstantSource.system(), 0));
    return new Access(market, null, Duration.ZERO, Duration.ZERO, new Audit());
  }

  boolean required() {
    return tokens != null;
  }

  /** Who opens a connection: as the handshake said, or anyone where nobody is asked. */
  @Nullable Identity opener(@Nullable Identity said) {
    return required() ? said : Identity.ANYONE;
  }
}
