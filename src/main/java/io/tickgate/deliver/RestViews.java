package io.tickgate.deliver;

import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tickgate.book.BookVersion;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.book.Log;
import io.tickgate.book.SymbolBook;
import io.tickgate.book.Version;
import io.tickgate.conflate.Terms;
import io.tickgate.market.Bar;
import io.tickgate.market.BarInterval;
import io.tickgate.market.Channel;
import io.tickgate.market.Glob;
import io.tickgate.market.Status;
import io.tickgate.market.Symbol;
import io.tickgate.security.Gate;
import io.tickgate.security.Identity;
import io.tickgate.security.Timeliness;
import io.tickgate.wire.ClientMessage;
import io.tickgate.wire.Encoding;
import io.tickgate.wire.ErrorCode;
import io.tickgate.wire.Field;
import io.tickgate.wire.RequestFault;
import io.tickgate.wire.ServerMessages;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The read-only views by HTTP: what is known now, without a subscription. */
@Path("/v1")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public class RestViews {
  /** Bars of one answer; more is another request. */
  private static final int MAX_BARS = 1_000;

  /** Symbols of one answer: a megabyte or two at the usual depth. */
  private static final int MAX_SYMBOLS = 1_000;

  /** Times stay exact in JavaScript. */
  private static final long MAX_TIME = (1L << 53) - 1;

  private static final Set<Integer> DEPTHS = Set.of(1, 5, 10, 25, 100);

  private final Books books;
  private final EntitledBooks market;

  RestViews(Sessions sessions) {
    this.books = sessions.books();
    this.market = sessions.context().access().market();
  }

  /** The newest element of a channel for each symbol: the snapshot message of the stream. */
  @GET
  @Path("/snapshot")
  @Operation(summary = "Newest ticker, quote, trade, book or bar of symbols")
  public Response snapshot(
      @Parameter(description = "names and globs, comma-separated") @QueryParam("symbols")
          @Nullable String symbols,
      @QueryParam("channel") @DefaultValue("ticker") String channel,
      @QueryParam("depth") @DefaultValue("10") String depth,
      @QueryParam("interval") @DefaultValue("1m") String interval) {
    try {
      Terms terms = terms(channel, depth, interval);
      if (symbols == null || symbols.isEmpty()) {
        throw bad("symbols: missing");
      }
      return snapshot(Gate.caller(), terms, symbols.split(",", -1));
    } catch (RequestFault fault) {
      return error(fault);
    }
  }

  private Response snapshot(Identity who, Terms terms, String[] wanted) throws RequestFault {
    Channel channel = terms.channel();
    List<SymbolBook> all =
        Arrays.stream(wanted).anyMatch(Glob::is)
            ? sorted(market.covered(who, channel, name -> true))
            : List.of();
    Set<SymbolBook> found = new LinkedHashSet<>(); // each once, however many globs cover it
    List<String> unknown = new ArrayList<>();
    for (String name : new LinkedHashSet<>(List.of(wanted))) {
      if (Glob.is(name)) {
        Glob glob = new Glob(name);
        all.stream().filter(book -> glob.matches(book.symbol().name())).forEach(found::add);
        continue;
      }
      String fault = Symbol.fault(name);
      if (fault != null) {
        throw new RequestFault(ErrorCode.BAD_SYMBOL, ClientMessage.NO_ID, "symbols: " + fault);
      }
      SymbolBook book = find(who, channel, name);
      if (book == null) {
        unknown.add(name);
      } else {
        found.add(book);
      }
    }
    if (found.size() > MAX_SYMBOLS) {
      throw bad("symbols: more than " + MAX_SYMBOLS + " are meant, " + found.size());
    }
    if (found.isEmpty() && !unknown.isEmpty()) {
      throw new RequestFault(
          ErrorCode.UNKNOWN_SYMBOL, ClientMessage.NO_ID, "symbols: none of them is known");
    }
    return ok(snapshotMessage(terms, found));
  }

  /** The book to read from, or null; a name that may not be read is never told to be unknown. */
  private @Nullable SymbolBook find(Identity who, Channel channel, String name)
      throws RequestFault {
    if (market.timeliness(who, channel, name) == Timeliness.FORBIDDEN) {
      throw new RequestFault(
          ErrorCode.FORBIDDEN, ClientMessage.NO_ID, "the token doesn't cover " + name);
    }
    return market.find(who, channel, name);
  }

  private static byte[] snapshotMessage(Terms terms, Set<SymbolBook> found) {
    Encoding encoding = Encoding.JSON;
    ByteBuf out = Unpooled.buffer(1024);
    out.writeBytes(encoding.open(true, terms.channel()));
    boolean first = true;
    for (SymbolBook book : found) {
      Version version = newest(book, terms);
      if (version != null) {
        if (!first) {
          encoding.separator(out);
        }
        first = false;
        String name = book.symbol().name();
        encoding.element(Fragments.of(name, version, encoding, terms, null), -1, out);
      }
    }
    encoding.close(out);
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  private static @Nullable Version newest(SymbolBook book, Terms terms) {
    BarInterval interval = terms.barInterval();
    return interval == null ? book.newest(terms.channel()) : book.bars(interval).newest();
  }

  private static Terms terms(String name, String levels, String interval) throws RequestFault {
    Channel channel = Channel.of(name);
    if (channel == null) {
      throw new RequestFault(
          ErrorCode.UNKNOWN_CHANNEL,
          ClientMessage.NO_ID,
          "channel: not one of ticker, quote, trade, book, bar");
    }
    int depth = (int) number("depth", levels, 1, BookVersion.MAX_DEPTH);
    if (!DEPTHS.contains(depth)) {
      throw bad("depth: not one of 1, 5, 10, 25, 100");
    }
    Terms terms = Terms.defaults(channel);
    return new Terms(
        channel,
        terms.mode(),
        0,
        true,
        channel == Channel.BOOK ? depth : 0,
        channel == Channel.BAR ? interval(interval) : null,
        0,
        Field.ALL,
        -1,
        false);
  }

  private static BarInterval interval(String text) throws RequestFault {
    BarInterval interval = BarInterval.of(text);
    if (interval == null) {
      throw bad("interval: not one of 1s, 5s, 1m, 5m, 1h");
    }
    return interval;
  }

  /** Every symbol that is known. */
  @GET
  @Path("/symbols")
  @Operation(
      summary = "Every symbol known, with its channels, decimals, last update and feed state")
  public Response symbols() {
    try {
      return symbols(Gate.caller());
    } catch (RequestFault fault) {
      return error(fault);
    }
  }

  private Response symbols(Identity who) {
    return ok(
        Encoding.JSON.write(
            json -> {
              json.writeStartObject();
              json.writeArrayFieldStart("symbols");
              for (SymbolBook book : sorted(market.books())) {
                int channels = market.channels(who, book);
                if (channels != 0) {
                  symbol(book, channels, json);
                }
              }
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  private void symbol(SymbolBook book, int visible, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("symbol", book.symbol().name());
    json.writeStringField("venue", book.symbol().venue());
    json.writeArrayFieldStart("channels");
    for (Channel channel : Channel.values()) {
      if ((book.channels() & visible & channel.bit()) != 0) {
        json.writeString(channel.text());
      }
    }
    json.writeEndArray();
    json.writeNumberField("priceDecimals", book.priceScale());
    json.writeNumberField("sizeDecimals", book.sizeScale());
    Version newest = book.newest();
    if (newest != null) {
      json.writeNumberField("ts", newest.ts());
      json.writeNumberField("rx", newest.rx());
    }
    Status.State status = book.status();
    if (status != null) {
      json.writeStringField("status", status.name().toLowerCase(Locale.ROOT));
    }
    if (book.stale()) {
      json.writeBooleanField("stale", true);
    }
    json.writeStringField("feed", book.feed());
    for (Feed feed : books.feeds()) {
      if (feed.id().equals(book.feed())) {
        json.writeStringField("state", feed.state().text());
      }
    }
    json.writeEndObject();
  }

  private static List<SymbolBook> sorted(List<SymbolBook> books) {
    books.sort(Comparator.comparing(book -> book.symbol().name()));
    return books;
  }

  /** Closed bars, oldest first. */
  @GET
  @Path("/bars/{symbol:.+}")
  @Operation(summary = "Closed bars of a symbol, oldest first; from and to in microseconds")
  public Response bars(
      @PathParam("symbol") String symbol,
      @QueryParam("interval") @DefaultValue("1m") String interval,
      @Parameter(description = "first bar start, µs since the epoch")
          @QueryParam("from")
          @DefaultValue("0")
          String from,
      @Parameter(description = "bars start before this, µs since the epoch")
          @QueryParam("to")
          @DefaultValue("9007199254740991")
          String to,
      @QueryParam("limit") @DefaultValue("1000") String limit) {
    try {
      BarInterval length = interval(interval);
      SymbolBook book = find(Gate.caller(), Channel.BAR, symbol);
      if (book == null) {
        throw new RequestFault(
            ErrorCode.UNKNOWN_SYMBOL, ClientMessage.NO_ID, "no feed has brought this symbol");
      }
      long first = number("from", from, 0, MAX_TIME);
      long last = number("to", to, 0, MAX_TIME);
      int most = (int) number("limit", limit, 1, MAX_BARS);
      List<Bar> bars = newestBars(book.bars(length).history(), first, last, most);
      return ok(bars(symbol, length, bars));
    } catch (RequestFault fault) {
      return error(fault);
    }
  }

  /** Of the bars in the range the newest, as many as wanted; oldest first. */
  private static List<Bar> newestBars(Log<Bar> history, long from, long to, int limit) {
    List<Bar> chosen = new ArrayList<>();
    for (long i = history.head() - 1; i >= history.oldest() && chosen.size() < limit; i--) {
      Bar bar = history.get(i);
      if (bar != null && bar.start() >= from && bar.start() < to) {
        chosen.add(0, bar);
      }
    }
    return chosen;
  }

  private static byte[] bars(String symbol, BarInterval interval, List<Bar> bars) {
    return Encoding.JSON.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("symbol", symbol);
          json.writeStringField("interval", interval.text());
          json.writeArrayFieldStart("bars");
          for (Bar bar : bars) {
            bar(bar, json);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void bar(Bar bar, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("interval", bar.interval().text());
    json.writeNumberField("start", bar.start());
    json.writeStringField("open", bar.open().toString());
    json.writeStringField("high", bar.high().toString());
    json.writeStringField("low", bar.low().toString());
    json.writeStringField("close", bar.close().toString());
    json.writeStringField("volume", bar.volume().toString());
    json.writeNumberField("trades", bar.trades());
    json.writeBooleanField("closed", bar.closed());
    json.writeEndObject();
  }

  private static long number(String name, String text, long least, long most) throws RequestFault {
    long value = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    if (value < least || value > most) {
      throw bad(name + ": not an integer from " + least + " to " + most);
    }
    return value;
  }

  private static RequestFault bad(String text) {
    return new RequestFault(ErrorCode.BAD_REQUEST, ClientMessage.NO_ID, text);
  }

  private static Response ok(byte[] body) {
    return Response.ok(body).build();
  }

  private static Response error(RequestFault fault) {
    byte[] body = new ServerMessages(Encoding.JSON).error(fault);
    return Response.status(Gate.status(fault.code())).entity(body).build();
  }
}
