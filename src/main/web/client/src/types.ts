/** A decimal number as the venue wrote it, every digit kept. Never a JavaScript number. */
export type Decimal = string;

/** Microseconds since the Unix epoch, UTC; below 2^53 and so exact. */
export type Micros = number;

export type Channel = "ticker" | "quote" | "trade" | "book" | "bar";
export type Mode = "conflated" | "all";
export type Depth = 1 | 5 | 10 | 25 | 100;
export type BarInterval = "1s" | "5s" | "1m" | "5m" | "1h";
export type Side = "buy" | "sell";
export type FeedState = "live" | "stale" | "down" | "replay" | "ended";
export type Protocol = "json" | "cbor";

/** What every value has. */
export interface Value {
  /** The symbol, `venue:native`. */
  s: string;
  /** Counts the upstream events of a (channel, symbol) within one epoch. */
  seq: number;
  /** The seq delivered before; absent in a snapshot. */
  prev?: number;
  /** The venue's time of the event. */
  ts: Micros;
  /** When the gateway received it. */
  rx: Micros;
}

/** Best bid and ask. A field that isn't known, or not any more, is absent. */
export interface Quote extends Value {
  bid?: Decimal;
  bidSize?: Decimal;
  ask?: Decimal;
  askSize?: Decimal;
  /** Nothing keeps the values up to date until the feed is back. */
  stale?: boolean;
}

/** Quote, last trade, and the session day (UTC). */
export interface Ticker extends Quote {
  last?: Decimal;
  lastSize?: Decimal;
  open?: Decimal;
  high?: Decimal;
  low?: Decimal;
  volume?: Decimal;
  trades?: number;
  vwap?: Decimal;
}

export interface Trade extends Value {
  price: Decimal;
  size: Decimal;
  /** The taker's side, where the venue tells. */
  side?: Side;
  /** The venue's id. */
  id?: string;
}

/** Price and size. */
export type Level = readonly [price: Decimal, size: Decimal];

/** A whole book, best level first on both sides. */
export interface Book extends Value {
  bids: readonly Level[];
  asks: readonly Level[];
  /** CRC32 of the top 10 as the gateway told it, equal to that of these levels. */
  checksum?: number;
  stale?: boolean;
}

export interface Bar extends Value {
  interval: BarInterval;
  start: Micros;
  open: Decimal;
  high: Decimal;
  low: Decimal;
  close: Decimal;
  volume: Decimal;
  trades: number;
  closed: boolean;
}

/** The value that a channel delivers. */
export interface Values {
  ticker: Ticker;
  quote: Quote;
  trade: Trade;
  book: Book;
  bar: Bar;
}

/** One delivery, as async iterators give it. */
export interface Delivery<C extends Channel = Channel> {
  readonly symbol: string;
  /** The merged state after it; of trades and bars the element itself. Not changed afterwards. */
  readonly value: Readonly<Values[C]>;
  /** Whether a state starts here: the first of a subscription, or after a loss. */
  readonly snapshot: boolean;
}

/**
 * Called for each delivery. `value` is the merged state and belongs to the client: read it, keep it,
 * don't change it. Each call has a new object.
 */
export type Listener<C extends Channel> = (value: Readonly<Values[C]>, snapshot: boolean) => void;

/** What may be asked for beside channel and symbols. */
export interface SubscribeOptions {
  /** Default: `all` for trade, `conflated` for the others. */
  mode?: Mode;
  /** Shortest time between two updates of a symbol; 0, the default, is as fast as the link takes it. */
  intervalMs?: number;
  /** The fields wanted besides s, seq, prev, ts, rx; all when left out. */
  fields?: readonly string[];
  /** Whether the current value comes first; default true. */
  snapshot?: boolean;
  /** Of book: levels a side, default 10. */
  depth?: Depth;
  /** Of bar: default `1m`. */
  interval?: BarInterval;
  /** Of bar: closed bars before the live one, 0 to 1000, default 0. */
  history?: number;
  /** Of trade: resume after that seq. */
  from?: number;
  /** Ends the subscription when aborted. */
  signal?: AbortSignal;
}

/** A subscription with the terms in effect. */
export interface Granted {
  channel: Channel;
  symbol: string;
  mode: Mode;
  intervalMs: number;
  depth?: Depth;
  interval?: BarInterval;
  history?: number;
  fields?: string[];
  changes?: boolean;
  timeliness: "realtime" | "delayed";
  delayMs?: number;
}

/** A symbol that was not granted, or isn't any more. */
export interface Refused {
  channel?: Channel;
  symbol: string;
  code: string;
  message: string;
}

/** Some symbols of one channel. Its iterator ends when it is closed, or when the client ends for good. */
export interface Subscription<C extends Channel = Channel> extends AsyncIterable<Delivery<C>> {
  readonly channel: C;
  /** Names and globs as they were asked for. */
  readonly symbols: readonly string[];
  /** Terms in effect, by the name or glob asked for. Several subscriptions of a symbol share the best of their terms. */
  readonly granted: ReadonlyMap<string, Granted>;
  /** What was not granted, by the name or glob asked for. */
  readonly refused: ReadonlyMap<string, Refused>;
  /** Settles with the first answer of the gateway, and again never; rejects if the client ends before. */
  readonly ready: Promise<void>;
  /** The newest value of a symbol: merged state, last trade, live bar. */
  get(symbol: string): Readonly<Values[C]> | undefined;
  /** The newest values of all symbols that have one. */
  values(): IterableIterator<Readonly<Values[C]>>;
  /** Calls the listener for each delivery from now on; returns how to stop it. */
  on(listener: Listener<C>): () => void;
  /** Ends it. */
  close(): void;
}

/** A connection's life. `waiting`: between two attempts; `ended`: for good, or until `reconnect()`. */
export type ConnectionState = "connecting" | "open" | "waiting" | "ended";

/** `stream` is the WebSocket, `sse` the fallback. */
export type Transport = "stream" | "sse";

/** What a close code asks for: PROTOCOL section 5. */
export type CloseAction =
  /** Reconnect at once, jittered. */
  | "soon"
  /** Reconnect with backoff, or when the gateway said. */
  | "later"
  /** Don't, until `reconnect()` is called. */
  | "asked"
  /** Don't: the same would happen again. */
  | "never";

export interface Welcome {
  version: string;
  connection: string;
  epoch: string;
  protocol: string;
  heartbeatMs: number;
  limits: { subscriptions: number; messagesPerSecond: number; messageBytes: number };
  auth: { required: boolean; deadlineMs?: number; subject?: string; expiresAt?: Micros };
  compression: { mode: "off" | "connection" | "shared"; parameters?: string };
}

export interface Feed {
  id: string;
  state: FeedState;
  /** Time since the feed's last message; absent while there was none. */
  ageMs?: number;
}

/** What clients tell; see `Client.on`. */
export interface ClientEvents {
  /** The connection's state changed. */
  state: {
    state: ConnectionState;
    transport: Transport;
    /** Attempts without success so far. */
    attempt: number;
    /** With `waiting`: until the next attempt. */
    retryInMs?: number;
    /** With `waiting` and `ended`: why. 1006 when there was no close frame. */
    code?: number;
    reason?: string;
    action?: CloseAction;
  };
  welcome: Welcome;
  /** The link is alive and quiet; the feeds tell whether the market is too. */
  heartbeat: { ts: Micros; feeds: Feed[] };
  /** A feed's state changed; with `epoch` its time jumped and its symbols start over. */
  feed: { feed: string; state: FeedState; reason?: string; epoch?: string };
  /** The gateway sees this connection lag behind. */
  slow: { lagMs: number; intervalMs: number };
  slow_cleared: { intervalMs: number };
  /** Events `from` to `to`, both included, of a subscription in mode `all` won't come. */
  gap: { channel: Channel; symbol: string; from: number; to: number; missed: number };
  /** Numbers of a symbol start over: what was delivered of it before can't be compared. */
  reset: { channel: Channel; symbol: string };
  /** `prev` wasn't what came before, or a checksum was wrong. The symbol is being subscribed anew. */
  mismatch: {
    channel: Channel;
    symbol: string;
    kind: "prev" | "checksum";
    expected: number;
    actual: number;
  };
  /** The gateway restarts; the connection comes back after that time. */
  drain: { reconnectAfterMs: number };
  /** Nothing came for more than two heartbeats: the link counts as dead. */
  dead: { silentMs: number };
  /** A token was accepted, at the handshake or in place. */
  token: { expiresAt?: Micros; subject?: string };
  /** The gateway took rights back. */
  revoked: { refused: Refused[] };
  /** The gateway refused part of a subscription. */
  refused: Refused;
  /** An error message of the gateway, or `token_provider` and `protocol` of our own. */
  error: { code: string; message: string; retryable?: boolean };
  /** A notice that this version doesn't know. */
  notice: Record<string, unknown> & { code: string };
}

/** Counts since the client was made. In a shared client those of the connection of all tabs. */
export interface Stats {
  /** Messages of the gateway. */
  messages: number;
  /** Their bytes after decompression; characters where the messages are text. */
  bytes: number;
  /** Elements of data. */
  elements: number;
  /** Upstream events that were merged into those elements. */
  merged: number;
  /** Gap notices, and events that they stand for. */
  gaps: number;
  missed: number;
  mismatches: number;
  resets: number;
  /** Times that the connection was opened. */
  opened: number;
  /** Deliveries an async iterator's reader was too slow for. */
  dropped: number;
  /** Time of the newest message, by this machine's clock, milliseconds; 0 for none. */
  lastMessageMs: number;
  /** The gateway's clock less this machine's, milliseconds, as of the last heartbeat or ping. */
  clockOffsetMs: number;
}

/** Gives a token for the gateway, or null for none. Called whenever a fresh one is needed. */
export type TokenProvider = () => string | null | Promise<string | null>;

/** The constructor of WebSockets, as of browsers. */
export type WebSocketConstructor = new (url: string, protocols?: string[]) => WebSocket;

export interface ClientOptions {
  /** Address of the gateway, `https://host:port`; default the page's own origin. */
  url?: string;
  /** Where tokens come from; none when left out. */
  token?: TokenProvider;
  /**
   * How a token travels: `handshake` as subprotocol, `message` as `op:auth` first. A handshake that
   * fails with a token is tried with a message next, as only that tells why.
   */
  authenticate?: "handshake" | "message";
  /** Default `json`. */
  protocol?: Protocol;
  /** Ask for changed fields only and merge them; default true. Deliveries are whole either way. */
  changes?: boolean;
  /** Server-sent events: `auto` after WebSockets failed twice before they opened; default. */
  sse?: "auto" | "never" | "always";
  /** First and longest wait before an attempt, milliseconds: 500 and 30000. Full jitter below it. */
  backoff?: { firstMs?: number; maxMs?: number };
  /** Attempts that take longer are given up: 10000 ms. */
  connectTimeoutMs?: number;
  /** Deliveries that wait for an iterator of trades or bars: 10000. The oldest go, and are counted. */
  maxQueued?: number;
  /** For Node before 22, which has none of its own. */
  WebSocket?: WebSocketConstructor;
  fetch?: typeof fetch;
}

/** Options of a client that shares one connection with the other tabs of the origin. */
export interface SharedOptions extends ClientOptions {
  /** Makes the worker of `tickgate-client/worker`: `() => new SharedWorker(url, { type: "module" })`. */
  worker: () => SharedWorker;
}

/**
 * A connection to a gateway that heals itself, and what is subscribed over it. Connects when it is
 * made.
 */
export interface Client {
  readonly state: ConnectionState;
  readonly transport: Transport;
  /** Whether it goes through a worker that other tabs share. */
  readonly shared: boolean;
  /** Of the connection now or before; undefined before the first. */
  readonly welcome: Welcome | undefined;
  /** As of the last heartbeat or notice. */
  readonly feeds: readonly Feed[];
  readonly stats: Readonly<Stats>;

  /**
   * Subscribes, now or as soon as there is a connection, and again after each reconnect. Trades go on
   * where they were.
   */
  subscribe<C extends Channel>(
    channel: C,
    symbols: string | readonly string[],
    options?: SubscribeOptions,
    listener?: Listener<C>,
  ): Subscription<C>;

  /** Calls the listener for each such event; returns how to stop it. */
  on<E extends keyof ClientEvents>(
    event: E,
    listener: (detail: ClientEvents[E]) => void,
  ): () => void;

  /** Milliseconds to the gateway and back. */
  ping(): Promise<number>;
  /** Stops and starts the data of the connection; in a shared client of all tabs. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Caps the connection's bandwidth, 0 for no cap; gives the value in effect. Kept over reconnects. */
  configure(maxKbps: number): Promise<number>;
  /** Asks the provider for a token and brings it to the gateway, in place. */
  refreshToken(): Promise<void>;
  /** Connects now: after `ended`, or without waiting longer. */
  reconnect(): void;
  /** Ends everything. */
  close(): void;
}

/** A symbol as `/v1/symbols` tells it. */
export interface SymbolInfo {
  symbol: string;
  venue: string;
  channels: Channel[];
  priceDecimals?: number;
  sizeDecimals?: number;
  ts?: Micros;
  rx?: Micros;
  state?: FeedState;
  stale?: boolean;
}

/** A closed bar of history. */
export type HistoryBar = Omit<Bar, keyof Value | "interval" | "closed">;

export interface RestOptions {
  url?: string;
  token?: TokenProvider;
  fetch?: typeof fetch;
}

/** The views by HTTP. Each throws `RestError` for an answer that isn't 2xx. */
export interface Rest {
  symbols(): Promise<SymbolInfo[]>;
  snapshot<C extends Channel>(
    channel: C,
    symbols: readonly string[],
    options?: { depth?: Depth; interval?: BarInterval },
  ): Promise<Values[C][]>;
  /** Closed bars, oldest first. */
  bars(
    symbol: string,
    options?: { interval?: BarInterval; from?: Micros; to?: Micros; limit?: number },
  ): Promise<HistoryBar[]>;
  /** Any other path, with the token; the parsed answer, or null for an empty one. */
  request<T = unknown>(path: string, init?: RequestInit): Promise<T>;
}
