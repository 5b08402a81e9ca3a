package io.tickgate.venueserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.tickgate.adapter.simulator.dialect.BookText;
import io.tickgate.adapter.simulator.dialect.VenueBook;
import io.tickgate.adapter.venue.binance.Market;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binance's markets: raw and combined streams, named in the address or subscribed by message, and
 * the book by REST. Streams are taken whether the source holds them or not, as the venue does.
 *
 * @see <a
 *     href="https://github.com/binance/binance-spot-api-docs/blob/master/web-socket-streams.md">the
 *     streams</a>
 */
final class BinanceVenue implements Dialect {
  private static final byte[] ANSWER = "{\"lastUpdateId\"".getBytes(StandardCharsets.US_ASCII);
  private static final Set<Integer> FUTURES_LIMITS = Set.of(5, 10, 20, 50, 100, 500, 1_000);

  private static final long SECOND = 1_000_000_000L;

  private final Market market;
  private final BookText books = new BookText();
  private final BinanceRequests requests = new BinanceRequests();

  BinanceVenue(Market market) {
    this.market = market;
  }

  @Override
  public String venue() {
    return market.venue();
  }

  @Override
  public boolean accepts(String path) {
    return path.equals("/ws") || path.startsWith("/ws/") || path.equals("/stream");
  }

  /** Spot 5, futures 10; more disconnect. */
  @Override
  public int requestsPerSecond() {
    return market == Market.SPOT ? 5 : 10;
  }

  @Override
  public void onConnect(Client client, String uri) {
    QueryStringDecoder address = new QueryStringDecoder(uri);
    client.combined = address.path().equals("/stream");
    String names = address.path().startsWith("/ws/") ? address.path().substring(4) : "";
    if (client.combined) {
      names = String.join("/", address.parameters().getOrDefault("streams", List.of()));
    }
    List<String> streams = new ArrayList<>(Arrays.asList(names.split("/", -1)));
    streams.removeIf(stream -> !BinanceRequests.isName(stream));
    BinanceRequests.subscribe(client, streams);
  }

  @Override
  public void onText(Client client, String text) {
    requests.onText(client, text);
  }

  /**
   * Pings: spot every 20 s and answered within a minute, futures every 3 minutes and within 10. The
   * address said what is wanted, so nobody is cut for saying nothing.
   */
  @Override
  public void onBeat(Client client, long nowNanos) {
    long every = market == Market.SPOT ? 20 * SECOND : 180 * SECOND;
    long within = market == Market.SPOT ? 60 * SECOND : 600 * SECOND;
    if (client.withoutPongFor(nowNanos) > every + within) {
      client.cut();
    } else if (client.beat(nowNanos, every)) {
      client.ping();
    }
  }

  @Override
  public void sayMaintenance(Client client) {
    ObjectNode notice =
        Json.object().put("e", "serverShutdown").put("E", System.currentTimeMillis());
    if (client.combined) {
      ObjectNode wrapped = Json.object().put("stream", "!serverShutdown");
      wrapped.set("data", notice);
      notice = wrapped;
    }
    client.say(notice.toString());
  }

  @Override
  public @Nullable VenueFrame read(byte[] frame) throws IOException {
    return BinancePayload.read(frame);
  }

  @Override
  public byte[] wording(VenueFrame frame, String name, Client client, ServedBook book) {
    boolean wrapped = !frame.name().isEmpty();
    if (client.combined && wrapped && frame.name().equals(name)) {
      return frame.bytes();
    }
    byte[] payload = Arrays.copyOfRange(frame.bytes(), frame.from(), frame.to());
    if (!client.combined) {
      return payload;
    }
    byte[] head = ("{\"stream\":\"" + name + "\",\"data\":").getBytes(StandardCharsets.UTF_8);
    byte[] message = Arrays.copyOf(head, head.length + payload.length + 1);
    System.arraycopy(payload, 0, message, head.length, payload.length);
    message[message.length - 1] = '}';
    return message;
  }

  @Override
  public byte @Nullable [] snapshot(Topic topic, String name, ServedBook book) {
    return null;
  }

  @Override
  public boolean isDepthAnswer(byte[] frame) {
    return frame.length > ANSWER.length
        && Arrays.equals(frame, 0, ANSWER.length, ANSWER, 0, ANSWER.length);
  }

  @Override
  public @Nullable DepthQuery depthQuery(String uri) {
    QueryStringDecoder address = new QueryStringDecoder(uri);
    if (!address.path().endsWith(path())) {
      return null;
    }
    String symbol = first(address, "symbol", "");
    if (symbol.isEmpty()) {
      String fault = "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.";
      return DepthQuery.faulty(HttpAnswer.error(400, -1102, fault));
    }
    return withLimit(symbol, first(address, "limit", market == Market.SPOT ? "100" : "500"));
  }

  private DepthQuery withLimit(String symbol, String text) {
    int limit = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    if (market == Market.SPOT) {
      return limit == 0
          ? DepthQuery.faulty(
              HttpAnswer.error(400, -1130, "Data sent for parameter 'limit' is not valid."))
          : new DepthQuery(symbol, Math.min(limit, 5_000), null); // "if limit > 5000, only 5000"
    }
    return FUTURES_LIMITS.contains(limit)
        ? new DepthQuery(symbol, limit, null)
        : DepthQuery.faulty(HttpAnswer.error(400, -4021, "'limit' is not valid depth limit."));
  }

  private String path() {
    return switch (market) {
      case SPOT -> "/api/v3/depth";
      case USDM -> "/fapi/v1/depth";
      case COINM -> "/dapi/v1/depth";
    };
  }

  private static String first(QueryStringDecoder address, String name, String byDefault) {
    List<String> values = address.parameters().getOrDefault(name, List.of());
    return values.isEmpty() ? byDefault : values.get(0);
  }

  @Override
  public byte[] depth(ServedBook book, int limit) {
    VenueBook top = book.levels.top(limit);
    return market == Market.SPOT
        ? books.binanceSpot(book.number(), top.bids(), top.asks()).take()
        : books
            .binanceFutures(book.number(), System.currentTimeMillis(), book.ts() / 1_000, top)
            .take();
  }
}
