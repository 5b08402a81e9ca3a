import type {
  Channel,
  ClientEvents,
  ClientOptions,
  ConnectionState,
  Feed,
  Granted,
  Refused,
  Stats,
  SubscribeOptions,
  Transport,
  Values,
  Welcome,
} from "./types.js";

/** What goes between a tab and the worker. Both are of one build, so there are no versions. */

/** Options that another thread can have. */
export type PortableOptions = Omit<ClientOptions, "token" | "WebSocket" | "fetch"> & {
  url: string;
};

export type Method = "ping" | "pause" | "resume" | "configure" | "refreshToken" | "reconnect";

/** From a tab. */
export type TabMessage =
  /** `lock`: held for as long as the tab lives. `asks`: it has a token provider. */
  | { t: "hello"; options: PortableOptions; asks: boolean; lock: string | undefined }
  | { t: "subscribe"; id: number; channel: Channel; symbols: string[]; options: SubscribeOptions }
  | { t: "unsubscribe"; id: number }
  | { t: "call"; id: number; method: Method; argument?: number | undefined }
  | { t: "token"; id: number; token: string | null; error?: string }
  /** A batch of data was taken in. */
  | { t: "taken" }
  | { t: "alive" }
  | { t: "bye" };

/** The connection as it stands. */
export interface Standing {
  state: ConnectionState;
  transport: Transport;
  welcome: Welcome | undefined;
  feeds: readonly Feed[];
  stats: Stats;
}

/** Of a subscription, a value and whether it is a snapshot. */
export type Item = [id: number, value: Values[Channel], snapshot: boolean];

/** To a tab. */
export type WorkerMessage =
  | { t: "ready"; standing: Standing }
  | { t: "data"; items: Item[]; dropped: number; stats: Stats }
  | { t: "granted"; id: number; granted: Granted }
  | { t: "refused"; id: number; refused: Refused }
  | { t: "event"; name: keyof ClientEvents; detail: never; standing: Standing }
  | { t: "result"; id: number; value?: number; error?: string }
  /** A token is asked for. */
  | { t: "token"; id: number }
  | { t: "alive" }
  /** The tab counted as gone: it has to say hello again. */
  | { t: "left" };

/** As much of a `MessagePort` as is used. */
export interface Port {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
  close(): void;
}
