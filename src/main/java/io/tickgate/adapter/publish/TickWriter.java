package io.tickgate.adapter.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tickgate.market.Bar;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Candle;
import io.tickgate.market.Decimal;
import io.tickgate.market.Lost;
import io.tickgate.market.Missed;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Status;
import io.tickgate.market.Summary;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes ticks as publishers do, one JSON object each (section 8 of the protocol): what {@link
 * TickReader} reads. For ticks that nobody publishes it goes on in the same way, with types of
 * their own ({@code summary}, {@code bar}, {@code reset}, {@code lost}, {@code listed}), to be
 * looked at. For tools: a number costs a {@code String}. Used by one thread.
 */
public final class TickWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

  /** Whether {@link TickReader} reads what is written of it. */
  public static boolean isPublished(Tick tick) {
    return tick instanceof Quote
        || tick instanceof Trade
        || tick instanceof BookChange
        || tick instanceof Status;
  }

  /**
   * One side of a book must not be longer, for whoever reads it; a longer change goes in parts, the
   * first of which may be a snapshot.
   */
  public static int maxLevels() {
    return LevelReader.MAX_LEVELS;
  }

  /** The object; in UTF-8 and without a line end. */
  public byte[] write(Tick tick) {
    bytes.reset();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("type", type(tick));
      json.writeStringField("symbol", tick.symbol().name());
      json.writeNumberField("ts", tick.ts());
      fields(tick, json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // into memory: it can't
    }
    return bytes.toByteArray();
  }

  private static String type(Tick tick) {
    if (tick instanceof BookChange) {
      return "book";
    }
    if (tick instanceof Candle) {
      return "bar";
    }
    return tick instanceof BookReset
        ? "reset"
        : tick.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static void fields(Tick tick, JsonGenerator json) throws IOException {
    if (tick instanceof Quote quote) {
      prices(quote.bid(), quote.bidSize(), quote.ask(), quote.askSize(), json);
    } else if (tick instanceof Trade trade) {
      trade(trade, json);
    } else if (tick instanceof BookChange change) {
      json.writeBooleanField("snapshot", change.snapshot());
      levels("bids", change.bids(), json);
      levels("asks", change.asks(), json);
    } else if (tick instanceof Status status) {
      json.writeStringField("state", status.state().name().toLowerCase(Locale.ROOT));
    } else if (tick instanceof Summary summary) {
      prices(summary.bid(), summary.bidSize(), summary.ask(), summary.askSize(), json);
      decimal("last", summary.last(), json);
      decimal("lastSize", summary.lastSize(), json);
    } else if (tick instanceof Candle candle) {
      bar(candle.bar(), json);
    } else if (tick instanceof BookReset reset) {
      json.writeStringField("reason", reset.reason());
    } else if (tick instanceof Lost lost) {
      json.writeStringField("reason", lost.reason());
    } else if (tick instanceof Missed missed) {
      json.writeNumberField("trades", missed.trades());
    }
  }

  private static void prices(
      @Nullable Decimal bid,
      @Nullable Decimal bidSize,
      @Nullable Decimal ask,
      @Nullable Decimal askSize,
      JsonGenerator json)
      throws IOException {
    if (bid == null && ask == null) {
      json.writeNullField("bid"); // both sides are empty, rather than not told
    }
    decimal("bid", bid, json);
    decimal("bidSize", bidSize, json);
    decimal("ask", ask, json);
    decimal("askSize", askSize, json);
  }

  private static void trade(Trade trade, JsonGenerator json) throws IOException {
    decimal("price", trade.price(), json);
    decimal("size", trade.size(), json);
    Side side = trade.side();
    if (side != null) {
      json.writeStringField("side", side.text());
    }
    if (trade.id() != null) {
      json.writeStringField("id", trade.id());
    }
  }

  private static void bar(Bar bar, JsonGenerator json) throws IOException {
    json.writeStringField("interval", bar.interval().text());
    json.writeNumberField("start", bar.start());
    decimal("open", bar.open(), json);
    decimal("high", bar.high(), json);
    decimal("low", bar.low(), json);
    decimal("close", bar.close(), json);
    decimal("volume", bar.volume(), json);
    json.writeNumberField("trades", bar.trades());
  }

  private static void levels(String name, List<PriceLevel> levels, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (PriceLevel level : levels) {
      json.writeStartArray();
      json.writeString(level.price().toString());
      json.writeString(level.size().toString());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static void decimal(String name, @Nullable Decimal value, JsonGenerator json)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value.toString());
    }
  }
}
