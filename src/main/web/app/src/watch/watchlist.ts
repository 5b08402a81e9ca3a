import type { Client, Subscription, Ticker } from "tickgate-client";
import type { Terms } from "../terms.js";
import { matcher } from "../format.js";
import { Row } from "./row.js";

const KEY = "tickgate.watchlist";
/** Names and globs a browser remembers; the gateway's own limit of subscriptions is 1,000. */
const MOST_PATTERNS = 500;
/** Rows kept: a glob over a larger market is cut there, and the page says so. */
const MOST_ROWS = 5_000;
/** How often prices are looked at for trends. */
const SAMPLE_MILLIS = 1_000;

/** Names and globs that were subscribed to together. */
interface Group {
  readonly patterns: readonly string[];
  readonly subscription: Subscription<"ticker">;
}

/** What a watchlist tells. */
export interface WatchlistListener {
  /** Rows have come or gone. */
  onRows(): void;
  /** A value has come that the gateway received at `rx`. */
  onTick(rx: number): void;
  /** Trends have moved on. */
  onSample(): void;
  /** Names and globs have changed. */
  onPatterns(): void;
}

/** The symbols one looks at: names and globs, and a row for each symbol they stand for. */
export class Watchlist {
  readonly rows = new Map<string, Row>();
  patterns: string[] = [];
  private groups: Group[] = [];
  private terms: Terms = { mode: "conflated", intervalMs: 0 };

  constructor(
    private readonly client: Client,
    private readonly listener: WatchlistListener,
  ) {
    setInterval(() => this.sample(), SAMPLE_MILLIS);
  }

  /** Opens what was watched last time, or otherwise `initial`. */
  open(initial: readonly string[], terms: Terms): void {
    this.terms = terms;
    this.patterns = remembered() ?? [...initial];
    this.subscribe([...this.patterns]);
    this.listener.onPatterns();
  }

  /** Adds names or globs; those that are watched already change nothing. */
  add(...wanted: string[]): void {
    const fresh = wanted.filter((each) => !this.patterns.includes(each));
    fresh.splice(Math.max(0, MOST_PATTERNS - this.patterns.length));
    this.patterns.push(...fresh);
    this.subscribe(fresh);
    this.remember();
  }

  /** Takes a name or glob away, with the rows nothing else stands for. */
  remove(pattern: string): void {
    this.patterns = this.patterns.filter((each) => each !== pattern);
    const ended = this.groups.filter((each) => each.patterns.includes(pattern));
    this.groups = this.groups.filter((each) => !ended.includes(each));
    for (const group of ended) {
      this.subscribe(group.patterns.filter((each) => each !== pattern));
      group.subscription.close();
    }
    const tests = this.patterns.map(matcher);
    for (const symbol of this.rows.keys()) {
      if (!tests.some((matches) => matches(symbol))) {
        this.rows.delete(symbol);
      }
    }
    this.remember();
    this.listener.onRows();
  }

  /** Whether a symbol is covered. */
  covers(symbol: string): boolean {
    return this.patterns.some((each) => matcher(each)(symbol));
  }

  /** Other terms for all. */
  retune(terms: Terms): void {
    this.terms = terms;
    const ended = this.groups;
    this.groups = [];
    this.subscribe([...this.patterns]);
    ended.forEach((each) => each.subscription.close());
  }

  private subscribe(patterns: readonly string[]): void {
    if (patterns.length === 0) {
      return;
    }
    const subscription = this.client.subscribe("ticker", patterns, this.terms, (ticker) => this.onTicker(ticker));
    this.groups.push({ patterns, subscription });
  }

  private onTicker(ticker: Readonly<Ticker>): void {
    let row = this.rows.get(ticker.s);
    if (!row) {
      if (this.rows.size >= MOST_ROWS) {
        return;
      }
      row = new Row(ticker.s);
      this.rows.set(ticker.s, row);
      row.update(ticker);
      row.sample();
      this.listener.onRows();
      return;
    }
    row.update(ticker);
    this.listener.onTick(ticker.rx);
  }

  private sample(): void {
    this.rows.forEach((row) => row.sample());
    this.listener.onSample();
  }

  private remember(): void {
    localStorage.setItem(KEY, JSON.stringify(this.patterns));
    this.listener.onPatterns();
  }
}

function remembered(): string[] | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (Array.isArray(kept) && kept.every((each) => typeof each === "string")) {
      return kept.slice(0, MOST_PATTERNS);
    }
  } catch {
    // somebody else's entry: as if there were none
  }
  return undefined;
}
