import { applyLevels, bookChecksum } from "./book.js";
import type { Element } from "./messages.js";
import { isHistory } from "./subscription.js";
import type { Channel, Values } from "./types.js";

/** What one (channel, symbol) has come to. */
export interface State {
  /** Undefined while only the seq is known, from where trades go on. */
  value: Values[Channel] | undefined;
  seq: number;
  /** Updates don't fit any more: a snapshot has been asked for. */
  lost: boolean;
  /** Numbers may have started over since: only the next element tells. */
  unsure: boolean;
  /** Up to where all came or was told as a gap. */
  known: number;
}

/** What became of an element. */
export type Outcome =
  | {
      kind: "value";
      value: Values[Channel];
      snapshot: boolean;
      /** Numbers started over. */
      reset?: boolean;
      /** Lost before it. */
      missed?: Span | undefined;
    }
  | { kind: "mismatch"; check: "prev" | "checksum"; expected: number; actual: number }
  | { kind: "nothing" };

/** Events that won't come, both ends included. */
export interface Span {
  from: number;
  to: number;
  missed: number;
}

const NOTHING: Outcome = { kind: "nothing" };

/** How an element of one channel is to be read. */
export interface Reading {
  /** Updates hold changed fields only. */
  changes: boolean;
  /** Each event is delivered: a jump of seq is a loss. */
  all: boolean;
  /** Levels a side that the gateway keeps for this subscription. */
  depth: number;
  /** The checksum's ten levels of both sides are here. */
  checked: boolean;
}

/** Merged state by channel and symbol, as many as are subscribed. */
export class Store {
  readonly #states = new Map<Channel, Map<string, State>>();

  get(channel: Channel, symbol: string): State | undefined {
    return this.#states.get(channel)?.get(symbol);
  }

  /** The states of a channel by symbol. */
  of(channel: Channel): ReadonlyMap<string, State> {
    return this.#states.get(channel) ?? new Map();
  }

  remove(channel: Channel, symbol: string): void {
    this.#states.get(channel)?.delete(symbol);
  }

  /** Trades up to a seq are known from elsewhere. */
  resumeAt(symbol: string, seq: number): void {
    if (!this.get("trade", symbol)) {
      this.#put("trade", symbol, seq, undefined);
    }
  }

  /** All numbers may start over. */
  doubt(): void {
    for (const states of this.#states.values()) {
      for (const state of states.values()) {
        state.unsure = true;
      }
    }
  }

  /** The gateway said that those events won't come. */
  onGap({ channel, symbol, to }: { channel: Channel; symbol: string; to: number }): void {
    const state = this.get(channel, symbol);
    if (state) {
      state.known = Math.max(state.known, to);
    }
  }

  apply(channel: Channel, element: Element, snapshot: boolean, reading: Reading): Outcome {
    return snapshot
      ? this.#snapshot(channel, element, reading)
      : this.#update(channel, element, reading);
  }

  #snapshot(channel: Channel, element: Element, reading: Reading): Outcome {
    const before = this.get(channel, element.s);
    if (channel === "trade" && before && repeats(before, element)) {
      Object.assign(before, { lost: false, unsure: false });
      return NOTHING;
    }
    const older = before !== undefined && element.seq < before.seq;
    const reset = older || (channel === "trade" && (before?.unsure ?? false));
    const value = whole(channel, element);
    const fault = reading.checked ? checksumFault(value) : undefined;
    if (fault) {
      return fault;
    }
    const missed =
      before && reading.all && !reset ? span(before, element.seq) : undefined;
    if (channel === "bar" && !reset && isHistory(value, before?.value)) {
      return { kind: "value", value, snapshot: true }; // the newest stays the newest
    }
    this.#put(channel, element.s, element.seq, value);
    return { kind: "value", value, snapshot: true, reset, missed };
  }

  #update(channel: Channel, element: Element, reading: Reading): Outcome {
    const before = this.get(channel, element.s);
    const actual = element.prev ?? 0;
    const trade = channel === "trade";
    if (trade && before && element.seq <= before.seq) {
      return NOTHING; // asked for anew from a seq that was overtaken meanwhile
    }
    // where gaps were told, it is counted from the trade before them or from where it was asked for
    const fits = before && before.seq <= actual && actual <= before.known;
    if (before?.lost && !(trade && fits)) {
      return NOTHING;
    }
    if (!before || !fits) {
      if (before) {
        before.lost = true;
      }
      return { kind: "mismatch", check: "prev", expected: before?.seq ?? 0, actual };
    }
    const value = merged(channel, before.value, element, reading);
    const fault = reading.checked ? checksumFault(value) : undefined;
    if (fault) {
      before.lost = true;
      return fault;
    }
    const missed = reading.all ? span(before, element.seq) : undefined;
    this.#put(channel, element.s, element.seq, value);
    return { kind: "value", value, snapshot: false, missed };
  }

  #put(channel: Channel, symbol: string, seq: number, value: Values[Channel] | undefined): void {
    const states = this.#states.get(channel) ?? new Map<string, State>();
    this.#states.set(channel, states);
    states.set(symbol, { value, seq, lost: false, unsure: false, known: seq });
  }
}

/** The trade that is known already, sent again as a start. */
function repeats(before: State, element: Element): boolean {
  return before.seq === element.seq && (before.value ?? element).ts === element.ts;
}

/** What lies between two events and isn't accounted for by a gap notice. */
function span(before: State, next: number): Span | undefined {
  const from = before.known + 1;
  return from < next ? { from, to: next - 1, missed: next - from } : undefined;
}

function whole(channel: Channel, element: Element): Values[Channel] {
  return present(channel === "book" ? { bids: [], asks: [], ...element } : { ...element });
}

/** Without what isn't there. */
function present(value: Record<string, unknown>): Values[Channel] {
  for (const field in value) {
    if (value[field] === null) {
      delete value[field];
    }
  }
  return value as unknown as Values[Channel];
}

function merged(
  channel: Channel,
  before: Values[Channel] | undefined,
  element: Element,
  reading: Reading,
): Values[Channel] {
  if (channel === "book") {
    const { bids, asks } = before as Values["book"];
    return {
      ...(element as Values["book"]),
      bids: applyLevels(bids, element.bids ?? [], true, reading.depth),
      asks: applyLevels(asks, element.asks ?? [], false, reading.depth),
    };
  }
  // the mark stands in each element of a stale feed, so its absence says something too
  return reading.changes
    ? present({ ...before, stale: null, ...element })
    : whole(channel, element);
}

/** A book that isn't the one that the gateway has. */
function checksumFault(value: Values[Channel]): (Outcome & { kind: "mismatch" }) | undefined {
  const { checksum, bids, asks } = value as Values["book"];
  if (checksum === undefined) {
    return undefined;
  }
  const actual = bookChecksum(bids, asks);
  return actual === checksum
    ? undefined
    : { kind: "mismatch", check: "checksum", expected: checksum, actual };
}
