import { connect, DirectClient } from "./client.js";
import { Desk, noStats } from "./desk.js";
import { type Environment, SYSTEM } from "./environment.js";
import type { Method, Port, Standing, TabMessage, WorkerMessage } from "./port.js";
import type { LiveSubscription } from "./subscription.js";
import type { Client, ClientEvents, ClientOptions, SharedOptions } from "./types.js";

/** A worker that hasn't started by then won't: a script that can't be loaded isn't always told. */
const START_MS = 5_000;

/**
 * Connects through a worker that all tabs of the origin share; over a connection of its own where
 * there are no shared workers, or where the worker doesn't start.
 */
export function connectShared(options: SharedOptions): Client {
  try {
    const worker = options.worker();
    const client = new SharedClient(options, worker.port, SYSTEM);
    worker.onerror = () => client.leaveWorker();
    return client;
  } catch {
    return connect(options); // there are none, or a policy of the page forbids it, say
  }
}

/** A tab's side of a connection that tabs share. */
export class SharedClient extends Desk implements Client {
  readonly #subscriptions = new Map<number, LiveSubscription>();
  readonly #ids = new Map<LiveSubscription, number>();
  readonly #calls = new Map<number, (result: WorkerMessage & { t: "result" }) => void>();
  #standing: Standing = {
    state: "connecting",
    transport: "stream",
    welcome: undefined,
    feeds: [],
    stats: noStats(),
  };
  #dropped = 0;
  #lock: string | undefined;
  #nextId = 1;
  #direct: DirectClient | undefined; // the way out, where the worker doesn't start
  #cancelStart: () => void;

  readonly #port: Port;
  readonly #environment: Environment;

  constructor(options: ClientOptions, port: Port, environment: Environment) {
    super(options);
    this.#port = port;
    this.#environment = environment;
    port.onmessage = ({ data }: MessageEvent<WorkerMessage>) => this.#onMessage(data);
    this.#cancelStart = environment.timer(() => this.leaveWorker(), START_MS);
    void this.#holdLock().then(() => this.#hello());
    globalThis.addEventListener?.("pagehide", () => this.#post({ t: "bye" }));
    globalThis.addEventListener?.("pageshow", (event) => event.persisted && this.#hello());
  }

  /** Resolves when the lock is held, or there are none. */
  #holdLock(): Promise<void> {
    const locks = (globalThis.navigator as Navigator | undefined)?.locks;
    if (!locks) {
      return Promise.resolve();
    }
    const name = `tickgate-${crypto.randomUUID()}`;
    return new Promise((held) => {
      const hold = () => {
        this.#lock = name;
        held();
        return new Promise(() => {}); // until the tab is gone
      };
      locks.request(name, hold).catch(() => held()); // not where the origin is opaque
    });
  }

  #hello(): void {
    const {
      worker: _,
      token,
      WebSocket: __,
      fetch: ___,
      ...options
    } = this.options as SharedOptions & { url: string };
    const asks = token !== undefined;
    this.#post({ t: "hello", options: options, asks, lock: this.#lock });
    this.#subscriptions.forEach((each, id) => this.#ask(id, each));
  }

  #post(message: TabMessage): void {
    if (!this.closed && !this.#direct) {
      this.#port.postMessage(message);
    }
  }

  #ask(id: number, { channel, symbols, options }: LiveSubscription): void {
    const { signal: _, ...portable } = options;
    this.#post({ t: "subscribe", id, channel, symbols: [...symbols], options: portable });
  }

  #onMessage(message: WorkerMessage): void {
    switch (message.t) {
      case "ready":
        return this.#onReady(message.standing);
      case "data":
        return this.#onData(message);
      case "granted":
        return this.#subscriptions.get(message.id)?.onGranted(message.granted);
      case "refused":
        return this.#subscriptions.get(message.id)?.onRefused(message.refused);
      case "event":
        return this.#onEvent(message);
      case "result":
        return this.#calls.get(message.id)?.(message);
      case "token":
        void this.#bringToken(message.id);
        return;
      case "alive":
        return this.#post({ t: "alive" });
      case "left":
        this.#failCalls("not connected");
        return this.#hello();
    }
  }

  /** Told as if it had happened now: a tab that joins a connection hears of it. */
  #onReady(standing: Standing): void {
    this.#cancelStart();
    this.#standing = standing;
    const { state, transport, welcome } = standing;
    this.events.emit("state", { state, transport, attempt: 0 });
    if (welcome) {
      this.events.emit("welcome", welcome);
    }
  }

  #onData({ items, dropped, stats }: WorkerMessage & { t: "data" }): void {
    this.#standing.stats = stats;
    this.#dropped += dropped;
    for (const [id, value, snapshot] of items) {
      this.#subscriptions.get(id)?.deliver(value, snapshot);
    }
    this.#post({ t: "taken" });
  }

  #onEvent({ name, detail, standing }: WorkerMessage & { t: "event" }): void {
    this.#standing = standing;
    if (name === "reset") {
      const { channel, symbol } = detail as ClientEvents["reset"];
      this.#subscriptions.forEach((each) => each.channel === channel && each.forget(symbol));
    }
    this.events.emit(name, detail);
  }

  async #bringToken(id: number): Promise<void> {
    try {
      this.#post({ t: "token", id, token: (await this.options.token?.()) ?? null });
    } catch (thrown) {
      this.#post({ t: "token", id, token: null, error: String(thrown) });
    }
  }

  /** Goes on with a connection of the tab's own. */
  leaveWorker(): void {
    if (!this.closed && !this.#direct) {
      this.#leave("not connected");
      this.#direct = new DirectClient(this.options, this.#environment, this.events);
      this.#subscriptions.forEach((each) => this.#direct?.attach(each));
    }
  }

  /** Says goodbye and hears nothing more: what a busy worker still brings is older than what follows. */
  #leave(reason: string): void {
    this.#cancelStart();
    this.#post({ t: "bye" });
    this.#port.onmessage = null;
    this.#port.close();
    this.#failCalls(reason);
  }

  get shared(): boolean {
    return !this.#direct;
  }

  get state(): Client["state"] {
    return this.#direct?.state ?? (this.closed ? "ended" : this.#standing.state);
  }

  get #now(): Standing {
    return this.#direct ?? this.#standing;
  }

  get transport(): Client["transport"] {
    return this.#now.transport;
  }

  get welcome(): Client["welcome"] {
    return this.#now.welcome;
  }

  get feeds(): Client["feeds"] {
    return this.#now.feeds;
  }

  get stats(): Client["stats"] {
    const { stats } = this.#now;
    return { ...stats, dropped: stats.dropped + this.#dropped };
  }

  attach(subscription: LiveSubscription): void {
    const id = this.#nextId++;
    this.#subscriptions.set(id, subscription);
    this.#ids.set(subscription, id);
    if (this.#direct) {
      this.#direct.attach(subscription);
    } else {
      this.#ask(id, subscription);
    }
  }

  onClose(subscription: LiveSubscription): void {
    const id = this.#ids.get(subscription);
    this.#ids.delete(subscription);
    if (id !== undefined) {
      this.#subscriptions.delete(id);
      this.#post({ t: "unsubscribe", id });
      this.#direct?.onClose(subscription);
    }
  }

  onDropped(): void {
    this.#dropped++;
  }

  /** Has the worker do it, or the connection of its own. */
  async #call(method: Method, argument = 0): Promise<number> {
    if (this.#direct) {
      return (await this.#direct[method](argument)) ?? 0;
    }
    if (this.closed) {
      throw new Error("closed");
    }
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, ({ value, error }) => {
        this.#calls.delete(id);
        error === undefined ? resolve(value ?? 0) : reject(new Error(error));
      });
      this.#post({ t: "call", id, method, argument });
    });
  }

  #failCalls(error: string): void {
    this.#calls.forEach((settle, id) => settle({ t: "result", id, error }));
  }

  ping(): Promise<number> {
    return this.#call("ping");
  }

  async pause(): Promise<void> {
    await this.#call("pause");
  }

  async resume(): Promise<void> {
    await this.#call("resume");
  }

  configure(maxKbps: number): Promise<number> {
    return this.#call("configure", maxKbps);
  }

  async refreshToken(): Promise<void> {
    await this.#call("refreshToken");
  }

  reconnect(): void {
    this.#call("reconnect").catch(() => {});
  }

  close(): void {
    if (!this.closed) {
      this.#leave("closed");
      this.closed = true;
      this.#direct?.close();
      this.#subscriptions.forEach((each) => each.end(new Error("closed")));
    }
  }
}
