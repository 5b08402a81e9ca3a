import { DirectClient } from "../src/client.js";
import type { Environment } from "../src/environment.js";
import type { ClientEvents, ClientOptions } from "../src/types.js";

/** Numbers by chance that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Lets everything happen that needs no time. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A clock that stands until it is moved. */
export class HandClock implements Environment {
  random: () => number = () => 0.5;
  private time = 1_700_000_000_000;
  private timers: { at: number; callback: () => void }[] = [];

  now(): number {
    return this.time;
  }

  timer(callback: () => void, ms: number): () => void {
    const timer = { at: this.time + ms, callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((each) => each !== timer);
    };
  }

  /** Moves on, timer by timer, each with what follows from it. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      await settle();
      const [next] = this.timers.sort((a, b) => a.at - b.at);
      if (!next || next.at > end) {
        break;
      }
      this.timers.shift();
      this.time = Math.max(this.time, next.at);
      next.callback();
    }
    this.time = end;
    await settle();
  }

  /** Milliseconds to the next timer. */
  next(): number {
    return Math.min(...this.timers.map((each) => each.at)) - this.time;
  }
}

type Message = Record<string, unknown>;

/** A WebSocket whose other end is the test. */
export class FakeSocket {
  readonly sent: Message[] = [];
  readyState = 1;
  binaryType = "";
  closed = false;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  /** Answers requests as a gateway that grants everything. */
  polite = true;

  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {}

  send(text: string): void {
    const request = JSON.parse(text) as Message;
    this.sent.push(request);
    if (this.polite) {
      this.answer(request);
    }
  }

  private answer(request: Message): void {
    const { op, id, channel } = request;
    if (op === "ping") {
      this.say({ type: "pong", id, ts: 0 });
    } else if (op === "subscribe") {
      const { op: _, id: __, symbols, from: ___, ...terms } = request;
      const granted = (symbols as string[]).map((symbol) => ({
        symbol,
        timeliness: "realtime",
        ...terms,
      }));
      this.say({ type: "ack", op, id, granted, refused: [], subscriptions: 1 });
    } else {
      this.say({ type: "ack", op, id, channel });
    }
  }

  close(): void {
    this.closed = true;
    this.readyState = 3;
  }

  say(message: Message): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  welcome(more: Message = {}): void {
    this.say({
      type: "welcome",
      version: "1",
      connection: "c",
      epoch: "e",
      protocol: "tickgate.v1.json",
      heartbeatMs: 1_000,
      limits: { subscriptions: 1_000, messagesPerSecond: 50, messageBytes: 65_536 },
      auth: { required: false },
      compression: { mode: "off" },
      ...more,
    });
  }

  snapshot(channel: string, ...data: Message[]): void {
    this.say({ type: "snapshot", channel, data: data.map((each) => ({ ts: 1, rx: 1, ...each })) });
  }

  update(channel: string, ...data: Message[]): void {
    this.say({ type: "update", channel, data: data.map((each) => ({ ts: 1, rx: 1, ...each })) });
  }

  drop(code: number, reason = ""): void {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }

  /** Requests of that verb. */
  asked(op: string): Message[] {
    return this.sent.filter((each) => each.op === op);
  }
}

/** A client in a world made of hands. */
export class Bench {
  readonly clock = new HandClock();
  readonly sockets: FakeSocket[] = [];
  readonly events: [keyof ClientEvents, unknown][] = [];
  readonly WebSocket: never;

  constructor() {
    const { sockets } = this;
    this.WebSocket = class extends FakeSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols);
        sockets.push(this);
      }
    } as never;
  }

  /** Makes a client; it has begun to connect. */
  async connect(options: ClientOptions = {}): Promise<DirectClient> {
    const { WebSocket } = this;
    const client = new DirectClient(
      { url: "http://gw", WebSocket, sse: "never", ...options },
      this.clock,
    );
    this.hear(client);
    await settle();
    return client;
  }

  /** Makes a client and says welcome. */
  async open(options: ClientOptions = {}): Promise<DirectClient> {
    const client = await this.connect(options);
    this.socket.welcome();
    await settle();
    return client;
  }

  hear(client: { on: DirectClient["on"] }): void {
    const names: (keyof ClientEvents)[] = [
      "state",
      "welcome",
      "heartbeat",
      "feed",
      "slow",
      "slow_cleared",
      "gap",
      "reset",
      "mismatch",
      "drain",
      "dead",
      "token",
      "revoked",
      "refused",
      "error",
      "notice",
    ];
    names.forEach((name) => client.on(name, (detail) => this.events.push([name, detail])));
  }

  /** The newest socket. */
  get socket(): FakeSocket {
    const socket = this.sockets[this.sockets.length - 1];
    if (!socket) {
      throw new Error("nobody connected");
    }
    return socket;
  }

  told<E extends keyof ClientEvents>(event: E): ClientEvents[E][] {
    return this.events
      .filter(([name]) => name === event)
      .map(([, detail]) => detail as ClientEvents[E]);
  }
}
