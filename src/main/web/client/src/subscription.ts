import { guarded } from "./emitter.js";
import { conflates, DeliveryQueue } from "./queue.js";
import { covers } from "./glob.js";
import type {
  Channel,
  Delivery,
  Granted,
  Listener,
  Refused,
  SubscribeOptions,
  Subscription,
  Values,
} from "./types.js";

/** What a subscription needs of who made it. */
export interface Owner {
  /** Deliveries that an iterator keeps for its reader. */
  readonly maxQueued: number;
  onDropped(): void;
  onClose(subscription: LiveSubscription): void;
}

/** A subscription and the values it has seen; its owner brings them. */
export class LiveSubscription<C extends Channel = Channel> implements Subscription<C> {
  readonly granted = new Map<string, Granted>();
  readonly refused = new Map<string, Refused>();
  readonly ready: Promise<void>;
  closed = false;

  readonly #newest = new Map<string, Readonly<Values[C]>>();
  readonly #listeners = new Set<Listener<C>>();
  readonly #queues = new Set<DeliveryQueue<C>>();
  readonly #unanswered: Set<string>;
  #settle: { resolve: () => void; reject: (reason: Error) => void } | undefined;

  readonly #owner: Owner;

  constructor(
    owner: Owner,
    readonly channel: C,
    readonly symbols: readonly string[],
    readonly options: SubscribeOptions,
  ) {
    this.#owner = owner;
    this.#unanswered = new Set(symbols);
    this.ready = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    this.ready.catch(() => {}); // who doesn't ask needn't handle it
    options.signal?.addEventListener("abort", () => this.close(), { once: true });
  }

  get(symbol: string): Readonly<Values[C]> | undefined {
    return this.#newest.get(symbol);
  }

  values(): IterableIterator<Readonly<Values[C]>> {
    return this.#newest.values();
  }

  on(listener: Listener<C>): () => void {
    const entry: Listener<C> = (value, snapshot) => listener(value, snapshot);
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  close(): void {
    if (!this.closed) {
      this.end(new Error("closed"));
      this.#owner.onClose(this as unknown as LiveSubscription);
    }
  }

  [Symbol.asyncIterator](): AsyncIterator<Delivery<C>> {
    const queue: DeliveryQueue<C> = new DeliveryQueue(
      conflates(this.channel, this.options.mode),
      this.#owner.maxQueued,
      () => this.#owner.onDropped(),
      () => this.#queues.delete(queue),
    );
    if (this.closed) {
      queue.end();
    } else {
      this.#queues.add(queue);
    }
    return queue;
  }

  /** Whether it asked for that symbol, by name or glob. */
  covers(symbol: string): boolean {
    return this.symbols.some((each) => covers(each, symbol));
  }

  deliver(whole: Values[C], snapshot: boolean): void {
    const value = this.#view(whole);
    if (!snapshot || !isHistory(value, this.#newest.get(value.s) as Values[Channel] | undefined)) {
      this.#newest.set(value.s, value);
    }
    if (snapshot && this.options.snapshot === false) {
      return;
    }
    for (const listener of this.#listeners) {
      guarded(() => listener(value, snapshot));
    }
    for (const queue of this.#queues) {
      queue.add({ symbol: value.s, value, snapshot });
    }
  }

  /** Of a book no more levels than were asked for. */
  #view(value: Values[C]): Values[C] {
    if (this.channel !== "book") {
      return value;
    }
    const depth = this.options.depth ?? 10;
    const { bids, asks } = value as Values["book"];
    return bids.length <= depth && asks.length <= depth
      ? value
      : { ...value, bids: bids.slice(0, depth), asks: asks.slice(0, depth) };
  }

  /** What was delivered of a symbol is void. */
  forget(symbol: string): void {
    this.#newest.delete(symbol);
  }

  /** The gateway answered for one of the symbols asked for. */
  onGranted(terms: Granted): void {
    this.granted.set(terms.symbol, terms);
    this.refused.delete(terms.symbol);
    this.#answered(terms.symbol);
  }

  onRefused(refused: Refused): void {
    this.refused.set(refused.symbol, refused);
    this.granted.delete(refused.symbol);
    this.#answered(refused.symbol);
  }

  #answered(symbol: string): void {
    this.#unanswered.delete(symbol);
    if (this.#unanswered.size === 0) {
      this.#settle?.resolve();
    }
  }

  /** Nothing more comes. */
  end(reason: Error): void {
    this.closed = true;
    this.#settle?.reject(reason);
    this.#queues.forEach((queue) => queue.end());
    this.#listeners.clear();
  }
}

/** Of bars: one that was closed before what is known. */
export function isHistory(value: Values[Channel], before: Values[Channel] | undefined): boolean {
  return before !== undefined && (value as Values["bar"]).start < (before as Values["bar"]).start;
}
