import type { Channel, Subscription, Values } from "./types.js";

export interface FrameOptions {
  /** Deliveries kept for one frame where each counts, as trades do: 1000, the newest. */
  maxQueued?: number;
}

/**
 * Calls `render` at most once an animation frame (where there is none, every 16 ms) with what came
 * since: of ticker, quote and book the newest value of each symbol that has news; of trade and bar
 * every value in order, the newest `maxQueued`. Costs a map entry a tick. A hidden page isn't drawn.
 * Returns how to stop it.
 */
export function perFrame<C extends Channel>(
  _subscription: Subscription<C>,
  _render: (values: readonly Readonly<Values[C]>[]) => void,
  _options: FrameOptions = {},
): () => void {
  throw new Error("to come");
}
