import type { Item } from "./port.js";
import type { Channel, Values } from "./types.js";

/** Batches on their way to a tab; more wait here, where they can be merged. */
const MAX_UNDER_WAY = 4;

/** Trades and bars that wait for a tab that is busy or frozen; then the oldest go, counted. */
const MAX_WAITING = 10_000;

/**
 * Data for one tab. What comes in one turn goes in one message; while a tab doesn't take its messages,
 * values are merged, as the gateway would merge them for a slow connection.
 */
export class Outbox {
  readonly #newest = new Map<string, Item>();
  #line: Item[] = [];
  #dropped = 0;
  #underWay = 0;
  #scheduled = false;

  readonly #post: (items: Item[], dropped: number) => void;

  constructor(post: (items: Item[], dropped: number) => void) {
    this.#post = post;
  }

  add(id: number, value: Values[Channel], snapshot: boolean, conflated: boolean): void {
    if (conflated) {
      const key = `${id} ${value.s}`;
      const before = this.#newest.get(key);
      this.#newest.set(key, [id, value, snapshot || (before?.[2] ?? false)]);
    } else {
      this.#line.push([id, value, snapshot]);
      this.#trim();
    }
    if (!this.#scheduled) {
      this.#scheduled = true;
      queueMicrotask(() => {
        this.#scheduled = false;
        this.#flush();
      });
    }
  }

  /** Seldom enough to cost nothing on average. */
  #trim(): void {
    if (this.#line.length > 2 * MAX_WAITING) {
      this.#dropped += this.#line.length - MAX_WAITING;
      this.#line = this.#line.slice(-MAX_WAITING);
    }
  }

  #flush(): void {
    if (this.#underWay < MAX_UNDER_WAY && this.#newest.size + this.#line.length > 0) {
      this.#underWay++;
      const items = [...this.#line, ...this.#newest.values()];
      this.#line = [];
      this.#newest.clear();
      this.#post(items, this.#dropped);
      this.#dropped = 0;
    }
  }

  /** The tab has taken a batch in. */
  onTaken(): void {
    this.#underWay = Math.max(0, this.#underWay - 1);
    this.#flush();
  }

  /** What a subscription that ended would have got. */
  remove(id: number): void {
    this.#line = this.#line.filter((item) => item[0] !== id);
    for (const [key, item] of this.#newest) {
      if (item[0] === id) {
        this.#newest.delete(key);
      }
    }
  }
}
