import type { Terms } from "./messages.js";
import type { Channel, Depth, SubscribeOptions } from "./types.js";

/** The terms that one subscription alone would ask for. */
export function termsOf(channel: Channel, options: SubscribeOptions, changes: boolean): Terms {
  const { mode, intervalMs, fields } = options;
  return {
    mode: mode ?? (channel === "trade" ? "all" : "conflated"),
    intervalMs: intervalMs ?? 0,
    ...(fields && { fields: [...new Set(fields)].sort() }),
    ...(channel === "book" && { depth: options.depth ?? 10 }),
    ...(channel === "bar" && { interval: options.interval ?? "1m", history: options.history ?? 0 }),
    ...((channel === "ticker" || channel === "quote") && changes && { changes }),
  };
}

/** Terms that satisfy both, of the same channel and bar interval. */
export function mergeTerms(a: Terms, b: Terms): Terms {
  const { fields: _, ...rest } = a;
  const merged: Terms = {
    ...rest,
    mode: a.mode === "all" || b.mode === "all" ? "all" : "conflated",
    intervalMs: Math.min(a.intervalMs ?? 0, b.intervalMs ?? 0),
  };
  if (a.fields && b.fields) {
    merged.fields = [...new Set([...a.fields, ...b.fields])].sort();
  }
  if (a.depth && b.depth) {
    merged.depth = Math.max(a.depth, b.depth) as Depth;
  }
  if (a.history !== undefined && b.history !== undefined) {
    merged.history = Math.max(a.history, b.history);
  }
  return merged;
}
