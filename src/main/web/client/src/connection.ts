import { longestWait } from "./backoff.js";
import { closeAction } from "./close.js";
import type { Environment } from "./environment.js";
import type { Link, LinkListener } from "./link.js";
import type { Ack, Notice, Reply, Request } from "./messages.js";
import { type Refusal, Session, type SessionListener, type TrafficListener } from "./session.js";
import { openSse } from "./sse.js";
import { openStream } from "./stream.js";
import type {
  ClientEvents,
  ClientOptions,
  ConnectionState,
  Feed,
  Micros,
  Transport,
  WebSocketConstructor,
  Welcome,
} from "./types.js";

/** A connection that lived so long was a success; a shorter one counts as another failed attempt. */
const STABLE_MS = 5_000;

/** WebSockets that failed before they opened until events are tried. */
const TRIES_BEFORE_SSE = 2;

/** A token is renewed that long before its end, ahead of the gateway's notice at 60 s. */
const RENEW_MS = 90_000;

/** A provider that keeps giving the same token is asked no more often. */
const RENEW_LEAST_MS = 5_000;

/** Browsers' timers don't go further. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Told what comes over a connection, whichever session brings it. */
export interface ConnectionListener
  extends TrafficListener, Pick<SessionListener, "onNotice" | "onAuth"> {
  onState(detail: ClientEvents["state"]): void;
  onOpen(welcome: Welcome): void;
  onHeartbeat(ts: Micros, feeds: Feed[]): void;
  onDead(silentMs: number): void;
  onError(code: string, message: string, retryable?: boolean): void;
}

/**
 * Keeps a session open: opens the next when one ends, as its close code asks for, and renews tokens.
 *
 * ```
 *   connecting ──▶ open ──▶ waiting ──▶ connecting …
 *        └─────────┴── a code that says never, or close() ──▶ ended ──reconnect()──▶ connecting
 * ```
 */
export class Connection implements SessionListener {
  state: ConnectionState = "connecting";
  transport: Transport = "stream";
  /** The gateway's clock less ours, milliseconds. */
  offsetMs = 0;

  #session: Session | undefined;
  #attempt = 0;
  #openedAt = 0;
  #streamFailures = 0;
  #tokenByMessage: boolean;
  #carried = false; // the handshake under way brings a token
  #run = 0; // counts attempts, so that one that was overtaken knows
  readonly #lastIds = new Map<string, string>();
  #cancelRetry: () => void = () => {};
  #cancelRenewal: () => void = () => {};

  readonly #options: ClientOptions & { url: string };
  readonly #environment: Environment;
  readonly #listener: ConnectionListener;

  constructor(
    options: ClientOptions & { url: string },
    environment: Environment,
    listener: ConnectionListener,
  ) {
    this.#options = options;
    this.#environment = environment;
    this.#listener = listener;
    this.#tokenByMessage = options.authenticate === "message";
  }

  /** Whether requests are taken. */
  get isOpen(): boolean {
    return this.#session?.open ?? false;
  }

  get current(): Session | undefined {
    return this.#session;
  }

  /** Connects now, whatever was waited for. */
  connect(): void {
    this.#cancelRetry();
    this.#session?.close();
    this.#session = undefined;
    this.transport = this.#nextTransport();
    this.#to({ state: "connecting" });
    void this.#start(++this.#run);
  }

  #nextTransport(): Transport {
    const { sse = "auto" } = this.#options;
    if (sse === "always" || (sse === "auto" && !this.#webSocket())) {
      return "sse";
    }
    // WebSockets are tried again between two tries of events: they may not be blocked for ever
    const blocked = this.#streamFailures >= TRIES_BEFORE_SSE && this.transport === "stream";
    return sse === "auto" && blocked ? "sse" : "stream";
  }

  #webSocket(): WebSocketConstructor | undefined {
    return this.#options.WebSocket ?? (globalThis.WebSocket as WebSocketConstructor | undefined);
  }

  #to(detail: Omit<ClientEvents["state"], "transport" | "attempt">): void {
    this.state = detail.state;
    this.#listener.onState({ transport: this.transport, attempt: this.#attempt, ...detail });
  }

  async #start(run: number): Promise<void> {
    let token: string | undefined;
    try {
      token = (await this.#options.token?.()) ?? undefined;
    } catch (thrown) {
      if (run === this.#run) {
        this.#listener.onError("token_provider", String(thrown));
        this.onEnd(1006, "no token");
      }
      return;
    }
    if (run === this.#run) {
      const timeout = this.#options.connectTimeoutMs ?? 10_000;
      const open = (listener: LinkListener) => this.#open(token, listener);
      this.#session = new Session(open, token, timeout, this.#environment, this, this.#listener);
    }
  }

  #open(token: string | undefined, listener: LinkListener): Link {
    const { url, protocol = "json" } = this.#options;
    if (this.transport === "sse") {
      const fetch = this.#options.fetch ?? globalThis.fetch.bind(globalThis);
      return openSse({ url, token, fetch, lastIds: this.#lastIds }, listener);
    }
    const WebSocket = this.#webSocket();
    if (!WebSocket) {
      throw new Error("no WebSocket");
    }
    this.#carried = token !== undefined && !this.#tokenByMessage;
    const carried = this.#carried ? token : undefined;
    return openStream(
      WebSocket,
      { url: url.replace(/^http/, "ws"), protocol, token: carried },
      listener,
    );
  }

  onOpen(welcome: Welcome): void {
    this.#openedAt = this.#environment.now();
    if (this.transport === "stream") {
      this.#streamFailures = 0;
    }
    this.#to({ state: "open" });
    this.#listener.onOpen(welcome);
  }

  onEnd(code: number, reason: string, retryAfterMs?: number): void {
    const session = this.#session;
    const environment = this.#environment;
    this.#cancelRenewal();
    this.#session = undefined;
    if (!session?.welcome && this.transport === "stream") {
      this.#streamFailures++;
      this.#tokenByMessage ||= this.#carried; // a browser isn't told why; an answer to op:auth says it
    }
    if (this.#openedAt > 0 && environment.now() - this.#openedAt >= STABLE_MS) {
      this.#attempt = 0;
    }
    this.#openedAt = 0;
    const action = closeAction(code);
    if (action === "never" || action === "asked") {
      this.#to({ state: "ended", code, reason, action });
      return;
    }
    const retryInMs = retryAfterMs ?? this.#wait(code);
    this.#attempt++;
    this.#cancelRetry = environment.timer(() => this.connect(), retryInMs);
    this.#to({ state: "waiting", code, reason, action, retryInMs });
  }

  #wait(code: number): number {
    const { firstMs = 500, maxMs = 30_000 } = this.#options.backoff ?? {};
    const longest = longestWait(this.#attempt, closeAction(code), code, firstMs, maxMs);
    return Math.round(this.#environment.random() * longest);
  }

  onAuth(expiresAt: Micros | undefined, reply: Ack | undefined): void {
    this.#listener.onAuth(expiresAt, reply);
    this.#renewBefore(expiresAt);
  }

  onRefusal({ reply }: Refusal): void {
    this.#listener.onError(reply.code, reply.message, reply.retryable);
  }

  #renewBefore(expiresAt: Micros | undefined): void {
    this.#cancelRenewal();
    if (expiresAt === undefined || !this.#options.token) {
      return;
    }
    const left = expiresAt / 1_000 - (this.#environment.now() + this.offsetMs);
    const ahead = left - Math.min(RENEW_MS, left / 2);
    const wait = Math.min(LONGEST_TIMER_MS, Math.max(RENEW_LEAST_MS, ahead));
    this.#cancelRenewal = this.#environment.timer(
      () => (wait < ahead ? this.#renewBefore(expiresAt) : void this.renew().catch(() => {})),
      wait,
    );
  }

  /** Asks for a token and brings it: in place, or over events by opening them anew. */
  async renew(): Promise<void> {
    let token: string | null | undefined;
    try {
      token = await this.#options.token?.();
    } catch (thrown) {
      this.#listener.onError("token_provider", String(thrown));
      throw thrown;
    }
    const session = this.#session;
    if (!session?.welcome) {
      this.connect(); // with a token again
    } else if (this.transport === "sse") {
      session.end(4001, "new token");
    } else if (token !== null && token !== undefined) {
      await session.auth(token);
    }
  }

  onNotice(notice: Notice): void {
    if (notice.code === "token_expiring") {
      this.renew().catch(() => {}); // told as an error
    }
    this.#listener.onNotice(notice);
  }

  onHeartbeat(ts: Micros, feeds: Feed[]): void {
    this.offsetMs = ts / 1_000 - this.#environment.now();
    this.#listener.onHeartbeat(ts, feeds);
  }

  onGarbage(reason: string): void {
    this.#listener.onError("protocol", reason);
  }

  onDead(silentMs: number): void {
    if (this.isOpen) {
      this.#listener.onDead(silentMs);
    }
  }

  request(request: Request): Promise<Reply> {
    const session = this.#session;
    return session?.open ? session.request(request) : Promise.reject(new Error("not connected"));
  }

  /** Ends it for good. */
  close(): void {
    this.#run++;
    this.#cancelRetry();
    this.#cancelRenewal();
    this.#session?.close();
    this.#session = undefined;
    if (this.state !== "ended") {
      this.#to({ state: "ended", code: 1000, reason: "closed", action: "never" });
    }
  }
}
