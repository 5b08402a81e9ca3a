import { crc32 } from "./crc32.js";
import { compareDecimals, isZero } from "./decimal.js";
import type { Level } from "./types.js";

/** Levels that the checksum covers on each side. */
const CHECKED = 10;

/**
 * A side with changes applied: new levels in their place, size zero takes one away, and what is
 * beyond the depth is cut. Gives a new array.
 */
export function applyLevels(
  side: readonly Level[],
  changes: readonly Level[],
  descending: boolean,
  depth: number,
): readonly Level[] {
  if (changes.length === 0) {
    return side;
  }
  const levels = side.slice();
  for (const change of changes) {
    const at = place(levels, change[0], descending);
    const found = at < levels.length && compareDecimals((levels[at] as Level)[0], change[0]) === 0;
    const gone = isZero(change[1]);
    if (found || !gone) {
      levels.splice(at, found ? 1 : 0, ...(gone ? [] : [change]));
    }
  }
  return levels.slice(0, depth);
}

/** Where a price is, or would have to be. */
function place(levels: readonly Level[], price: string, descending: boolean): number {
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compareDecimals((levels[middle] as Level)[0], price);
    if (descending ? order > 0 : order < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/**
 * CRC32 as on Kraken v2: asks from the lowest, then bids from the highest, ten of each, of each the
 * digits of price and size without point and leading zeros.
 */
export function bookChecksum(bids: readonly Level[], asks: readonly Level[]): number {
  let digits = "";
  for (const side of [asks, bids]) {
    for (const [price, size] of side.slice(0, CHECKED)) {
      digits += bare(price) + bare(size);
    }
  }
  return crc32(digits);
}

function bare(decimal: string): string {
  return decimal.replace(".", "").replace(/^-?0*/, "");
}
