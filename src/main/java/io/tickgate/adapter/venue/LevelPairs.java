package io.tickgate.adapter.venue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import java.io.IOException;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * Reads {@code [[price,size],…]}, the shape in which most venues write one side of a book. Further
 * columns are skipped. Owned by the feed's thread.
 */
public final class LevelPairs {
  /** Most levels a side; the deepest book seen in full holds some thousand. */
  public static final int MAX_LEVELS = 100_000;

  private PriceLevel[] scratch = new PriceLevel[64];
  private int count;

  /**
   * Reads the array that starts at the parser's token, and leaves the parser at its end.
   *
   * @throws IllegalArgumentException when a level isn't a positive price with a size of 0 or more
   */
  public List<PriceLevel> read(JsonParser json) throws IOException {
    VenueDecoder.expect(json, JsonToken.START_ARRAY);
    clear();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      VenueDecoder.expect(json, JsonToken.START_ARRAY);
      json.nextToken();
      Decimal price = VenueDecoder.decimal(json);
      json.nextToken();
      add(price, VenueDecoder.decimal(json));
      while (json.nextToken() != JsonToken.END_ARRAY) {
        json.skipChildren();
      }
    }
    return toList();
  }

  /** Starts a side by hand. */
  public void clear() {
    count = 0;
  }

  /** Adds a level by hand; throws as {@link #read} does. */
  public void add(Decimal price, Decimal size) {
    if (price.signum() <= 0 || size.signum() < 0) {
      throw new IllegalArgumentException("a level without a positive price and a size");
    }
    if (count == scratch.length) {
      grow();
    }
    scratch[count++] = new PriceLevel(price, size);
  }

  /** The levels since {@link #clear}, immutable. */
  public List<PriceLevel> toList() {
    return count == 0 ? List.of() : new Fixed(Arrays.copyOf(scratch, count));
  }

  private void grow() {
    if (scratch.length >= MAX_LEVELS) {
      throw new IllegalArgumentException("more than " + MAX_LEVELS + " levels");
    }
    scratch = Arrays.copyOf(scratch, Math.min(MAX_LEVELS, scratch.length * 2));
  }

  /** What {@code List.of} is, without its second copy of the array. */
  private static final class Fixed extends AbstractList<PriceLevel> implements RandomAccess {
    private final PriceLevel[] levels;

    Fixed(PriceLevel[] levels) {
      this.levels = levels;
    }

    @Override
    public PriceLevel get(int index) {
      return levels[index];
    }

    @Override
    public int size() {
      return levels.length;
    }
  }
}
