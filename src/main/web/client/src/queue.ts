import type { Channel, Delivery, Mode } from "./types.js";

/** Whether only the newest value of a symbol matters, so that older ones may be left out. */
export function conflates(channel: Channel, mode: Mode | undefined): boolean {
  return mode !== "all" && channel !== "trade" && channel !== "bar";
}

/**
 * Deliveries that wait for a reader: the newest of each symbol, so as many as there are symbols; or all
 * in order up to a bound, beyond which the oldest go.
 */
export class DeliveryQueue<C extends Channel> implements AsyncIterator<Delivery<C>> {
  readonly #newest: Map<string, Delivery<C>> | undefined;
  #line: Delivery<C>[] = [];
  #read = 0;
  #waiting: ((result: IteratorResult<Delivery<C>>) => void)[] = [];
  #ended = false;

  readonly #bound: number;
  readonly #onDropped: () => void;
  readonly #onEnd: () => void;

  /**
   * @param conflated only the newest of a symbol is kept
   * @param bound of those that wait where each is kept
   * @param onDropped told of each that had to go
   * @param onEnd the reader has left
   */
  constructor(conflated: boolean, bound: number, onDropped: () => void, onEnd: () => void) {
    this.#bound = bound;
    this.#onDropped = onDropped;
    this.#onEnd = onEnd;
    this.#newest = conflated ? new Map() : undefined;
  }

  add(delivery: Delivery<C>): void {
    const reader = this.#waiting.shift();
    if (reader) {
      reader({ done: false, value: delivery });
    } else if (this.#newest) {
      const before = this.#newest.get(delivery.symbol);
      const snapshot = delivery.snapshot || before?.snapshot === true;
      this.#newest.set(delivery.symbol, { ...delivery, snapshot });
    } else {
      this.#line.push(delivery);
      if (this.#line.length - this.#read > this.#bound) {
        this.#take();
        this.#onDropped();
      }
    }
  }

  #take(): Delivery<C> | undefined {
    if (this.#newest) {
      for (const [symbol, delivery] of this.#newest) {
        this.#newest.delete(symbol);
        return delivery;
      }
      return undefined;
    }
    const next = this.#line[this.#read];
    if (next && ++this.#read * 2 > this.#line.length) {
      this.#line = this.#line.slice(this.#read); // now and then, so that a read costs the same on average
      this.#read = 0;
    }
    return next;
  }

  async next(): Promise<IteratorResult<Delivery<C>>> {
    const value = this.#take();
    if (value) {
      return { done: false, value };
    }
    return this.#ended
      ? { done: true, value }
      : new Promise((resolve) => this.#waiting.push(resolve));
  }

  async return(): Promise<IteratorResult<Delivery<C>>> {
    this.end();
    this.#newest?.clear();
    this.#line = [];
    this.#read = 0;
    return { done: true, value: undefined };
  }

  /** Nothing more comes; what waits can still be read. */
  end(): void {
    if (!this.#ended) {
      this.#ended = true;
      this.#onEnd();
      this.#waiting.splice(0).forEach((reader) => reader({ done: true, value: undefined }));
    }
  }
}
