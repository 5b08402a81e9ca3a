package io.tickgate.adapter.venue.binance;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.adapter.venue.Chars;
import io.tickgate.adapter.venue.LevelPairs;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads messages into one {@link Frame}, field by field, without building a tree. */
final class FrameReader {
  private final LevelPairs levels = new LevelPairs();
  private final Frame frame;

  FrameReader(Frame frame) {
    this.frame = frame;
  }

  /** Reads the object whose start the parser stands on, up to its end. */
  void read(JsonParser json) throws IOException {
    frame.clear();
    fields(json, true);
  }

  private void fields(JsonParser json, boolean outer) throws IOException {
    for (String name; (name = json.nextFieldName()) != null; ) {
      JsonToken token = json.nextToken();
      if (token == JsonToken.VALUE_NULL) {
        continue;
      }
      if (name.length() == 1) {
        letter(name.charAt(0), name, token, json);
      } else {
        word(name, token, json, outer);
      }
    }
  }

  private void letter(char letter, String name, JsonToken token, JsonParser json)
      throws IOException {
    switch (letter) {
      case 'e' -> frame.type = type(token, json);
      case 's' -> text(frame.symbol, name, token, json);
      case 'E' -> frame.eventTime = number(name, token, json);
      case 'T' -> frame.transactionTime = number(name, token, json);
      case 'U' -> frame.firstId = number(name, token, json);
      case 'u' -> frame.lastId = number(name, token, json);
      case 't' -> frame.tradeId = number(name, token, json);
      case 'p' -> frame.price = decimal(name, token, json);
      case 'q' -> frame.quantity = decimal(name, token, json);
      case 'c' -> frame.last = decimal(name, token, json);
      case 'Q' -> frame.lastQuantity = decimal(name, token, json);
      case 'B' -> frame.bidQuantity = decimal(name, token, json);
      case 'A' -> frame.askQuantity = decimal(name, token, json);
      case 'b' -> bidField(name, token, json);
      case 'a' -> askField(name, token, json);
      case 'm' -> frame.buyerIsMaker = flag(name, token, json);
      case 'X' -> frame.market = isMarket(token, json);
      default -> json.skipChildren();
    }
  }

  private void word(String name, JsonToken token, JsonParser json, boolean outer)
      throws IOException {
    switch (name) {
      case "stream" -> text(frame.stream, name, token, json);
      case "data" -> data(token, json, outer);
      case "pu" -> frame.previousId = number(name, token, json);
      case "lastUpdateId" -> frame.snapshotId = number(name, token, json);
      case "symbol" -> text(frame.symbol, name, token, json);
      case "bids" -> frame.bids = side(name, token, json);
      case "asks" -> frame.asks = side(name, token, json);
      case "code", "error" -> {
        frame.error = true;
        json.skipChildren();
      }
      default -> json.skipChildren();
    }
  }

  private void data(JsonToken token, JsonParser json, boolean outer) throws IOException {
    if (outer && token == JsonToken.START_OBJECT) {
      fields(json, false);
    } else { // a list of all symbols' tickers
      frame.type = EventType.OTHER;
      json.skipChildren();
    }
  }

  private void bidField(String name, JsonToken token, JsonParser json) throws IOException {
    if (token == JsonToken.START_ARRAY) {
      frame.bids = levels.read(json);
    } else if (token != JsonToken.VALUE_NUMBER_INT) { // the buyer's order, in older trades
      frame.bid = decimal(name, token, json);
    }
  }

  private void askField(String name, JsonToken token, JsonParser json) throws IOException {
    if (token == JsonToken.START_ARRAY) {
      frame.asks = levels.read(json);
    } else if (token == JsonToken.VALUE_NUMBER_INT) {
      frame.aggregateId = number(name, token, json);
    } else {
      frame.ask = decimal(name, token, json);
    }
  }

  private @Nullable List<PriceLevel> side(String name, JsonToken token, JsonParser json)
      throws IOException {
    return token == JsonToken.START_ARRAY ? levels.read(json) : wrong(name, json);
  }

  private void text(Chars target, String name, JsonToken token, JsonParser json)
      throws IOException {
    if (token == JsonToken.VALUE_STRING) {
      target.set(json);
    } else {
      wrong(name, json);
    }
  }

  private long number(String name, JsonToken token, JsonParser json) throws IOException {
    if (token == JsonToken.VALUE_NUMBER_INT) {
      long value = json.getLongValue();
      if (value >= 0) {
        return value;
      }
    }
    wrong(name, json);
    return Frame.NONE;
  }

  private @Nullable Decimal decimal(String name, JsonToken token, JsonParser json)
      throws IOException {
    return token == JsonToken.VALUE_STRING || token.isNumeric()
        ? Decimal.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength())
        : wrong(name, json);
  }

  private @Nullable Boolean flag(String name, JsonToken token, JsonParser json) throws IOException {
    return token.isBoolean() ? Boolean.valueOf(token == JsonToken.VALUE_TRUE) : wrong(name, json);
  }

  private static EventType type(JsonToken token, JsonParser json) throws IOException {
    if (token == JsonToken.VALUE_STRING) {
      return EventType.of(json);
    }
    json.skipChildren();
    return EventType.OTHER;
  }

  private static boolean isMarket(JsonToken token, JsonParser json) throws IOException {
    json.skipChildren();
    return token == JsonToken.VALUE_STRING && json.getText().equals("MARKET");
  }

  private <T> @Nullable T wrong(String name, JsonParser json) throws IOException {
    frame.wrong = name;
    json.skipChildren();
    return null;
  }
}
