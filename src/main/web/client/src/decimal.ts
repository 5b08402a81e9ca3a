import type { Decimal } from "./types.js";

/**
 * Below 0, 0 or above 0 as `a` is less than, equal to or greater than `b`; exact whatever the number
 * of digits.
 */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a === b) {
    return 0;
  }
  const minusA = a.startsWith("-");
  if (minusA !== b.startsWith("-")) {
    const zeros = isZero(a) && isZero(b);
    return zeros ? 0 : minusA ? -1 : 1;
  }
  return minusA ? magnitudes(b.slice(1), a.slice(1)) : magnitudes(a, b);
}

/** Whether a size takes its level away. */
export function isZero(decimal: Decimal): boolean {
  return /^-?0*\.?0*$/.test(decimal);
}

function magnitudes(a: string, b: string): number {
  const [wholeA, fractionA] = parts(a);
  const [wholeB, fractionB] = parts(b);
  if (wholeA.length !== wholeB.length) {
    return wholeA.length - wholeB.length; // no leading zeros: longer is greater
  }
  if (wholeA !== wholeB) {
    return wholeA < wholeB ? -1 : 1;
  }
  const digits = Math.max(fractionA.length, fractionB.length);
  const left = fractionA.padEnd(digits, "0");
  const right = fractionB.padEnd(digits, "0");
  return left === right ? 0 : left < right ? -1 : 1;
}

function parts(decimal: string): [whole: string, fraction: string] {
  const point = decimal.indexOf(".");
  return point < 0 ? [decimal, ""] : [decimal.slice(0, point), decimal.slice(point + 1)];
}
