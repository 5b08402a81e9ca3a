import { guarded } from "./emitter.js";
import { conflates } from "./queue.js";
import type { Channel, Subscription, Values } from "./types.js";

export interface FrameOptions {
  /** Deliveries kept for one frame where each counts, as trades do: 1000, the newest. */
  maxQueued?: number;
}

/** Between frames where nothing is drawn, as in Node: 60 a second. */
const FRAME_MS = 16;

/**
 * Calls `render` at most once an animation frame (where there is none, every 16 ms) with what came
 * since: of ticker, quote and book the newest value of each symbol that has news; of trade and bar
 * every value in order, the newest `maxQueued`. Costs a map entry a tick. A hidden page isn't drawn.
 * Returns how to stop it.
 */
export function perFrame<C extends Channel>(
  subscription: Subscription<C>,
  render: (values: readonly Readonly<Values[C]>[]) => void,
  { maxQueued = 1_000 }: FrameOptions = {},
): () => void {
  const conflated = conflates(subscription.channel, undefined);
  const newest = new Map<string, Readonly<Values[C]>>();
  let line: Readonly<Values[C]>[] = [];
  let cancel: (() => void) | undefined;
  const draw = () => {
    cancel = undefined;
    const values = conflated ? [...newest.values()] : line.slice(-maxQueued);
    newest.clear();
    line = [];
    guarded(() => render(values));
  };
  const stop = subscription.on((value) => {
    if (conflated) {
      newest.set(value.s, value);
    } else if (line.push(value) > 2 * maxQueued) {
      line = line.slice(-maxQueued);
    }
    cancel ??= nextFrame(draw);
  });
  return () => {
    stop();
    cancel?.();
  };
}

function nextFrame(draw: () => void): () => void {
  if (typeof requestAnimationFrame === "function") {
    const frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }
  const timer = setTimeout(draw, FRAME_MS);
  return () => clearTimeout(timer);
}
