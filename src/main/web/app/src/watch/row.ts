import type { Ticker } from "tickgate-client";
import { decimals, parts } from "../format.js";
import { Trend } from "./trend.js";

/** One symbol of the watchlist: the newest there is of it, and what follows from that. */
export class Row {
  readonly venue: string;
  readonly name: string;
  readonly trend = new Trend();
  ticker: Readonly<Ticker> | undefined;
  private feedStale = false;
  /** Rises with every change; a line that shows this row compares. */
  version = 0;
  /** Decimals of prices, the most that were seen: derived numbers have as many. */
  priceDecimals = 0;

  constructor(readonly symbol: string) {
    [this.venue, this.name] = parts(symbol);
  }

  /** Takes the merged state after an update. */
  update(ticker: Readonly<Ticker>): void {
    this.ticker = ticker;
    this.version++;
  }

  /** Whether its feed is away. */
  mark(feedStale: boolean): void {
    if (feedStale !== this.feedStale) {
      this.feedStale = feedStale;
      this.version++;
    }
  }

  /** Nothing keeps it up to date. */
  get stale(): boolean {
    return this.feedStale || this.ticker?.stale === true;
  }

  /** Looks at the price for the trend; a few times a second are enough. */
  sample(): void {
    const ticker = this.ticker;
    const price = ticker?.last ?? ticker?.bid;
    if (ticker && price !== undefined) {
      this.trend.add(ticker.ts, Number(price));
      this.priceDecimals = Math.max(this.priceDecimals, decimals(price));
    }
  }

  get change(): number {
    return Number(this.ticker?.last) - Number(this.ticker?.open);
  }

  get changePercent(): number {
    return (this.change / Number(this.ticker?.open)) * 100;
  }

  get spread(): number {
    return Number(this.ticker?.ask) - Number(this.ticker?.bid);
  }

  get spreadBasisPoints(): number {
    const middle = (Number(this.ticker?.ask) + Number(this.ticker?.bid)) / 2;
    return (this.spread / middle) * 10_000;
  }
}
