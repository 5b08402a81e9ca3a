import type { Rest, RestOptions } from "./types.js";

/** An answer that isn't 2xx. */
export class RestError extends Error {
  /** With the status, and the gateway's code where it gave one. */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** From `Retry-After`, 0 for none. */
    readonly retryAfterMs: number = 0,
  ) {
    super(message);
  }
}

/** The views by HTTP of a gateway. */
export function rest(_options: RestOptions = {}): Rest {
  throw new Error("to come");
}
