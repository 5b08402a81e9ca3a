import type { Hub } from "./hub.js";
import { Outbox } from "./outbox.js";
import type { Port, TabMessage, WorkerMessage } from "./port.js";
import { conflates } from "./queue.js";
import { LiveSubscription } from "./subscription.js";
import type { Channel, Granted, Refused, Values } from "./types.js";

/** Where there are no locks, a tab that says nothing for that long is gone. */
const SILENT_MS = 60_000;
const ASK_MS = 15_000;

/** A tab, seen from the worker: its subscriptions and what is on its way to it. */
export class Seat {
  here = true;

  readonly #subscriptions = new Map<number, LiveSubscription>();
  readonly #tokens = new Map<number, (answer: TabMessage & { t: "token" }) => void>();
  readonly #outbox = new Outbox((items, dropped) =>
    this.tell({ t: "data", items, dropped, stats: this.#hub.client.stats }),
  );
  #heardAt: number;
  #nextToken = 1;

  readonly #hub: Hub;
  readonly #port: Port;

  /** @param lock that the tab holds for as long as it lives */
  constructor(hub: Hub, port: Port, lock: string | undefined) {
    this.#hub = hub;
    this.#port = port;
    this.#heardAt = hub.environment.now();
    if (lock !== undefined) {
      // granted when the tab is gone, however it went
      void navigator.locks.request(lock, () => this.leave());
    } else {
      this.#askWhetherAlive();
    }
  }

  #askWhetherAlive(): void {
    this.#hub.environment.timer(() => {
      if (this.#hub.environment.now() - this.#heardAt > SILENT_MS) {
        this.leave();
      } else if (this.here) {
        this.tell({ t: "alive" });
        this.#askWhetherAlive();
      }
    }, ASK_MS);
  }

  tell(message: WorkerMessage): void {
    if (this.here) {
      this.#port.postMessage(message);
    }
  }

  onMessage(message: Exclude<TabMessage, { t: "hello" }>): void {
    this.#heardAt = this.#hub.environment.now();
    switch (message.t) {
      case "subscribe":
        return this.#subscribe(message);
      case "unsubscribe":
        this.#subscriptions.get(message.id)?.close();
        this.#subscriptions.delete(message.id);
        return this.#outbox.remove(message.id);
      case "taken":
        return this.#outbox.onTaken();
      case "token":
        return this.#tokens.get(message.id)?.(message);
      case "call":
        return this.#call(message);
      case "bye":
        return this.leave();
      case "alive":
    }
  }

  #subscribe({ id, channel, symbols, options }: TabMessage & { t: "subscribe" }): void {
    const conflated = conflates(channel, options.mode);
    const { tell, outbox } = { tell: this.tell.bind(this), outbox: this.#outbox };
    // the tab's own keeps the values: this one only passes them on
    const relay = new (class extends LiveSubscription {
      override deliver(value: Values[Channel], snapshot: boolean): void {
        outbox.add(id, value, snapshot, conflated);
      }
      override onGranted(granted: Granted): void {
        tell({ t: "granted", id, granted });
      }
      override onRefused(refused: Refused): void {
        tell({ t: "refused", id, refused });
      }
    })(this.#hub.client, channel, symbols, options);
    this.#subscriptions.set(id, relay);
    this.#hub.client.attach(relay);
  }

  #call({ id, method, argument }: TabMessage & { t: "call" }): void {
    this.#hub.call(this, method, argument).then(
      (value) => this.tell({ t: "result", id, ...(value !== undefined && { value }) }),
      (thrown: unknown) => this.tell({ t: "result", id, error: String(thrown) }),
    );
  }

  /** Asks the tab's provider. */
  token(patienceMs: number): Promise<string | null> {
    const id = this.#nextToken++;
    return new Promise((resolve, reject) => {
      const cancel = this.#hub.environment.timer(() => {
        this.#tokens.delete(id);
        reject(new Error("no answer"));
      }, patienceMs);
      this.#tokens.set(id, ({ token, error }) => {
        cancel();
        this.#tokens.delete(id);
        error === undefined ? resolve(token) : reject(new Error(error));
      });
      this.tell({ t: "token", id });
    });
  }

  leave(): void {
    if (this.here) {
      this.here = false;
      this.#subscriptions.forEach((each) => each.close());
      this.#subscriptions.clear();
      this.#hub.leave(this);
    }
  }
}
