import { DirectClient } from "./client.js";
import type { Environment } from "./environment.js";
import type { Method, Port, PortableOptions, Standing, TabMessage } from "./port.js";
import { Seat } from "./seat.js";
import type { ClientEvents } from "./types.js";

/** A tab that doesn't bring its token in that time isn't waited for. */
const TOKEN_MS = 10_000;

const EVENTS: (keyof ClientEvents)[] = [
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

/** The clients of a worker, one for all tabs that want the same connection. */
export class Hubs {
  readonly #hubs = new Map<string, Hub>();

  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Serves a tab from its hello on. */
  serve(port: Port): void {
    let seat: Seat | undefined;
    port.onmessage = ({ data }: MessageEvent<TabMessage>) => {
      if (data.t === "hello") {
        seat?.leave();
        const hub = this.#hub(data.options, data.asks);
        seat = hub.join(port, data.lock);
      } else if (seat?.here) {
        seat.onMessage(data);
      } else {
        port.postMessage({ t: "left" });
      }
    };
  }

  #hub(options: PortableOptions, asks: boolean): Hub {
    const key = JSON.stringify([options, asks]);
    let hub = this.#hubs.get(key);
    if (!hub) {
      hub = new Hub(options, asks, this.#environment, () => this.#hubs.delete(key));
      this.#hubs.set(key, hub);
    }
    return hub;
  }
}

/** One connection and the tabs that share it. Ends with the last of them. */
export class Hub {
  readonly client: DirectClient;
  readonly #seats = new Set<Seat>();

  readonly #onEmpty: () => void;

  constructor(
    options: PortableOptions,
    asks: boolean,
    readonly environment: Environment,
    onEmpty: () => void,
  ) {
    this.#onEmpty = onEmpty;
    const token = asks ? { token: () => this.#token() } : {};
    this.client = new DirectClient({ ...options, ...token }, environment);
    for (const name of EVENTS) {
      this.client.on(name, (detail) => {
        const standing = this.#standing();
        this.#seats.forEach((seat) =>
          seat.tell({ t: "event", name, detail: detail as never, standing }),
        );
      });
    }
  }

  join(port: Port, lock: string | undefined): Seat {
    const seat = new Seat(this, port, lock);
    this.#seats.add(seat);
    seat.tell({ t: "ready", standing: this.#standing() });
    return seat;
  }

  leave(seat: Seat): void {
    this.#seats.delete(seat);
    if (this.#seats.size === 0) {
      this.client.close();
      this.#onEmpty();
    }
  }

  #standing(): Standing {
    const { state, transport, welcome, feeds, stats } = this.client;
    return { state, transport, welcome, feeds, stats };
  }

  /** Of the tab that did something last; of another if that one doesn't answer. */
  async #token(): Promise<string | null> {
    let failure: unknown;
    for (const seat of [...this.#seats].reverse()) {
      try {
        return await seat.token(TOKEN_MS);
      } catch (thrown) {
        failure = thrown;
      }
    }
    throw failure ?? new Error("no tab");
  }

  async call(seat: Seat, method: Method, argument: number | undefined): Promise<number | void> {
    this.#seats.delete(seat);
    this.#seats.add(seat); // the last now
    return method === "configure" ? this.client.configure(argument ?? 0) : this.client[method]();
  }
}
