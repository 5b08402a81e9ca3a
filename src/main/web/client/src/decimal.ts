import type { Decimal } from "./types.js";

/**
 * Below 0, 0 or above 0 as `a` is less than, equal to or greater than `b`; exact whatever the number
 * of digits.
 */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const point = a.indexOf(".");
  if (a.length === b.length && point === b.indexOf(".") && a >= "0" && b >= "0") {
    return a < b ? -1 : Number(a > b); // alike in shape, as the prices of a book mostly are
  }
  const scale = Math.max(decimals(a), decimals(b));
  const difference = scaled(a, scale) - scaled(b, scale);
  return difference < 0n ? -1 : Number(difference > 0n);
}

/** Whether a size takes its level away. */
export function isZero(decimal: Decimal): boolean {
  return /^-?0*\.?0*$/.test(decimal);
}

function decimals(decimal: string): number {
  return decimal.split(".")[1]?.length ?? 0;
}

function scaled(decimal: string, scale: number): bigint {
  return BigInt(decimal.replace(".", "") + "0".repeat(scale - decimals(decimal)));
}
