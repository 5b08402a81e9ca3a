package io.tickgate.adapter.simulator.dialect;

import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.simulator.Noise;
import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Binance USD-M futures, combined streams: {@code @depth@100ms}, {@code @bookTicker} and {@code
 * @trade}. Depth comes bundled, ten times a second. The book itself comes as an answer by REST after
 * the first bundles, for every other symbol in the middle of a bundle and for the rest at its end, so
 * that both ways of joining them occur.
 */
public final class BinanceDialect implements Dialect {
  /** See {@link CoinbaseDialect}. */
  private static final long TRADES_BEFORE = 5_000_000_000L;

  /** Bundles before the answer by REST: a client asks once the stream runs. */
  private static final int BUNDLES_BEFORE_ANSWER = 2;

  private final Map<Symbol, Contract> contracts = new HashMap<>();
  private final List<Contract> inOrder = new ArrayList<>();
  private final FrameListener out;
  private final FrameText frame = new FrameText();
  private final BookText books = new BookText(frame);
  private final Noise steps = new Noise(2);
  private long updateId = 5_100_000_000_000L;

  public BinanceDialect(List<Symbol> symbols, FrameListener out) {
    this.out = out;
    for (Symbol symbol : symbols) {
      Contract contract = new Contract(contractName(symbol), inOrder.size() % 2 == 0);
      contracts.put(symbol, contract);
      inOrder.add(contract);
    }
  }

  /** One symbol, with the changes of its book that wait for the next bundle. */
  private static final class Contract {
    final String name;
    final String stream;
    final boolean answersWithinBundle;
    final VenueBook book = new VenueBook();
    final NavigableMap<Decimal, Decimal> bids = new TreeMap<>();
    final NavigableMap<Decimal, Decimal> asks = new TreeMap<>();
    long firstId;
    long lastId;
    long lastSentId;
    long lastTs;
    int bundles;
    boolean answered;

    Contract(String name, boolean answersWithinBundle) {
      this.name = name;
      stream = name.toLowerCase(Locale.ROOT);
      this.answersWithinBundle = answersWithinBundle;
    }

    boolean answersNow() {
      return !answered && bundles >= BUNDLES_BEFORE_ANSWER;
    }
  }

  private static String contractName(Symbol symbol) {
    String name = symbol.nativeName().replace("-", "");
    return name.endsWith("USD") ? name + "T" : name;
  }

  @Override
  public String venue() {
    return "binance-usdm";
  }

  @Override
  public String url() {
    return "wss://fstream.binance.com/stream";
  }

  @Override
  public List<String> requests() {
    frame.text("{\"method\":\"SUBSCRIBE\",\"params\":[");
    for (Contract contract : inOrder) {
      for (String kind : List.of("@depth@100ms", "@bookTicker", "@trade")) {
        frame.quoted(contract.stream + kind).text(",");
      }
    }
    return List.of(frame.trim(',').text("],\"id\":1}").take());
  }

  @Override
  public void onConnect(long now) {
    // says nothing until asked
  }

  @Override
  public void onRequests(long now) {
    frame.text("{\"result\":null,\"id\":1}").sendTo(out, now);
  }

  @Override
  public boolean onTick(Tick tick) {
    updateId += 1 + steps.below(300); // one counter for all symbols of the venue, most not ours
    Contract contract = contracts.get(tick.symbol());
    if (contract != null) {
      if (tick instanceof BookChange change) {
        onChange(contract, change);
      } else if (tick instanceof Trade trade) {
        onTrade(contract, trade);
      } else if (tick instanceof Quote quote) {
        onQuote(contract, TopOfBook.of(quote));
      }
    }
    return true;
  }

  @Override
  public void onTime(long now) {
    for (Contract contract : inOrder) {
      if (contract.firstId > 0) {
        sendBundle(contract, now);
        if (!contract.answersWithinBundle && contract.answersNow()) {
          answer(contract, now);
        }
      }
    }
  }

  private void onChange(Contract contract, BookChange change) {
    contract.book.apply(change);
    contract.lastId = updateId;
    contract.lastTs = change.ts();
    if (change.snapshot()) {
      contract.lastSentId = updateId;
      return;
    }
    contract.firstId = contract.firstId > 0 ? contract.firstId : updateId;
    change.bids().forEach(level -> contract.bids.put(level.price(), level.size()));
    change.asks().forEach(level -> contract.asks.put(level.price(), level.size()));
    if (contract.answersWithinBundle && contract.answersNow()) {
      answer(contract, change.ts());
    }
  }

  private void sendBundle(Contract contract, long now) {
    begin(contract, "@depth@100ms", "depthUpdate").text(",\"E\":").number(now / 1_000);
    frame.text(",\"T\":").number(contract.lastTs / 1_000).text(",\"s\":").quoted(contract.name);
    frame.text(",\"U\":").number(contract.firstId).text(",\"u\":").number(contract.lastId);
    frame.text(",\"pu\":").number(contract.lastSentId).text(",\"b\":[");
    books.pairs(contract.bids);
    frame.text("],\"a\":[");
    books.pairs(contract.asks);
    frame.text("]}}").sendTo(out, now);
    contract.lastSentId = contract.lastId;
    contract.firstId = 0;
    contract.bids.clear();
    contract.asks.clear();
    contract.bundles++;
  }

  private void answer(Contract contract, long now) {
    contract.answered = true;
    books.binanceFutures(contract.lastId, now / 1_000, contract.lastTs / 1_000, contract.book);
    String query = "?symbol=" + contract.name + "&limit=1000";
    frame.answerTo(out, "https://fapi.binance.com/fapi/v1/depth" + query, now);
  }

  private void onTrade(Contract contract, Trade trade) {
    begin(contract, "@trade", "trade").text(",\"E\":").number(trade.ts() / 1_000);
    frame.text(",\"T\":").number(trade.ts() / 1_000).text(",\"s\":").quoted(contract.name);
    frame.text(",\"t\":");
    frame.number(TRADES_BEFORE + Long.parseLong(String.valueOf(trade.id())));
    frame.text(",\"p\":").quoted(trade.price()).text(",\"q\":").quoted(trade.size());
    frame.text(",\"X\":\"MARKET\",\"m\":").text(trade.side() == Side.SELL ? "true" : "false");
    frame.text("}}").sendTo(out, trade.ts());
  }

  private void onQuote(Contract contract, TopOfBook top) {
    begin(contract, "@bookTicker", "bookTicker").text(",\"u\":").number(updateId);
    frame.text(",\"s\":").quoted(contract.name);
    frame.text(",\"b\":").quoted(top.bid()).text(",\"B\":").quoted(top.bidSize());
    frame.text(",\"a\":").quoted(top.ask()).text(",\"A\":").quoted(top.askSize());
    frame.text(",\"T\":").number(top.ts() / 1_000).text(",\"E\":").number(top.ts() / 1_000);
    frame.text("}}").sendTo(out, top.ts());
  }

  private FrameText begin(Contract contract, String kind, String event) {
    frame.text("{\"stream\":").quoted(contract.stream + kind);
    return frame.text(",\"data\":{\"e\":").quoted(event);
  }
}
