/** Whether a name stands for several symbols. */
export function isGlob(pattern: string): boolean {
  return pattern.includes("*");
}

/** Whether a name or glob covers a symbol; `*` stands for any characters, also none. */
export function covers(pattern: string, symbol: string): boolean {
  if (!isGlob(pattern)) {
    return pattern === symbol; // asked for each pair of subscription and symbol
  }
  const parts = pattern.split("*");
  const first = parts[0] as string;
  const last = parts[parts.length - 1] as string;
  if (!symbol.startsWith(first) || symbol.length < first.length + last.length) {
    return false;
  }
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = symbol.indexOf(part, at);
    if (found < 0) {
      return false;
    }
    at = found + part.length;
  }
  return symbol.endsWith(last) && symbol.length - last.length >= at;
}
