package io.tickgate.adapter.venue.binance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickgate.adapter.venue.Control;
import io.tickgate.adapter.venue.Dialogue;
import io.tickgate.adapter.venue.Limits;
import io.tickgate.adapter.venue.Reply;
import io.tickgate.adapter.venue.StreamChoice.Trades;
import io.tickgate.adapter.venue.Topic;
import io.tickgate.market.Channel;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Binance's three markets. Subscriptions are sent, not put into the address, so that a connection
 * can change them; answers carry the number of the request and nothing else.
 */
public final class BinanceDialogue implements Dialogue {
  /** Where the name begins in a message of a combined stream. */
  private static final int NAME = "{\"stream\":\"".length();

  private static final long HOUR_MILLIS = 3_600_000;

  /**
   * A connection may hold 1,024 streams and lives 24 hours; 300 attempts in five minutes are
   * allowed. Of 5 messages a second (futures: 10), pongs included, 4 are used. Its own ping comes
   * every 20 s to three minutes, so ours, every 5 s of silence, are what tells a dead line.
   */
  private static final Limits LIMITS =
      new Limits(1_000, 100, 4, Limits.NO_LIMIT, 1_100, 5_000, 23 * HOUR_MILLIS);

  /**
   * Levels of a snapshot: ten times what a client can see, for a fifth of the request weight that
   * the largest would cost.
   */
  private static final int SNAPSHOT_LEVELS = 1_000;

  private final Control notices = new Control();
  private final Control control =
      new Control("{\"stream\":\"", "{\"e\":\"d", "{\"e\":\"t", "{\"e\":\"a");
  private final Market market;
  private final Map<Long, List<Topic>> requests = new HashMap<>(); // until answered
  private final String trades;
  private long lastId;

  /** A dialogue about trades of that kind. */
  public BinanceDialogue(Market market, Trades kind) {
    this.market = market;
    // futures document no stream of single trades, though they have one
    boolean single = kind == Trades.SINGLE || (kind == Trades.USUAL && market == Market.SPOT);
    this.trades = single ? "trade" : "aggTrade";
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public String url() {
    return switch (market) {
      case SPOT -> "wss://stream.binance.com:9443/stream";
      case USDM -> "wss://fstream.binance.com/stream";
      case COINM -> "wss://dstream.binance.com/stream";
    };
  }

  @Override
  public String restUrl() {
    return switch (market) {
      case SPOT -> "https://api.binance.com";
      case USDM -> "https://fapi.binance.com";
      case COINM -> "https://dapi.binance.com";
    };
  }

  @Override
  public List<String> streams(Channel channel) {
    return switch (channel) {
      case TICKER -> List.of("ticker");
      case QUOTE -> List.of("bookTicker");
      case TRADE -> List.of(trades);
      case BOOK -> List.of("depth@100ms");
      case BAR -> List.of();
    };
  }

  @Override
  public boolean isBook(String stream) {
    return stream.startsWith("depth");
  }

  @Override
  public boolean provesBooks() {
    return true;
  }

  @Override
  public void onOpen() {
    requests.clear();
  }

  @Override
  public String subscribe(String stream, List<String> symbols) {
    String text = request("SUBSCRIBE", stream, symbols);
    requests.put(lastId, symbols.stream().map(symbol -> new Topic(stream, symbol)).toList());
    return text;
  }

  @Override
  public String unsubscribe(String stream, List<String> symbols) {
    return request("UNSUBSCRIBE", stream, symbols);
  }

  private String request(String method, String stream, List<String> symbols) {
    List<String> names =
        symbols.stream().map(each -> each.toLowerCase(Locale.ROOT) + "@" + stream).toList();
    ObjectNode request = Control.object("method", method, "params", names);
    return request.put("id", ++lastId).toString();
  }

  @Override
  public String snapshotUrl(String restUrl, String symbol) {
    String path =
        switch (market) {
          case SPOT -> "/api/v3/depth";
          case USDM -> "/fapi/v1/depth";
          case COINM -> "/dapi/v1/depth";
        };
    return restUrl + path + "?symbol=" + symbol + "&limit=" + SNAPSHOT_LEVELS;
  }

  @Override
  public Reply read(byte[] bytes, int offset, int length) {
    JsonNode message = control(bytes, offset, length);
    if (message == null) {
      return Reply.DATA;
    }
    JsonNode data = message.has("stream") ? message.path("data") : message;
    if (data.path("e").asText().equals("serverShutdown")) {
      return new Reply.Leave("the venue shuts the server down");
    }
    List<Topic> topics = requests.remove(message.path("id").asLong());
    if (topics == null) {
      return Reply.DATA;
    }
    JsonNode error = message.has("error") ? message.path("error") : message;
    return error.has("msg")
        ? new Reply.Refused(topics, Control.reason(error, "msg"))
        : new Reply.Accepted(topics);
  }

  private @Nullable JsonNode control(byte[] bytes, int offset, int length) {
    // names of symbols' streams begin with a letter or digit, that of the venue's notice doesn't
    boolean notice = length > NAME && bytes[offset] == '{' && bytes[offset + NAME] == '!';
    return (notice ? notices : control).read(bytes, offset, length);
  }
}
