/**
 * The shared worker of an origin: one connection to the gateway for all its tabs. Its own entry,
 * `tickgate-client/worker`, to be given to `new SharedWorker`.
 */
import { SYSTEM } from "./environment.js";
import { Hubs } from "./hub.js";
import type { Port } from "./port.js";

const hubs = new Hubs(SYSTEM);

(globalThis as unknown as { onconnect: (event: MessageEvent) => void }).onconnect = (event) => {
  hubs.serve(event.ports[0] as unknown as Port);
};
