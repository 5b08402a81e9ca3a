import { covers, isGlob } from "./glob.js";
import type { Ack, Request, Terms } from "./messages.js";
import { Refusal } from "./session.js";
import type { LiveSubscription } from "./subscription.js";
import { mergeTerms, termsOf } from "./terms.js";
import type { Channel, Granted, Refused } from "./types.js";

/** Symbols of one request: 64 characters each at most, half of what a message may have. */
const MAX_SYMBOLS = 400;

/** A symbol that no feed has brought yet is asked for again, as a gateway that starts has few. */
const UNKNOWN_RETRY_MS = 5_000;

/** A symbol whose updates didn't fit is asked for again after that: no loop at full speed. */
const RESYNC_MS = 250;

/** One name or glob of a channel, and all who want it. */
interface Entry {
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

/**
 * What all subscriptions together want of the gateway, and how far it has been asked. Each (channel,
 * name or glob) is asked for once, with terms that satisfy all who want it. What is to be asked waits
 * as marked entries and not as messages, so a flood of wishes costs one request.
 */
export class Demand {
  readonly #entries = new Map<string, Entry>();
  readonly #globs = new Set<Entry>();
  readonly #dirty = new Set<Entry>();
  #scheduled = false;

  readonly #supply: Supply;
  readonly #changes: boolean;

  constructor(supply: Supply, changes: boolean) {
    this.#supply = supply;
    this.#changes = changes;
  }

  add(reader: LiveSubscription): void {
    for (const pattern of new Set(reader.symbols)) {
      const key = `${reader.channel} ${pattern}`;
      let entry = this.#entries.get(key);
      if (!entry) {
        const { channel } = reader;
        entry = { channel, pattern, readers: new Set(), resumed: new Set() };
        this.#entries.set(key, entry);
        if (isGlob(pattern)) {
          this.#globs.add(entry);
        }
      }
      entry.readers.add(reader);
      this.#tell(entry, reader);
      // history comes with a subscribe only
      this.#mark(entry, (reader.options.history ?? 0) > 0);
    }
    this.#markCovered(reader);
  }

  remove(reader: LiveSubscription): void {
    for (const pattern of new Set(reader.symbols)) {
      const entry = this.#entries.get(`${reader.channel} ${pattern}`);
      if (entry?.readers.delete(reader)) {
        this.#mark(entry);
      }
    }
    this.#markCovered(reader);
  }

  /** Names have the terms of the globs that cover them too, as a name goes before a glob. */
  #markCovered(reader: LiveSubscription): void {
    if (reader.symbols.some(isGlob)) {
      for (const entry of this.#entries.values()) {
        if (entry.channel === reader.channel && reader.covers(entry.pattern)) {
          this.#mark(entry);
        }
      }
    }
  }

  /** What the gateway said before goes for one that joins. */
  #tell(entry: Entry, reader: LiveSubscription): void {
    if (entry.granted) {
      reader.onGranted(entry.granted);
    } else if (entry.refused) {
      reader.onRefused(entry.refused);
    }
  }

  #mark(entry: Entry, anyway = false): void {
    const wanted = entry.readers.size > 0;
    if (anyway || (wanted ? entry.wire !== this.#key(entry) : true)) {
      this.#dirty.add(entry);
      this.#schedule();
    }
  }

  /** Asks again for what was asked for, if somebody still wants it. */
  #again(entry: Entry): void {
    if (entry.readers.size > 0) {
      entry.wire = undefined;
      this.#mark(entry);
    }
  }

  /** In one go with all that is wanted in the same turn. */
  #schedule(): void {
    if (!this.#scheduled) {
      this.#scheduled = true;
      queueMicrotask(() => {
        this.#scheduled = false;
        this.#pump();
      });
    }
  }

  #terms(entry: Entry): Terms {
    const readers = [...entry.readers];
    for (const other of this.#globs) {
      if (
        other !== entry &&
        other.channel === entry.channel &&
        covers(other.pattern, entry.pattern)
      ) {
        readers.push(...other.readers);
      }
    }
    return readers
      .map((reader) => termsOf(entry.channel, reader.options, this.#changes))
      .reduce(mergeTerms);
  }

  #key(entry: Entry): string {
    return JSON.stringify(this.#terms(entry));
  }

  /** A new session knows nothing. */
  onOpen(): void {
    for (const entry of this.#entries.values()) {
      if (entry.readers.size === 0) {
        this.#forget(entry);
        continue;
      }
      entry.wire = undefined;
      entry.resumed.clear();
      this.#dirty.add(entry);
    }
    this.#pump();
  }

  #forget(entry: Entry): void {
    this.#entries.delete(`${entry.channel} ${entry.pattern}`);
    this.#globs.delete(entry);
    this.#dirty.delete(entry);
  }

  /** Updates of a symbol don't fit: whoever brings them is asked anew. */
  resync(channel: Channel, symbol: string): void {
    this.#supply.after(RESYNC_MS, () => {
      for (const entry of this.#entries.values()) {
        if (entry.channel === channel && covers(entry.pattern, symbol)) {
          this.#again(entry);
        }
      }
    });
  }

  /** Subscriptions that ended, or have other terms. */
  onChanged(granted: Granted[], refused: Refused[]): void {
    for (const each of granted) {
      this.#grant(each);
    }
    for (const each of refused) {
      this.#refuse(each.channel as Channel, each);
    }
  }

  /** Rights may be more than before. */
  retryRefused(): void {
    for (const entry of this.#entries.values()) {
      if (entry.refused) {
        this.#again(entry);
      }
    }
  }

  /** Asks for what is marked, as fast as the gateway takes requests. */
  #pump(): void {
    while (this.#dirty.size > 0 && this.#supply.isOpen) {
      const wait = this.#supply.pace();
      if (wait > 0) {
        this.#supply.after(wait, () => this.#schedule());
        return;
      }
      this.#unsubscribe() || this.#subscribe();
    }
  }

  /** One request to end what nobody wants any more; returns whether there was something. */
  #unsubscribe(): boolean {
    let channel: Channel | undefined;
    const symbols = new Set<string>();
    for (const entry of this.#dirty) {
      if (entry.readers.size > 0 || (channel ?? entry.channel) !== entry.channel) {
        continue;
      }
      if (symbols.size >= MAX_SYMBOLS) {
        break;
      }
      this.#forget(entry);
      if (entry.wire !== undefined) {
        channel = entry.channel;
        symbols.add(entry.pattern);
        for (const name of entry.resumed) {
          if (!this.#entries.has(`trade ${name}`)) {
            symbols.add(name); // nobody else has asked for it by name since
          }
        }
      }
    }
    if (symbols.size === 0) {
      return false;
    }
    const request = { op: "unsubscribe", channel, symbols: [...symbols] };
    this.#supply.request(request).catch(() => {}); // it ended with the session
    return true;
  }

  /** One request for the first marked entry and all that can go with it. */
  #subscribe(): void {
    const [first] = this.#dirty;
    if (!first) {
      return;
    }
    const name = this.#nameToResume(first);
    if (name !== undefined) {
      first.resumed.add(name);
      this.#ask(first.channel, [name], this.#terms(first), this.#supply.lastTrade(name), []);
      return;
    }
    const key = this.#key(first);
    const from = this.#from(first);
    const batch: Entry[] = [];
    for (const entry of this.#dirty) {
      const fits =
        entry.channel === first.channel &&
        this.#key(entry) === key &&
        this.#from(entry) === from &&
        (entry === first || this.#nameToResume(entry) === undefined);
      if (fits && batch.length < MAX_SYMBOLS) {
        entry.wire = key;
        this.#dirty.delete(entry);
        batch.push(entry);
      }
    }
    const terms = this.#terms(first);
    if (terms.history !== undefined) {
      const missed = batch.map((entry) => this.#supply.missedBars(entry.pattern));
      terms.history = Math.min(1_000, Math.max(terms.history, ...missed));
    }
    this.#ask(
      first.channel,
      batch.map((entry) => entry.pattern),
      terms,
      from,
      batch,
    );
  }

  /**
   * A symbol under a glob of trades that is to go on from its own seq. It is asked for by name before
   * the glob, and so the glob leaves it alone.
   */
  #nameToResume(entry: Entry): string | undefined {
    const supply = this.#supply;
    const many = this.#entries.size + entry.resumed.size >= supply.maxSubscriptions;
    if (entry.channel !== "trade" || !isGlob(entry.pattern) || many || supply.resumesByItself) {
      return undefined;
    }
    for (const symbol of supply.tradedSymbols()) {
      const open = !entry.resumed.has(symbol) && !this.#entries.has(`trade ${symbol}`);
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

  #ask(
    channel: Channel,
    symbols: string[],
    terms: Terms,
    from: number | undefined,
    entries: Entry[],
  ): void {
    const request = {
      op: "subscribe",
      channel,
      symbols,
      ...terms,
      ...(from !== undefined && { from }),
    };
    this.#supply.request(request).then(
      (reply) => this.#onAck(channel, reply as Ack),
      (thrown: unknown) => this.#onFailure(thrown, entries),
    );
  }

  #onAck(channel: Channel, ack: Ack): void {
    // what was granted is known already, ahead of the data
    (ack.refused ?? []).forEach((each) => this.#refuse(channel, each));
  }

  #onFailure(thrown: unknown, entries: Entry[]): void {
    if (!(thrown instanceof Refusal)) {
      return; // the session ended: the next one is asked for everything
    }
    const { code, message, retryable, retryAfterMs } = thrown.reply;
    for (const entry of entries) {
      if (retryable) {
        this.#supply.after(retryAfterMs ?? UNKNOWN_RETRY_MS, () => this.#again(entry));
      } else {
        this.#refuse(entry.channel, { symbol: entry.pattern, code, message });
      }
    }
  }

  #grant(granted: Granted): void {
    const entry = this.#entries.get(`${granted.channel} ${granted.symbol}`);
    if (entry) {
      entry.granted = granted;
      entry.refused = undefined;
      entry.readers.forEach((reader) => reader.onGranted(granted));
    }
  }

  #refuse(channel: Channel, refused: Refused): void {
    const entry = this.#entries.get(`${channel} ${refused.symbol}`);
    if (!entry) {
      return;
    }
    const news = entry.refused?.code !== refused.code;
    const told = { ...refused, channel };
    entry.refused = told;
    entry.granted = undefined;
    entry.readers.forEach((reader) => reader.onRefused(told));
    if (news) {
      this.#supply.onRefused(told);
    }
    if (refused.code === "unknown_symbol") {
      this.#supply.after(UNKNOWN_RETRY_MS, () => entry.refused === told && this.#again(entry));
    }
  }

  /** The terms that the gateway gave a symbol: of its own name, else of a glob that covers it. */
  grantedFor(channel: Channel, symbol: string): Granted | undefined {
    const named = this.#entries.get(`${channel} ${symbol}`);
    if (named?.granted) {
      return named.granted;
    }
    for (const entry of [...this.#globs].reverse()) {
      if (entry.granted && entry.channel === channel && covers(entry.pattern, symbol)) {
        return entry.granted;
      }
    }
    return undefined;
  }
}
