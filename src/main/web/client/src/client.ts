import { Desk, noStats } from "./desk.js";
import type { Emitter } from "./emitter.js";
import { type Environment, SYSTEM } from "./environment.js";
import { Lane } from "./lane.js";
import type { LiveSubscription } from "./subscription.js";
import type {
  Channel,
  Client,
  ClientEvents,
  ClientOptions,
  ConnectionState,
  Feed,
  SubscribeOptions,
  Transport,
  Welcome,
} from "./types.js";

/** Connects to a gateway. */
export function connect(options: ClientOptions = {}): Client {
  return new DirectClient(options, SYSTEM);
}

/**
 * A client with connections of its own: one, and another for each further length of bars, as a
 * connection has one only.
 */
export class DirectClient extends Desk implements Client {
  readonly shared = false;
  readonly stats = noStats();

  readonly #main: Lane;
  readonly #others = new Set<Lane>();
  readonly #lanes = new Map<LiveSubscription, Lane>();
  readonly #environment: Environment;

  /** @param events where others listen already */
  constructor(options: ClientOptions, environment: Environment, events?: Emitter<ClientEvents>) {
    super(options, events);
    this.#environment = environment;
    this.#main = this.#lane(true);
  }

  #lane(main: boolean): Lane {
    const lane = new Lane(this.options, this.#environment, this, main);
    // in a later turn, so that who connects can put listeners in place
    queueMicrotask(() => !this.closed && lane.connection.connect());
    return lane;
  }

  get state(): ConnectionState {
    return this.#main.connection.state;
  }

  get transport(): Transport {
    return this.#main.connection.transport;
  }

  get welcome(): Welcome | undefined {
    return this.#main.welcome;
  }

  get feeds(): readonly Feed[] {
    return this.#main.feeds;
  }

  attach(subscription: LiveSubscription): void {
    const lane = this.#laneFor(subscription.channel, subscription.options);
    this.#lanes.set(subscription, lane);
    lane.add(subscription);
  }

  #laneFor(channel: Channel, { interval }: SubscribeOptions): Lane {
    for (const lane of [this.#main, ...this.#others]) {
      if (lane.admits(channel, interval)) {
        return lane;
      }
    }
    const lane = this.#lane(false);
    this.#others.add(lane);
    return lane;
  }

  onClose(subscription: LiveSubscription): void {
    const lane = this.#lanes.get(subscription);
    this.#lanes.delete(subscription);
    lane?.remove(subscription);
    if (lane?.isEmpty && this.#others.delete(lane)) {
      lane.connection.close();
    }
  }

  onDropped(): void {
    this.stats.dropped++;
  }

  async ping(): Promise<number> {
    const start = this.#environment.now();
    const pong = await this.#main.connection.request({ op: "ping" });
    const now = this.#environment.now();
    if (pong.type === "pong") {
      this.stats.clockOffsetMs = pong.ts / 1_000 - (start + now) / 2;
    }
    return now - start;
  }

  async pause(): Promise<void> {
    await Promise.all(this.#all().map((lane) => lane.pause(true)));
  }

  async resume(): Promise<void> {
    await Promise.all(this.#all().map((lane) => lane.pause(false)));
  }

  async configure(maxKbps: number): Promise<number> {
    const [effective] = await Promise.all(this.#all().map((lane) => lane.configure(maxKbps)));
    return effective ?? maxKbps;
  }

  async refreshToken(): Promise<void> {
    await Promise.all(this.#all().map((lane) => lane.connection.renew()));
  }

  #all(): Lane[] {
    return [this.#main, ...this.#others];
  }

  reconnect(): void {
    if (!this.closed) {
      this.#all().forEach((lane) => lane.connection.connect());
    }
  }

  close(): void {
    this.closed = true;
    this.#all().forEach((lane) => lane.connection.close());
    this.#lanes.forEach((_, subscription) => subscription.end(new Error("closed")));
    this.#lanes.clear();
  }
}
