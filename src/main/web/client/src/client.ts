import { Emitter } from "./emitter.js";
import { type Environment, SYSTEM } from "./environment.js";
import { Lane } from "./lane.js";
import { LiveSubscription, type Owner } from "./subscription.js";
import type {
  Channel,
  Client,
  ClientEvents,
  ClientOptions,
  ConnectionState,
  Feed,
  Listener,
  Stats,
  SubscribeOptions,
  Subscription,
  Transport,
  Welcome,
} from "./types.js";
import { baseUrl } from "./url.js";

/** Connects to a gateway. */
export function connect(options: ClientOptions = {}): Client {
  return new DirectClient(options, SYSTEM);
}

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

/**
 * A client with connections of its own: one, and another for each further length of bars, as a
 * connection has one only.
 */
export class DirectClient implements Client, Owner {
  readonly shared = false;
  readonly stats = noStats();
  readonly maxQueued: number;

  private readonly options: ClientOptions & { url: string };
  private readonly main: Lane;
  private readonly others = new Set<Lane>();
  private readonly lanes = new Map<LiveSubscription, Lane>();
  private closed = false;

  /** @param events where others listen already */
  constructor(
    options: ClientOptions,
    private readonly environment: Environment,
    readonly events = new Emitter<ClientEvents>(),
  ) {
    this.options = { ...options, url: baseUrl(options.url) };
    this.maxQueued = options.maxQueued ?? 10_000;
    this.main = this.lane(true);
  }

  private lane(main: boolean): Lane {
    const lane = new Lane(this.options, this.environment, this, main);
    // in a later turn, so that who connects can put listeners in place
    queueMicrotask(() => !this.closed && lane.connection.connect());
    return lane;
  }

  get state(): ConnectionState {
    return this.main.connection.state;
  }

  get transport(): Transport {
    return this.main.connection.transport;
  }

  get welcome(): Welcome | undefined {
    return this.main.welcome;
  }

  get feeds(): readonly Feed[] {
    return this.main.feeds;
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
    this.attach(subscription as unknown as LiveSubscription);
    return subscription;
  }

  /** Begins to bring a subscription what it wants. */
  attach(subscription: LiveSubscription): void {
    const { channel, options } = subscription;
    if (this.closed || options.signal?.aborted) {
      subscription.end(new Error("closed"));
      return;
    }
    const lane = this.laneFor(channel, options);
    this.lanes.set(subscription, lane);
    lane.add(subscription);
  }

  private laneFor(channel: Channel, { interval }: SubscribeOptions): Lane {
    for (const lane of [this.main, ...this.others]) {
      if (lane.admits(channel, interval)) {
        return lane;
      }
    }
    const lane = this.lane(false);
    this.others.add(lane);
    return lane;
  }

  onClose(subscription: LiveSubscription): void {
    const lane = this.lanes.get(subscription);
    this.lanes.delete(subscription);
    lane?.remove(subscription);
    if (lane?.isEmpty && this.others.delete(lane)) {
      lane.connection.close();
    }
  }

  onDropped(): void {
    this.stats.dropped++;
  }

  on<E extends keyof ClientEvents>(
    event: E,
    listener: (detail: ClientEvents[E]) => void,
  ): () => void {
    return this.events.on(event, listener);
  }

  async ping(): Promise<number> {
    const start = this.environment.now();
    const pong = await this.main.connection.request({ op: "ping" });
    const now = this.environment.now();
    if (pong.type === "pong") {
      this.stats.clockOffsetMs = pong.ts / 1_000 - (start + now) / 2;
    }
    return now - start;
  }

  async pause(): Promise<void> {
    await Promise.all(this.all().map((lane) => lane.pause(true)));
  }

  async resume(): Promise<void> {
    await Promise.all(this.all().map((lane) => lane.pause(false)));
  }

  async configure(maxKbps: number): Promise<number> {
    const [effective] = await Promise.all(this.all().map((lane) => lane.configure(maxKbps)));
    return effective ?? maxKbps;
  }

  async refreshToken(): Promise<void> {
    await Promise.all(this.all().map((lane) => lane.connection.renew()));
  }

  private all(): Lane[] {
    return [this.main, ...this.others];
  }

  reconnect(): void {
    if (!this.closed) {
      this.all().forEach((lane) => lane.connection.connect());
    }
  }

  close(): void {
    this.closed = true;
    this.all().forEach((lane) => lane.connection.close());
    for (const subscription of this.lanes.keys()) {
      subscription.end(new Error("the client was closed"));
    }
    this.lanes.clear();
  }
}
