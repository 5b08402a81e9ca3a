import type { Feed, Rest, SymbolInfo } from "tickgate-client";

/** Which feed a symbol comes from, the gateway says too. */
type Listed = SymbolInfo & { feed?: string };

/** How often the gateway is asked, and how much less often for each symbol it knows. */
const REFRESH_MILLIS = 10_000;
const REFRESH_PER_SYMBOL = 10;

/**
 * What the gateway knows: its symbols, its feeds and how they are. Heartbeats tell the feeds of a
 * quiet connection and notices a change; a busy one has neither, so it is asked now and then.
 */
export class Market {
  private readonly feeds = new Map<string, Feed>();
  private readonly origins = new Map<string, string>();
  private due = 0;

  constructor(
    private readonly rest: Rest,
    private readonly clockOffsetMs: () => number,
    private readonly onChange: (feeds: readonly Feed[]) => void,
  ) {}

  /** All symbols, asked for now. */
  async symbols(): Promise<string[]> {
    this.due = Date.now() + REFRESH_MILLIS;
    const listed = await this.rest.symbols();
    this.due = Date.now() + Math.max(REFRESH_MILLIS, listed.length * REFRESH_PER_SYMBOL);
    this.take(listed);
    return listed.map((each) => each.symbol);
  }

  /** Asks again when it is time to. */
  async refresh(): Promise<void> {
    if (Date.now() >= this.due) {
      await this.symbols();
    }
  }

  /** Takes note of what the connection told. */
  note(feeds: readonly Feed[]): void {
    feeds.forEach((each) => this.feeds.set(each.id, each));
    this.onChange(this.all());
  }

  /** Whether nothing keeps a symbol up to date. */
  isStale(symbol: string): boolean {
    const state = this.feeds.get(this.origins.get(symbol) ?? "")?.state;
    return state === "stale" || state === "down";
  }

  private all(): Feed[] {
    return [...this.feeds.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  private take(listed: readonly Listed[]): void {
    const now = Date.now() + this.clockOffsetMs();
    const told = new Map<string, Feed>();
    for (const { symbol, feed, state, rx } of listed) {
      if (feed !== undefined && state !== undefined) {
        this.origins.set(symbol, feed);
        const age = Math.max(0, now - (rx ?? 0) / 1_000);
        const ageMs = Math.min(told.get(feed)?.ageMs ?? Infinity, age);
        // the times of a recording are of another day
        told.set(feed, state === "replay" || state === "ended" ? { id: feed, state } : { id: feed, state, ageMs });
      }
    }
    this.note([...told.values()]);
  }
}
