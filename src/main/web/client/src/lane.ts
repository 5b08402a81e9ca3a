import { Connection, type ConnectionListener } from "./connection.js";
import type { Supply } from "./asking.js";
import { type Changes, Demand } from "./demand.js";
import type { Emitter } from "./emitter.js";
import type { Environment } from "./environment.js";
import { covers } from "./glob.js";
import type { Ack, Element, Notice, Request } from "./messages.js";
import { type Outcome, type Reading, Store } from "./store.js";
import type { LiveSubscription } from "./subscription.js";
import type {
  BarInterval,
  Channel,
  ClientEvents,
  ClientOptions,
  Feed,
  Micros,
  Refused,
  Stats,
  Values,
  Welcome,
} from "./types.js";

/** Length of bars, microseconds. */
const BAR_MICROS: Record<BarInterval, number> = {
  "1s": 1e6,
  "5s": 5e6,
  "1m": 60e6,
  "5m": 300e6,
  "1h": 3600e6,
};

/** Who reads a (channel, symbol), and how its elements are to be read. */
interface Route {
  readers: LiveSubscription[];
  reading: Reading;
}

/** What a lane counts into and speaks through: the client's. */
export interface Ledger {
  readonly stats: Stats;
  readonly events: Emitter<ClientEvents>;
}

/** One connection, what is wanted of it, and what came. */
export class Lane implements ConnectionListener, Supply {
  readonly connection: Connection;
  welcome: Welcome | undefined;
  feeds: Feed[] = [];

  readonly #demand: Demand;
  readonly #store = new Store();
  readonly #readers = new Set<LiveSubscription>();
  readonly #routes = new Map<string, Route>();
  #maxKbps = 0;
  #paused = false;
  #epoch: string | undefined;
  #ended = false;

  readonly #environment: Environment;
  readonly #ledger: Ledger;
  readonly #main: boolean;

  /** @param main its state is the client's */
  constructor(
    options: ClientOptions & { url: string },
    environment: Environment,
    ledger: Ledger,
    main: boolean,
  ) {
    this.#environment = environment;
    this.#ledger = ledger;
    this.#main = main;
    this.connection = new Connection(options, environment, this);
    this.#demand = new Demand(this, options.changes ?? true);
  }

  /** Whether a subscription can be here: a connection has bars of one length only. */
  admits(channel: Channel, interval: BarInterval | undefined): boolean {
    return (
      channel !== "bar" ||
      [...this.#readers].every(
        (each) => each.channel !== "bar" || (each.options.interval ?? "1m") === (interval ?? "1m"),
      )
    );
  }

  get isEmpty(): boolean {
    return this.#readers.size === 0;
  }

  add(reader: LiveSubscription): void {
    this.#readers.add(reader);
    this.#routes.clear();
    const { from } = reader.options;
    if (reader.channel === "trade" && from !== undefined) {
      reader.symbols.forEach((symbol) => this.#store.resumeAt(symbol, from));
    }
    this.#demand.add(reader);
    const known = [...this.#store.of(reader.channel).values()].filter(
      ({ value, lost }) => value && !lost && reader.covers(value.s),
    );
    // in a later turn, so that who subscribes can put a listener in place
    queueMicrotask(() =>
      known.forEach(
        ({ value }) => !reader.closed && reader.deliver(value as Values[Channel], true),
      ),
    );
  }

  remove(reader: LiveSubscription): void {
    this.#readers.delete(reader);
    this.#routes.clear();
    for (const symbol of this.#store.of(reader.channel).keys()) {
      if (reader.covers(symbol) && this.#readersOf(reader.channel, symbol).length === 0) {
        this.#store.remove(reader.channel, symbol);
      }
    }
    this.#demand.remove(reader);
  }

  #readersOf(channel: Channel, symbol: string): LiveSubscription[] {
    return [...this.#readers].filter((each) => each.channel === channel && each.covers(symbol));
  }

  #route(channel: Channel, symbol: string): Route {
    const key = `${channel} ${symbol}`;
    let route = this.#routes.get(key);
    if (!route) {
      const terms = this.#demand.grantedFor(channel, symbol);
      // what comes before the answer is of a subscription that ended
      const readers = terms ? this.#readersOf(channel, symbol) : [];
      const depth = terms?.depth ?? 10;
      const reading = {
        changes: terms?.changes ?? false,
        all: terms?.mode === "all" && channel !== "bar",
        depth,
        checked: channel === "book" && depth >= 10 && !terms?.fields,
      };
      route = { readers, reading };
      this.#routes.set(key, route);
    }
    return route;
  }

  onState(detail: ClientEvents["state"]): void {
    this.#ended = detail.state === "ended";
    if (this.#main) {
      this.#ledger.events.emit("state", detail);
    }
  }

  onOpen(welcome: Welcome): void {
    this.welcome = welcome;
    this.#routes.clear();
    if (this.#epoch !== welcome.epoch) {
      this.#epoch = welcome.epoch;
      this.#store.doubt();
    }
    if (this.#main) {
      this.#ledger.stats.opened++;
      this.#ledger.events.emit("welcome", welcome);
    }
    if (this.#maxKbps > 0) {
      void this.configure(this.#maxKbps).catch(() => {}); // tried again with the next session
    }
    if (this.#paused) {
      void this.pause(true).catch(() => {}); // likewise
    }
    this.#demand.onOpen();
  }

  onAuth(expiresAt: Micros | undefined, reply: Ack | undefined): void {
    const { required, subject } = (this.connection.current?.welcome as Welcome).auth;
    if (required && this.#main) {
      this.#ledger.events.emit("token", {
        ...(expiresAt !== undefined && { expiresAt }),
        ...(subject !== undefined && { subject }),
      });
    }
    if (reply) {
      this.#onChanged(reply);
      this.#demand.retryRefused();
    }
  }

  onAck(ack: Ack): void {
    if (ack.op === "subscribe") {
      this.#onChanged({ granted: ack.granted });
    }
  }

  #onChanged(changes: Changes): void {
    this.#routes.clear();
    this.#demand.onChanged(changes);
  }

  onMessage(size: number): void {
    const { stats } = this.#ledger;
    stats.messages++;
    stats.bytes += size;
    stats.lastMessageMs = this.#environment.now();
  }

  onData(channel: Channel, snapshot: boolean, elements: Element[]): void {
    for (const element of elements) {
      this.#ledger.stats.elements++;
      if (element.prev !== undefined) {
        this.#ledger.stats.merged += Math.max(0, element.seq - element.prev - 1);
      }
      const { readers, reading } = this.#route(channel, element.s);
      if (readers.length > 0) {
        this.#settle(
          channel,
          element,
          readers,
          this.#store.apply(channel, element, snapshot, reading),
        );
      }
    }
  }

  #settle(channel: Channel, element: Element, readers: LiveSubscription[], outcome: Outcome): void {
    const { stats, events } = this.#ledger;
    const symbol = element.s;
    if (outcome.kind === "mismatch") {
      const { check: kind, expected, actual } = outcome;
      if (this.#demand.resync(channel, symbol)) {
        stats.mismatches++;
        events.emit("mismatch", { channel, symbol, kind, expected, actual });
      }
    } else if (outcome.kind === "value") {
      if (outcome.reset) {
        stats.resets++;
        readers.forEach((reader) => reader.forget(symbol));
        events.emit("reset", { channel, symbol });
      }
      if (outcome.missed) {
        this.#gap({ channel, symbol, ...outcome.missed });
      }
      this.#demand.onFit(channel, symbol);
      readers.forEach((reader) => reader.deliver(outcome.value, outcome.snapshot));
    }
  }

  #gap(gap: ClientEvents["gap"]): void {
    this.#ledger.stats.gaps++;
    this.#ledger.stats.missed += gap.missed;
    this.#ledger.events.emit("gap", gap);
  }

  onNotice(notice: Notice): void {
    const { events } = this.#ledger;
    const { type: _, code, ...detail } = notice;
    switch (code) {
      case "gap":
        this.#store.onGap(detail);
        return this.#gap(detail);
      case "revoked": {
        const { refused } = detail;
        this.#onChanged({ refused });
        return events.emit("revoked", { refused });
      }
      case "feed":
        this.#onFeed(notice);
    }
    if (this.#main) {
      const known = ["feed", "slow", "slow_cleared", "drain"].includes(code);
      events.emit(
        (known ? code : "notice") as "notice",
        known ? (detail as never) : { code, ...detail },
      );
    }
  }

  #onFeed({ epoch, feed, state }: Notice): void {
    this.feeds = this.feeds.map((each) => (each.id === feed ? { ...each, state } : each));
    if (epoch !== undefined) {
      this.#epoch = epoch;
      this.#store.doubt(); // whose symbols are the feed's isn't said
    }
  }

  onHeartbeat(ts: Micros, feeds: Feed[]): void {
    if (feeds.length > 0) {
      this.feeds = feeds;
    }
    if (this.#main) {
      this.#ledger.stats.clockOffsetMs = this.connection.offsetMs;
      this.#ledger.events.emit("heartbeat", { ts, feeds });
    }
  }

  onDead(silentMs: number): void {
    this.#ledger.events.emit("dead", { silentMs });
  }

  onError(code: string, message: string, retryable?: boolean): void {
    this.#ledger.events.emit("error", {
      code,
      message,
      ...(retryable !== undefined && { retryable }),
    });
  }

  onRefused(refused: Refused): void {
    this.#ledger.events.emit("refused", refused);
  }

  async configure(maxKbps: number): Promise<number> {
    this.#maxKbps = maxKbps;
    const ack = (await this.request({ op: "configure", maxKbps })) as Ack;
    return ack.maxKbps ?? maxKbps;
  }

  async pause(paused: boolean): Promise<void> {
    this.#paused = paused;
    await this.request({ op: paused ? "pause" : "resume" });
  }

  // ---- what demand asks

  get isOpen(): boolean {
    return this.connection.isOpen;
  }

  get resumesByItself(): boolean {
    return this.connection.transport === "sse";
  }

  get maxSubscriptions(): number {
    return this.welcome?.limits.subscriptions ?? 0;
  }

  pace(): number {
    return this.connection.current?.pace?.take() ?? 0;
  }

  request(request: Request): Promise<unknown> {
    return this.connection.request(request);
  }

  after(ms: number, task: () => void): void {
    this.#environment.timer(() => !this.#ended && task(), ms);
  }

  lastTrade(symbol: string): number | undefined {
    const state = this.#store.get("trade", symbol);
    return state && !state.unsure ? state.known : undefined;
  }

  tradedSymbols(): Iterable<string> {
    return this.#store.of("trade").keys();
  }

  missedBars(pattern: string): number {
    const now = (this.#environment.now() + this.connection.offsetMs) * 1_000;
    let most = 0;
    for (const [symbol, { value }] of this.#store.of("bar")) {
      const bar = value as Values["bar"];
      if (covers(pattern, symbol)) {
        most = Math.max(most, Math.floor((now - bar.start) / BAR_MICROS[bar.interval]));
      }
    }
    return most;
  }
}
