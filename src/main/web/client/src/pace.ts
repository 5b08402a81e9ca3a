import type { Environment } from "./environment.js";

/** Lets requests through as fast as the gateway takes them, so that it never says `rate_limited`. */
export class Pace {
  #tokens: number;
  #at: number;

  readonly #perSecond: number;
  readonly #environment: Environment;

  /** @param perSecond as `welcome` tells; the gateway takes twice that at once */
  constructor(perSecond: number, environment: Environment) {
    this.#perSecond = perSecond;
    this.#environment = environment;
    this.#tokens = perSecond;
    this.#at = environment.now();
  }

  /** Takes a place; or gives the milliseconds until there is one. */
  take(): number {
    const now = this.#environment.now();
    this.#tokens = Math.min(
      this.#perSecond,
      this.#tokens + ((now - this.#at) * this.#perSecond) / 1_000,
    );
    this.#at = now;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return 0;
    }
    return Math.ceil(((1 - this.#tokens) * 1_000) / this.#perSecond);
  }
}
