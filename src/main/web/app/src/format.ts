const MINUS = "−";
/** Shown where there is no value; one width with a digit in the fonts used. */
export const NONE = "–";

/**
 * A decimal as the venue sent it, digit for digit, with separators between thousands. Prices never
 * pass through a number on their way to the screen.
 */
export function exact(text: string | undefined): string {
  if (text === undefined) {
    return NONE;
  }
  const negative = text.startsWith("-");
  const digits = negative ? text.slice(1) : text;
  const point = digits.indexOf(".");
  let whole = point < 0 ? digits : digits.slice(0, point);
  const rest = point < 0 ? "" : digits.slice(point);
  for (let i = whole.length - 3; i > 0; i -= 3) {
    whole = `${whole.slice(0, i)},${whole.slice(i)}`;
  }
  return (negative ? MINUS : "") + whole + rest;
}

/** A size in a narrow column: about four digits that count. */
export function size(text: string | undefined): string {
  if (text === undefined) {
    return NONE;
  }
  const value = Number(text);
  if (value >= 100_000) {
    return compact(value);
  }
  if (value > 0 && value < 0.000_001) {
    return value.toExponential(0);
  }
  return value >= 1_000 ? value.toFixed(1) : value.toFixed(value >= 10 ? 2 : value >= 0.01 ? 4 : 6);
}

const UNITS: [number, string][] = [
  [1e12, "T"],
  [1e9, "B"],
  [1e6, "M"],
  [1e3, "K"],
];

/** Three or four digits and a unit. */
export function compact(value: number): string {
  for (const [unit, letter] of UNITS) {
    if (Math.abs(value) >= unit) {
      const scaled = value / unit;
      return scaled.toFixed(scaled >= 100 ? 1 : 2) + letter;
    }
  }
  return value >= 100 || value === 0 ? value.toFixed(0) : value.toFixed(value >= 1 ? 1 : 3);
}

/** A derived number with its sign. */
export function signed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) {
    return NONE;
  }
  const text = Math.abs(value).toFixed(decimals);
  const grouped = exact(text);
  return Number(text) === 0 ? grouped : (value > 0 ? "+" : MINUS) + grouped;
}

export function percent(value: number): string {
  return Number.isFinite(value) ? `${signed(value, 2)}%` : NONE;
}

/** Basis points of a spread. */
export function basisPoints(value: number): string {
  return Number.isFinite(value) ? value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2) : NONE;
}

export function decimals(text: string | undefined): number {
  const point = text?.indexOf(".") ?? -1;
  return text === undefined || point < 0 ? 0 : text.length - point - 1;
}

/** A stretch of time in a unit that can be read at a glance. */
export function duration(millis: number | undefined): string {
  if (millis === undefined || !Number.isFinite(millis)) {
    return NONE;
  }
  if (millis < 1_000) {
    return `${Math.max(0, Math.round(millis))} ms`;
  }
  if (millis < 60_000) {
    return `${(millis / 1_000).toFixed(1)} s`;
  }
  return millis < 3_600_000 ? `${Math.floor(millis / 60_000)} min` : `${Math.floor(millis / 3_600_000)} h`;
}

export function bytes(count: number): string {
  if (count < 1_000) {
    return `${Math.round(count)} B`;
  }
  return count < 1e6 ? `${(count / 1e3).toFixed(1)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}

/** Time of day of microseconds since the epoch, in the reader's zone. */
export function clock(micros: number, withMillis = true): string {
  const date = new Date(micros / 1_000);
  const two = (n: number) => String(n).padStart(2, "0");
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return withMillis ? `${time}.${String(date.getMilliseconds()).padStart(3, "0")}` : time;
}

/** Venue and native name of a symbol. */
export function parts(symbol: string): [venue: string, name: string] {
  const colon = symbol.indexOf(":");
  return [symbol.slice(0, colon), symbol.slice(colon + 1)];
}

/** A test for names and globs (`*` is any run of characters), as the gateway reads them. */
export function matcher(pattern: string): (name: string) => boolean {
  if (!pattern.includes("*")) {
    return (name) => name === pattern;
  }
  const pieces = pattern.split("*").map((each) => each.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const expression = new RegExp(`^${pieces.join(".*")}$`);
  return (name) => expression.test(name);
}
