import { Asking, type Entry, type Supply, type Wishes } from "./asking.js";
import { covers, isGlob } from "./glob.js";
import type { Ack, Terms } from "./messages.js";
import { Refusal } from "./session.js";
import type { LiveSubscription } from "./subscription.js";
import { mergeTerms, termsOf } from "./terms.js";
import type { Channel, Granted, Refused } from "./types.js";

/** A symbol that no feed has brought yet is asked for again, as a gateway that starts has few. */
const UNKNOWN_RETRY_MS = 5_000;

/** A symbol whose updates didn't fit is asked for again after that: no loop at full speed. */
const RESYNC_MS = 250;

/** And after twice as long each time up to that, as the usual backoff: it may never fit. */
const LONGEST_RESYNC_MS = 30_000;

/** What became of subscriptions. */
export interface Changes {
  granted?: Granted[] | undefined;
  refused?: Refused[] | undefined;
}

/**
 * What all subscriptions together want of the gateway, and how far it has been asked. Each (channel,
 * name or glob) is asked for once, with terms that satisfy all who want it. What is to be asked waits
 * as marked entries and not as messages, so a flood of wishes costs one request.
 */
export class Demand implements Wishes {
  readonly entries = new Map<string, Entry>();
  readonly #globs = new Set<Entry>();
  readonly dirty = new Set<Entry>();
  /** By channel and symbol, until a snapshot fits: the next wait, and whether one is under way. */
  readonly #resyncs = new Map<string, { ms: number; due: boolean }>();
  #scheduled = false;

  readonly #supply: Supply;
  readonly #asking: Asking;
  readonly #changes: boolean;

  constructor(supply: Supply, changes: boolean) {
    this.#supply = supply;
    this.#asking = new Asking(supply, this);
    this.#changes = changes;
  }

  add(reader: LiveSubscription): void {
    for (const pattern of new Set(reader.symbols)) {
      const key = `${reader.channel} ${pattern}`;
      let entry = this.entries.get(key);
      if (!entry) {
        const { channel } = reader;
        entry = { channel, pattern, readers: new Set(), resumed: new Set() };
        this.entries.set(key, entry);
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
      const entry = this.entries.get(`${reader.channel} ${pattern}`);
      if (entry?.readers.delete(reader)) {
        if (entry.readers.size === 0) {
          entry.granted = undefined; // whoever comes next waits for an answer and a start of its own
        }
        this.#mark(entry);
      }
    }
    this.#markCovered(reader);
  }

  /** Names have the terms of the globs that cover them too, as a name goes before a glob. */
  #markCovered(reader: LiveSubscription): void {
    if (reader.symbols.some(isGlob)) {
      for (const entry of this.entries.values()) {
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
    if (anyway || entry.readers.size === 0 || entry.wire !== this.key(entry)) {
      this.dirty.add(entry);
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

  /** Those that a symbol or glob comes by: its own name, then globs, the newest first. */
  #covering(channel: Channel, pattern: string): Entry[] {
    const named = this.entries.get(`${channel} ${pattern}`);
    return [...new Set([named, ...[...this.#globs].reverse()])].filter(
      (each) => each?.channel === channel && covers(each.pattern, pattern),
    ) as Entry[];
  }

  terms({ channel, pattern }: Entry): Terms {
    return this.#covering(channel, pattern)
      .flatMap((entry) => [...entry.readers])
      .map((reader) => termsOf(channel, reader.options, this.#changes))
      .reduce(mergeTerms);
  }

  key(entry: Entry): string {
    return JSON.stringify(this.terms(entry));
  }

  /** A new session knows nothing. */
  onOpen(): void {
    this.#resyncs.clear();
    for (const entry of this.entries.values()) {
      if (entry.readers.size === 0) {
        this.forget(entry);
        continue;
      }
      entry.wire = undefined;
      entry.resumed.clear();
      this.dirty.add(entry);
    }
    this.#pump();
  }

  forget(entry: Entry): void {
    this.entries.delete(`${entry.channel} ${entry.pattern}`);
    this.#globs.delete(entry);
    this.dirty.delete(entry);
  }

  /** Updates of a symbol don't fit: whoever brings them is asked anew. False if that was said. */
  resync(channel: Channel, symbol: string): boolean {
    const key = `${channel} ${symbol}`;
    const resync = this.#resyncs.get(key) ?? { ms: RESYNC_MS, due: false };
    if (resync.due) {
      return false;
    }
    resync.due = true;
    this.#resyncs.set(key, resync);
    this.#supply.after(resync.ms, () => {
      if (this.#resyncs.get(key) === resync) {
        resync.due = false;
        resync.ms = Math.min(2 * resync.ms, LONGEST_RESYNC_MS);
        this.#covering(channel, symbol).forEach((entry) => this.#again(entry));
      }
    });
    return true;
  }

  /** An element of a symbol fits. */
  onFit(channel: Channel, symbol: string): void {
    if (this.#resyncs.size > 0) {
      this.#resyncs.delete(`${channel} ${symbol}`);
    }
  }

  /** Subscriptions that ended, or have other terms. */
  onChanged({ granted, refused }: Changes): void {
    granted?.forEach((each) => this.#grant(each));
    refused?.forEach((each) => this.#refuse(each.channel as Channel, each));
  }

  /** Rights may be more than before. */
  retryRefused(): void {
    for (const entry of this.entries.values()) {
      if (entry.refused) {
        this.#again(entry);
      }
    }
  }

  /** Asks for what is marked, as fast as the gateway takes requests. */
  #pump(): void {
    while (this.dirty.size > 0 && this.#supply.isOpen) {
      const wait = this.#supply.pace();
      if (wait > 0) {
        this.#supply.after(wait, () => this.#schedule());
        return;
      }
      this.#ask();
    }
  }

  #ask(): void {
    const end = this.#asking.unsubscribe();
    if (end) {
      this.#supply.request(end).catch(() => {}); // it ended with the session
      return;
    }
    const ask = this.#asking.subscribe();
    if (ask) {
      this.#supply.request(ask.request).then(
        (reply) => this.#onAck(ask.request.channel as Channel, reply as Ack),
        (thrown: unknown) => this.#onFailure(thrown, ask.entries),
      );
    }
  }

  #onAck(channel: Channel, ack: Ack): void {
    // what was granted is known already, ahead of the data
    ack.refused?.forEach((each) => this.#refuse(channel, each));
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
    const entry = this.entries.get(`${granted.channel} ${granted.symbol}`);
    if (entry) {
      entry.granted = granted;
      entry.refused = undefined;
      entry.readers.forEach((reader) => reader.onGranted(granted));
    }
  }

  #refuse(channel: Channel, refused: Refused): void {
    const entry = this.entries.get(`${channel} ${refused.symbol}`);
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
    return this.#covering(channel, symbol).find((entry) => entry.granted)?.granted;
  }
}
