/** What the page needs of the gateway, in the words of the protocol; times in microseconds. */

export type Level = readonly [price: string, size: string];

interface Data {
  readonly s: string;
  readonly seq: number;
  readonly ts: number;
  readonly rx: number;
  readonly stale?: boolean;
}

/** The merged state of a symbol's ticker; decimals as the venue sent them. */
export interface Ticker extends Data {
  readonly bid?: string;
  readonly bidSize?: string;
  readonly ask?: string;
  readonly askSize?: string;
  readonly last?: string;
  readonly lastSize?: string;
  readonly open?: string;
  readonly high?: string;
  readonly low?: string;
  readonly volume?: string;
  readonly trades?: number;
  readonly vwap?: string;
}

export interface Trade extends Data {
  readonly price: string;
  readonly size: string;
  readonly side?: "buy" | "sell";
}

/** Price levels, best first. */
export interface Book extends Data {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

export interface Bar {
  readonly start: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly trades: number;
  readonly closed: boolean;
}

export type BarInterval = "1s" | "5s" | "1m" | "5m" | "1h";
export type Mode = "conflated" | "all";

/** How often something is wanted. */
export interface Terms {
  readonly mode?: Mode;
  readonly intervalMs?: number;
}

export interface Request extends Terms {
  readonly channel: "ticker" | "trade" | "book" | "bar";
  readonly symbols: readonly string[];
  readonly depth?: number;
  readonly interval?: BarInterval;
}

/** A running subscription. */
export interface Stream {
  close(): void;
}

export interface FeedState {
  readonly id: string;
  readonly state: "live" | "stale" | "down" | "replay" | "ended";
  readonly ageMs?: number;
}

/** How the connection is. */
export interface Status {
  readonly phase: "connecting" | "open" | "waiting" | "closed";
  /** Why it isn't open, for the reader. */
  readonly reason?: string;
  /** A token is asked for, or the one there was isn't taken. */
  readonly needsToken?: boolean;
}

/** What the gateway said of this connection at its start. */
export interface Welcome {
  readonly version: string;
  readonly connection: string;
  readonly protocol: string;
  readonly compression: string;
  readonly subject?: string;
  readonly expiresAt?: number;
}

/** The gateway calls this page slow, or doesn't any more. */
export interface Slow {
  readonly lagMs: number;
  readonly intervalMs: number;
}

/** What was counted since the page was loaded. */
export interface Counts {
  messages: number;
  updates: number;
  /** Upstream events that the updates stand for beyond themselves. */
  merged: number;
  /** Characters of messages, before compression. */
  bytes: number;
  gaps: number;
  reconnects: number;
}

/** What the connection tells. */
export interface GatewayListener {
  onStatus(status: Status): void;
  onWelcome(welcome: Welcome): void;
  onFeeds(feeds: readonly FeedState[]): void;
  onSlow(slow: Slow | undefined): void;
  onNotice(text: string): void;
}

/** The way to the gateway. */
export interface Gateway {
  readonly counts: Counts;
  subscribe(request: Request & { channel: "ticker" }, on: (ticker: Ticker) => void): Stream;
  subscribe(request: Request & { channel: "trade" }, on: (trade: Trade) => void): Stream;
  subscribe(request: Request & { channel: "book" }, on: (book: Book) => void): Stream;
  subscribe(request: Request & { channel: "bar" }, on: (bar: Bar & Data) => void): Stream;
  /** Caps the connection; 0 takes the cap away. */
  cap(maxKbps: number): void;
  /** Holds data back, or lets it come. */
  hold(held: boolean): void;
  /** Another token: in place where there is a connection. */
  token(token: string): void;
  /** How long a question and its answer take, ms, and the gateway's clock minus this one's, µs. */
  ping(): Promise<{ roundTripMs: number; skewMicros: number }>;
}
