import type { Environment } from "./environment.js";
import type { Link, LinkListener } from "./link.js";
import type { Ack, Element, Notice, Reply, Request, ServerMessage } from "./messages.js";
import { Pace } from "./pace.js";
import type { Channel, Feed, Micros, Welcome } from "./types.js";

/** Beyond two heartbeats: for a page that was busy, or a timer that is late. */
const SLACK_MS = 500;

/** A close of our own: nothing came any more. Not a code of the wire. */
export const SILENT = 4002;

/** Told what comes in a session. */
export interface TrafficListener {
  onData(channel: Channel, snapshot: boolean, elements: Element[]): void;
  /** Before what comes behind it, and before whoever asked goes on. */
  onAck(ack: Ack): void;
  onMessage(size: number): void;
}

/** Told what becomes of a session. */
export interface SessionListener {
  /** Requests are taken from now on. */
  onOpen(welcome: Welcome): void;
  onNotice(notice: Notice): void;
  onHeartbeat(ts: Micros, feeds: Feed[]): void;
  /**
   * A token was taken, or none was asked for.
   *
   * @param expiresAt in the gateway's microseconds
   * @param reply what became of the subscriptions, where there can be some
   */
  onAuth(expiresAt: Micros | undefined, reply: Ack | undefined): void;
  /** The token was not taken. */
  onRefusal(refusal: Refusal): void;
  onGarbage(reason: string): void;
  onDead(silentMs: number): void;
  /** It is over. */
  onEnd(code: number, reason: string, retryAfterMs: number | undefined): void;
}

/** An answer that says no. */
export class Refusal extends Error {
  constructor(readonly reply: Reply & { type: "error" }) {
    super(`${reply.code}: ${reply.message}`);
  }
}

/**
 * One connection from its opening to its end.
 *
 * ```
 *   opening ──welcome──▶ (awaiting the token's ack) ──▶ open ──▶ over
 * ```
 */
export class Session implements LinkListener {
  welcome: Welcome | undefined;
  open = false;
  /** Limits requests; there from `welcome` on. */
  pace: Pace | undefined;
  /** When a draining gateway wants to see it again, by the local clock. */
  #backAt: number | undefined;

  readonly #link: Link;
  readonly #replies = new Map<number, (reply: Reply | undefined) => void>();
  #nextId = 1;
  #over = false;
  #heardAt: number;
  #patienceMs: number;
  #cancelWatch: () => void = () => {};

  readonly #token: string | undefined;
  readonly #environment: Environment;
  readonly #listener: SessionListener;
  readonly #traffic: TrafficListener;

  /**
   * @param token brought as first message where the handshake carried none
   * @param connectTimeoutMs until `welcome`
   */
  constructor(
    connect: (listener: LinkListener) => Link,
    token: string | undefined,
    connectTimeoutMs: number,
    environment: Environment,
    listener: SessionListener,
    traffic: TrafficListener,
  ) {
    this.#token = token;
    this.#environment = environment;
    this.#listener = listener;
    this.#traffic = traffic;
    this.#heardAt = environment.now();
    this.#patienceMs = connectTimeoutMs;
    this.#link = connect(this);
    this.#watch();
  }

  /** Looks again when the silence would be too long, and not for each message. */
  #watch(): void {
    const left = this.#heardAt + this.#patienceMs - this.#environment.now();
    this.#cancelWatch = this.#environment.timer(
      () => {
        const silentMs = this.#environment.now() - this.#heardAt;
        if (silentMs < this.#patienceMs) {
          this.#watch();
        } else {
          this.#listener.onDead(silentMs);
          this.end(SILENT, `${silentMs} ms silent`);
        }
      },
      Math.max(1, left),
    );
  }

  onMessage(message: ServerMessage, size: number): void {
    if (this.#over || typeof message !== "object" || message === null) {
      return;
    }
    this.#heardAt = this.#environment.now();
    this.#traffic.onMessage(size);
    switch (message.type) {
      case "snapshot":
      case "update":
        return this.#traffic.onData(message.channel, message.type === "snapshot", message.data);
      case "welcome":
        return this.#onWelcome(message);
      case "heartbeat":
        return this.#listener.onHeartbeat(message.ts, message.feeds);
      case "notice":
        return this.#onNotice(message);
      case "ack":
      case "error":
      case "pong":
      case "subscriptions":
        return this.#onReply(message);
      default: // of a later version
    }
  }

  onGarbage(reason: string): void {
    this.#listener.onGarbage(reason);
  }

  #onWelcome(welcome: Welcome): void {
    this.welcome = welcome;
    this.#patienceMs = 2 * welcome.heartbeatMs + SLACK_MS;
    this.#cancelWatch();
    this.#watch();
    this.pace = new Pace(welcome.limits.messagesPerSecond, this.#environment);
    if (!welcome.auth.required || welcome.auth.subject !== undefined) {
      this.#start(welcome.auth.expiresAt);
    } else if (this.#token !== undefined) {
      this.auth(this.#token).catch(() => {}); // the listener was told; the gateway closes
    } else {
      this.end(4500, "no token"); // as the gateway would when its deadline has passed
    }
  }

  #start(expiresAt: Micros | undefined, reply?: Ack): void {
    this.#listener.onAuth(expiresAt, reply);
    if (!this.open) {
      this.open = true;
      this.#listener.onOpen(this.welcome as Welcome);
    }
  }

  /** Brings a token: the first, or one in place of it. Rejects with a `Refusal`. */
  async auth(token: string): Promise<void> {
    try {
      const reply = (await this.request({ op: "auth", token })) as Ack;
      this.#start(reply.expiresAt, reply);
    } catch (thrown) {
      if (thrown instanceof Refusal) {
        this.#listener.onRefusal(thrown);
      }
      throw thrown;
    }
  }

  #onNotice(notice: Notice): void {
    if (notice.code === "drain") {
      this.#backAt = this.#environment.now() + notice.reconnectAfterMs;
    }
    this.#listener.onNotice(notice);
  }

  #onReply(reply: Reply): void {
    const id = reply.id ?? -1;
    const waiting = this.#replies.get(id);
    this.#replies.delete(id);
    if (reply.type === "ack") {
      this.#traffic.onAck(reply);
    }
    if (waiting) {
      waiting(reply);
    } else if (reply.type === "error") {
      this.#listener.onGarbage(`${reply.code}: ${reply.message}`);
    }
  }

  /** Sends a request and gives its answer. Rejects with a `Refusal`, or when the session ends. */
  request(request: Request): Promise<Reply> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const settle = (reply: Reply | undefined) => {
        if (!reply) {
          reject(new Error("not connected"));
        } else if (reply.type === "error") {
          reject(new Refusal(reply));
        } else {
          resolve(reply);
        }
      };
      if (this.#over) {
        return settle(undefined);
      }
      this.#replies.set(id, settle);
      this.#link.send({ ...request, id });
    });
  }

  onClose(code: number, reason: string, retryAfterMs?: number): void {
    this.end(code, reason, retryAfterMs);
  }

  /** Ends it and tells so. */
  end(code: number, reason: string, retryAfterMs?: number): void {
    if (!this.#over) {
      this.close();
      const left = this.#backAt && Math.max(0, this.#backAt - this.#environment.now());
      this.#listener.onEnd(code, reason, left ?? retryAfterMs);
    }
  }

  /** Ends it in silence. */
  close(): void {
    this.#over = true;
    this.open = false;
    this.#cancelWatch();
    this.#link.close();
    this.#replies.forEach((settle) => settle(undefined));
    this.#replies.clear();
  }
}
