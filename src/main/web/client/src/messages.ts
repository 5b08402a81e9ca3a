import type {
  Channel,
  Depth,
  Feed,
  FeedState,
  Granted,
  Level,
  Micros,
  Mode,
  Refused,
  Value,
  Welcome,
} from "./types.js";

/** What the gateway sends, as far as it is looked at; unknown types and fields are ignored. */
export type ServerMessage =
  | ({ type: "welcome" } & Welcome)
  | { type: "snapshot" | "update"; channel: Channel; data: Element[] }
  | { type: "heartbeat"; ts: Micros; feeds: Feed[] }
  | Notice
  | Reply;

/** An answer to the request of that id. */
export type Reply =
  | Ack
  | { type: "pong"; id?: number; ts: Micros }
  | { type: "subscriptions"; id?: number; items: Granted[] }
  | {
      type: "error";
      id?: number;
      code: string;
      message: string;
      retryable?: boolean;
      retryAfterMs?: number;
    };

export interface Ack {
  type: "ack";
  id?: number;
  op: string;
  granted?: Granted[];
  refused?: Refused[];
  expiresAt?: Micros;
  maxKbps?: number;
}

export interface Notice {
  type: "notice";
  code: string;
  channel: Channel;
  symbol: string;
  from: number;
  to: number;
  missed: number;
  lagMs: number;
  intervalMs: number;
  feed: string;
  state: FeedState;
  epoch?: string;
  reconnectAfterMs: number;
  refused: Refused[];
}

/** An element as it came; null stands for a field that is no more. */
export interface Element extends Value {
  bids?: Level[];
  asks?: Level[];
  checksum?: number;
  stale?: boolean;
  start?: Micros;
  [field: string]: unknown;
}

/** What a subscription asks the gateway for. */
export interface Terms {
  mode?: Mode;
  intervalMs?: number;
  fields?: string[];
  depth?: Depth;
  interval?: string;
  history?: number;
  changes?: boolean;
}

/** A request before it has its number. */
export interface Request {
  op: string;
  [field: string]: unknown;
}
