import type { CloseAction } from "./types.js";

/** A full gateway is asked that many times later than one that was away. */
const FULL_STEPS = 4;

/**
 * The longest wait before an attempt, of which chance takes a part (full jitter: a thousand clients
 * that lost their gateway together come back apart).
 *
 * @param attempt those without success so far
 */
export function longestWait(
  attempt: number,
  action: CloseAction,
  code: number,
  firstMs: number,
  maxMs: number,
): number {
  const steps = attempt + (code === 1013 ? FULL_STEPS : action === "soon" ? 0 : 1);
  return Math.min(maxMs, firstMs * 2 ** Math.min(steps, 30)); // 2^30 of anything is beyond maxMs
}
