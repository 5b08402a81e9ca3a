import type { Client, SharedOptions } from "./types.js";

/**
 * Connects through a worker that all tabs of the origin share; over a connection of its own where
 * there are no shared workers, or where the worker doesn't start.
 */
export function connectShared(_options: SharedOptions): Client {
  throw new Error("to come");
}
