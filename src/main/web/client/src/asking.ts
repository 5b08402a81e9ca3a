import { covers, isGlob } from "./glob.js";
import type { Request, Terms } from "./messages.js";
import type { LiveSubscription } from "./subscription.js";
import type { Channel, Granted, Refused } from "./types.js";

/** Symbols of one request: 64 characters each at most, half of what a message may have. */
const MAX_SYMBOLS = 400;

/** One name or glob of a channel, and all who want it. */
export interface Entry {
  channel: Channel;
  pattern: string;
  readers: Set<LiveSubscription>;
  /** Terms as text, as the gateway was asked last; undefined when it doesn't know. */
  wire?: string | undefined;
  granted?: Granted | undefined;
  refused?: Refused | undefined;
  /** Symbols of a glob that were asked for by name, to go on from a seq. */
  resumed: Set<string>;
}

/** What demand needs of the connection and the state. */
export interface Supply {
  /** Whether requests are taken. */
  readonly isOpen: boolean;
  /** Whether the link resumes trades by itself, by event ids. */
  readonly resumesByItself: boolean;
  readonly maxSubscriptions: number;
  /** Takes a place for a request; or milliseconds until there is one. */
  pace(): number;
  request(request: Request): Promise<unknown>;
  after(ms: number, task: () => void): void;
  /** The trade that a symbol goes on from, if that is known. */
  lastTrade(symbol: string): number | undefined;
  /** Trades that are known, by symbol. */
  tradedSymbols(): Iterable<string>;
  /** Closed bars that a symbol's or glob's subscribers may have missed. */
  missedBars(pattern: string): number;
  onRefused(refused: Refused): void;
}

/** What is wanted, as far as a request has to know. */
export interface Wishes {
  /** Those that the gateway has to be asked about. */
  readonly dirty: Set<Entry>;
  readonly entries: ReadonlyMap<string, Entry>;
  terms(entry: Entry): Terms;
  /** The terms as text. */
  key(entry: Entry): string;
  forget(entry: Entry): void;
}

/** A request to subscribe, and the entries that its answer is for. */
export interface Ask {
  request: Request;
  entries: Entry[];
}

/** Puts requests together: as few as there can be, and trades from where they were. */
export class Asking {
  readonly #supply: Supply;
  readonly #wishes: Wishes;

  constructor(supply: Supply, wishes: Wishes) {
    this.#supply = supply;
    this.#wishes = wishes;
  }

  /** One request to end what nobody wants any more, if there is something. */
  unsubscribe(): Request | undefined {
    let channel: Channel | undefined;
    const symbols = new Set<string>();
    for (const entry of this.#wishes.dirty) {
      if (entry.readers.size > 0 || (channel ?? entry.channel) !== entry.channel) {
        continue;
      }
      if (symbols.size >= MAX_SYMBOLS) {
        break;
      }
      this.#wishes.forget(entry);
      if (entry.wire !== undefined) {
        channel = entry.channel;
        symbols.add(entry.pattern);
        for (const name of entry.resumed) {
          if (!this.#wishes.entries.has(`trade ${name}`)) {
            symbols.add(name); // nobody else has asked for it by name since
          }
        }
      }
    }
    return channel && { op: "unsubscribe", channel, symbols: [...symbols] };
  }

  /** One request for the first marked entry and all that can go with it. */
  subscribe(): Ask | undefined {
    const { dirty } = this.#wishes;
    const [first] = dirty;
    if (!first) {
      return undefined;
    }
    const name = this.#nameToResume(first);
    if (name !== undefined) {
      first.resumed.add(name);
      return this.#ask(first, [name], this.#supply.lastTrade(name), []);
    }
    const key = this.#wishes.key(first);
    const from = this.#from(first);
    const batch: Entry[] = [];
    for (const entry of dirty) {
      const fits =
        entry.channel === first.channel &&
        this.#wishes.key(entry) === key &&
        this.#from(entry) === from &&
        (entry === first || this.#nameToResume(entry) === undefined);
      if (fits && batch.length < MAX_SYMBOLS) {
        entry.wire = key;
        dirty.delete(entry);
        batch.push(entry);
      }
    }
    return this.#ask(
      first,
      batch.map((entry) => entry.pattern),
      from,
      batch,
    );
  }

  #ask(first: Entry, symbols: string[], from: number | undefined, entries: Entry[]): Ask {
    const { channel } = first;
    const terms = this.#wishes.terms(first);
    if (terms.history !== undefined) {
      const missed = symbols.map((symbol) => this.#supply.missedBars(symbol));
      terms.history = Math.min(1_000, Math.max(terms.history, ...missed));
    }
    const start = from !== undefined && { from };
    return { request: { op: "subscribe", channel, symbols, ...terms, ...start }, entries };
  }

  /**
   * A symbol under a glob of trades that is to go on from its own seq. It is asked for by name before
   * the glob, and so the glob leaves it alone.
   */
  #nameToResume(entry: Entry): string | undefined {
    const supply = this.#supply;
    const many = this.#wishes.entries.size + entry.resumed.size >= supply.maxSubscriptions;
    if (entry.channel !== "trade" || !isGlob(entry.pattern) || many || supply.resumesByItself) {
      return undefined;
    }
    for (const symbol of supply.tradedSymbols()) {
      const open = !entry.resumed.has(symbol) && !this.#wishes.entries.has(`trade ${symbol}`);
      if (open && covers(entry.pattern, symbol) && supply.lastTrade(symbol) !== undefined) {
        return symbol;
      }
    }
    return undefined;
  }

  #from(entry: Entry): number | undefined {
    const named = entry.channel === "trade" && !isGlob(entry.pattern);
    return named && !this.#supply.resumesByItself
      ? this.#supply.lastTrade(entry.pattern)
      : undefined;
  }
}
