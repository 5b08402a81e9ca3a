import { Emitter } from "./emitter.js";
import { LiveSubscription, type Owner } from "./subscription.js";
import type {
  Channel,
  ClientEvents,
  ClientOptions,
  Listener,
  Stats,
  SubscribeOptions,
  Subscription,
} from "./types.js";
import { baseUrl } from "./url.js";

/** Counts of nothing yet. */
export function noStats(): Stats {
  return {
    messages: 0,
    bytes: 0,
    elements: 0,
    merged: 0,
    gaps: 0,
    missed: 0,
    mismatches: 0,
    resets: 0,
    opened: 0,
    dropped: 0,
    lastMessageMs: 0,
    clockOffsetMs: 0,
  };
}

/** What clients have in common, whoever brings them their data: subscriptions and listeners. */
export abstract class Desk implements Owner {
  readonly maxQueued: number;
  protected readonly options: ClientOptions & { url: string };
  protected closed = false;

  constructor(
    options: ClientOptions,
    readonly events = new Emitter<ClientEvents>(),
  ) {
    this.options = { ...options, url: baseUrl(options.url) };
    this.maxQueued = options.maxQueued ?? 10_000;
  }

  subscribe<C extends Channel>(
    channel: C,
    symbols: string | readonly string[],
    options: SubscribeOptions = {},
    listener?: Listener<C>,
  ): Subscription<C> {
    const names = typeof symbols === "string" ? [symbols] : [...symbols];
    const subscription = new LiveSubscription(this, channel, names, options);
    if (listener) {
      subscription.on(listener);
    }
    if (this.closed || options.signal?.aborted) {
      subscription.end(new Error("closed"));
    } else {
      this.attach(subscription as unknown as LiveSubscription);
    }
    return subscription;
  }

  /** Begins to bring a subscription what it wants. */
  abstract attach(subscription: LiveSubscription): void;

  abstract onClose(subscription: LiveSubscription): void;

  abstract onDropped(): void;

  on<E extends keyof ClientEvents>(
    event: E,
    listener: (detail: ClientEvents[E]) => void,
  ): () => void {
    return this.events.on(event, listener);
  }
}
