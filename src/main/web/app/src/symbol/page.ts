import type { BarInterval, Book, Client, HistoryBar, Rest, Subscription } from "tickgate-client";
import type { Terms } from "../terms.js";
import { byId, el, setText } from "../dom.js";
import { basisPoints, compact, exact, NONE, percent, signed } from "../format.js";
import { repaint, forget } from "../frame.js";
import { Row } from "../watch/row.js";
import { PriceChart } from "./chart.js";
import { DepthChart } from "./depth.js";
import { Ladder } from "./ladder.js";
import { Tape } from "./tape.js";

const INTERVALS: readonly BarInterval[] = ["1s", "5s", "1m", "5m", "1h"];
/** Bars asked for: what the gateway keeps and a wide screen shows. */
const HISTORY = 500;
/** So many bars make a chart; with fewer a shorter interval is shown first. */
const ENOUGH = 20;
/** Levels of the cumulative chart, the most there are; the ladder shows the first of them. */
const DEPTH = 100;
const RUNGS = 16;

const STATS: readonly [title: string, text: (row: Row) => string][] = [
  ["Bid", (row) => exact(row.ticker?.bid)],
  ["Ask", (row) => exact(row.ticker?.ask)],
  ["Spread bp", (row) => basisPoints(row.spreadBasisPoints)],
  ["Open", (row) => exact(row.ticker?.open)],
  ["High", (row) => exact(row.ticker?.high)],
  ["Low", (row) => exact(row.ticker?.low)],
  ["VWAP", (row) => (row.ticker?.vwap ? exact(Number(row.ticker.vwap).toFixed(row.priceDecimals)) : NONE)],
  ["Volume", (row) => (row.ticker?.volume ? compact(Number(row.ticker.volume)) : NONE)],
  ["Trades", (row) => (row.ticker?.trades === undefined ? NONE : exact(String(row.ticker.trades)))],
];

/** All there is of one symbol. */
export class SymbolPage {
  private readonly box = byId("symbol");
  private readonly streams: Subscription[] = [];
  private readonly painter = () => this.paint();
  private readonly last = el("span", { class: "last num" });
  private readonly change = el("span", { class: "change num" });
  private readonly stale = el("span", { class: "badge warn", hidden: "" }, "stale");
  private readonly stats = STATS.map(([title]) => ({ title, value: el("dd", { class: "num" }) }));
  private readonly buttons = new Map<BarInterval, HTMLButtonElement>();
  private readonly chart: PriceChart;
  private readonly ladder: Ladder;
  private readonly depth: DepthChart;
  private readonly tape: Tape;
  private bars: Subscription<"bar"> | undefined;
  private wanted: BarInterval | undefined; // clicked last, whose history may be on its way
  private book: Readonly<Book> | undefined;
  private booked = false;
  private open = true;

  constructor(
    private readonly row: Row,
    private readonly client: Client,
    private readonly rest: Rest,
    private readonly terms: Terms,
    ownTicker: boolean,
  ) {
    const chartBox = el("div", { class: "chart", role: "img", "aria-label": `Candles and volume of ${row.symbol}` });
    const ladderBox = el("div", { class: "ladder", role: "table", "aria-label": "Price levels" });
    const canvas = el("canvas", { class: "depth", role: "img", "aria-label": "Cumulative depth" });
    const tapeBox = el("div", { class: "tape", role: "table", "aria-label": "Time and sales", tabindex: "0" });
    this.box.replaceChildren(
      this.head(),
      pane("chart-pane", this.intervals(), chartBox),
      pane("ladder-pane", el("h2", {}, "Book"), ladderBox),
      pane("depth-pane", el("h2", {}, "Depth"), canvas),
      pane("tape-pane", el("h2", {}, "Time and sales"), tapeBox),
    );
    this.chart = new PriceChart(chartBox);
    this.ladder = new Ladder(ladderBox, RUNGS);
    this.depth = new DepthChart(canvas, () => this.rebook());
    this.tape = new Tape(tapeBox);
    this.subscribe(ownTicker);
    void this.firstInterval();
  }

  /** Ends its subscriptions; the next page takes its place. */
  close(): void {
    this.open = false;
    this.streams.forEach((each) => each.close());
    this.bars?.close();
    this.chart.stop();
    this.depth.stop();
    forget(this.painter);
    this.box.replaceChildren();
  }

  /** Something of the symbol is new. */
  changed(): void {
    repaint(this.painter);
  }

  /** The colours are others. */
  recolour(): void {
    this.chart.recolour();
    this.rebook();
  }

  private rebook(): void {
    this.booked = false;
    this.changed();
  }

  private subscribe(ownTicker: boolean): void {
    const { client, terms } = this;
    const symbols = [this.row.symbol];
    if (ownTicker) {
      this.streams.push(
        client.subscribe("ticker", symbols, terms, (ticker) => {
          this.row.update(ticker);
          this.row.sample();
          this.changed();
        }),
      );
    }
    this.streams.push(
      client.subscribe("book", symbols, { depth: DEPTH, intervalMs: terms.intervalMs }, (book) => {
        this.book = book;
        this.rebook();
      }),
      client.subscribe("trade", symbols, {}, (trade) => {
        this.tape.add(trade);
        this.changed();
      }),
    );
  }

  private head(): HTMLElement {
    const list = el("dl", { class: "stats" });
    for (const { title, value } of this.stats) {
      list.append(el("div", {}, el("dt", {}, title), value));
    }
    const name = el("h1", {}, this.row.name, el("span", { class: "venue" }, this.row.venue));
    const back = el("a", { class: "back", href: "#/", "aria-label": "Back to the watchlist" }, "‹");
    return el("header", { class: "symbol-head" }, back, name, this.last, this.change, this.stale, list);
  }

  private intervals(): HTMLElement {
    const group = el("div", { class: "segments", role: "group", "aria-label": "Length of a bar" });
    for (const each of INTERVALS) {
      const button = el("button", { type: "button", onclick: () => void this.showBars(each) }, each);
      this.buttons.set(each, button);
      group.append(button);
    }
    group.append(attribution());
    return group;
  }

  /** The longest interval, up to a minute, that has enough bars to be a picture. */
  private async firstInterval(): Promise<void> {
    for (const interval of ["1m", "5s"] as const) {
      const bars = await this.history(interval);
      if (!this.open || this.wanted) {
        return;
      }
      if (bars.length >= ENOUGH) {
        this.follow(interval, bars);
        return;
      }
    }
    await this.showBars("1s");
  }

  private async showBars(interval: BarInterval): Promise<void> {
    this.wanted = interval;
    const bars = await this.history(interval);
    if (this.open && this.wanted === interval) {
      this.follow(interval, bars);
    }
  }

  private async history(interval: BarInterval): Promise<HistoryBar[]> {
    try {
      return await this.rest.bars(this.row.symbol, { interval, limit: HISTORY });
    } catch {
      return []; // none yet, or not allowed: the live ones say so in their turn
    }
  }

  private follow(interval: BarInterval, bars: readonly HistoryBar[]): void {
    this.buttons.forEach((button, each) => button.setAttribute("aria-pressed", String(each === interval)));
    this.bars?.close();
    const newest = bars.at(-1);
    this.chart.precision(newest?.close.split(".")[1]?.length ?? this.row.priceDecimals);
    this.chart.reset(bars);
    const symbols = [this.row.symbol];
    const options = { interval, intervalMs: this.terms.intervalMs };
    this.bars = this.client.subscribe("bar", symbols, options, (bar) => this.chart.update(bar));
    this.box.dataset["bars"] = interval;
  }

  private paint(): void {
    const { row } = this;
    setText(this.last, exact(row.ticker?.last));
    setText(this.change, `${signed(row.change, row.priceDecimals)}  ${percent(row.changePercent)}`);
    this.change.classList.toggle("rise", row.change > 0);
    this.change.classList.toggle("fall", row.change < 0);
    this.stale.hidden = !row.stale;
    STATS.forEach(([, text], i) => {
      const value = this.stats[i]?.value;
      if (value) {
        setText(value, text(row));
      }
    });
    this.tape.paint();
    if (!this.booked) {
      this.booked = true;
      this.ladder.paint(this.book, row.priceDecimals);
      this.depth.paint(this.book);
    }
  }
}

function pane(css: string, ...children: Node[]): HTMLElement {
  return el("section", { class: `pane ${css}` }, ...children);
}

/** Its licence asks for it. */
function attribution(): HTMLElement {
  const link = el("a", { href: "https://www.tradingview.com/", rel: "noopener noreferrer", target: "_blank" }, "TradingView");
  return el("p", { class: "attribution" }, "Lightweight Charts™ by ", link);
}
