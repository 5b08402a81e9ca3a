import type { Client, ClientOptions } from "./types.js";

/** Connects to a gateway. */
export function connect(_options: ClientOptions = {}): Client {
  throw new Error("to come");
}
