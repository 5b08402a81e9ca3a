/**
 * As much of CBOR (RFC 8949) as the protocol uses: integers, text, arrays and maps of either kind of
 * length, true, false and null. Prices are text, so no digit passes through a float.
 */

/** Bytes that aren't an item that the protocol uses. */
export class CborError extends Error {}

function fail(): never {
  throw new CborError("not of the protocol");
}

/** Deeper than any message; what is deeper is no message. */
const MAX_DEPTH = 16;

const BREAK = Symbol("break");
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Reads the one item that the bytes are; throws `CborError`. */
export function decodeCbor(bytes: Uint8Array): unknown {
  let at = 0;

  const byte = () => bytes[at++] ?? fail();

  /** The argument of an item's head (section 3). */
  const argument = (info: number): number => {
    if (info < 24) {
      return info;
    }
    let value = 0;
    for (let left = info > 27 ? fail() : 1 << (info - 24); left > 0; left--) {
      value = value * 256 + byte();
    }
    return Number.isSafeInteger(value) ? value : fail();
  };

  const chunk = (length: number): string => {
    const start = at;
    at += length;
    if (at > bytes.length) {
      fail();
    }
    let text = "";
    for (let i = start; i < at; i++) {
      const code = bytes[i] as number;
      if (code > 127) {
        return unicode(bytes.subarray(start, at));
      }
      text += String.fromCharCode(code); // short ASCII is the usual case, and the decoder's call dear
    }
    return text;
  };

  const text = (info: number): string => {
    if (info < 31) {
      return chunk(argument(info));
    }
    let joined = "";
    for (let head = byte(); head !== 0xff; head = byte()) {
      joined += head >> 5 === 3 && head < 0x7f ? chunk(argument(head & 31)) : fail();
    }
    return joined;
  };

  /** Reads as many as announced, or until the break where that is how it ends. */
  const each = (info: number, next: () => boolean): void => {
    if (info === 31) {
      while (next()) {}
      return;
    }
    for (let left = argument(info); left > 0; left--) {
      next() || fail();
    }
  };

  const array = (info: number, depth: number): unknown[] => {
    const items: unknown[] = [];
    each(info, () => {
      const value = item(depth);
      return value !== BREAK && items.push(value) > 0;
    });
    return items;
  };

  const map = (info: number, depth: number): Record<string, unknown> => {
    const fields: Record<string, unknown> = {};
    each(info, () => {
      const key = item(depth);
      if (key === BREAK) {
        return false;
      }
      const value = item(depth);
      if (typeof key !== "string" || value === BREAK) {
        fail();
      }
      if (key !== "__proto__") {
        fields[key] = value;
      }
      return true;
    });
    return fields;
  };

  /** The next item, or BREAK. */
  const item = (depth: number): unknown => {
    const first = depth > MAX_DEPTH ? fail() : byte();
    const info = first & 31;
    switch (first >> 5) {
      case 0:
        return argument(info);
      case 1:
        return -1 - argument(info);
      case 3:
        return text(info);
      case 4:
        return array(info, depth + 1);
      case 5:
        return map(info, depth + 1);
      case 7:
        return simple(info);
      default:
        fail();
    }
  };

  const whole = item(0);
  return whole === BREAK || at !== bytes.length ? fail() : whole;
}

function unicode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    fail();
  }
}

function simple(info: number): unknown {
  const at = [20, 21, 22, 31].indexOf(info);
  return at < 0 ? fail() : [false, true, null, BREAK][at];
}

/** Writes a request: maps, arrays, text, integers from 0, true and false. */
export function encodeCbor(item: unknown): Uint8Array<ArrayBuffer> {
  const out: number[] = [];
  write(item, out);
  return new Uint8Array(out);
}

function write(item: unknown, out: number[]): void {
  if (typeof item === "number") {
    head(0, item, out);
  } else if (typeof item === "string") {
    const bytes = new TextEncoder().encode(item);
    head(3, bytes.length, out);
    for (const byte of bytes) {
      out.push(byte);
    }
  } else if (Array.isArray(item)) {
    head(4, item.length, out);
    item.forEach((each) => write(each, out));
  } else if (typeof item === "object" && item !== null) {
    const entries = Object.entries(item).filter(([, value]) => value !== undefined);
    head(5, entries.length, out);
    for (const [key, value] of entries) {
      write(key, out);
      write(value, out);
    }
  } else {
    out.push(item === true ? 0xf5 : item === false ? 0xf4 : 0xf6);
  }
}

/** The shortest form (section 4.2.1). */
function head(major: number, value: number, out: number[]): void {
  const size = value < 24 ? 0 : value < 0x100 ? 1 : value < 0x10000 ? 2 : value < 2 ** 32 ? 4 : 8;
  out.push((major << 5) | (size === 0 ? value : 24 + Math.log2(size)));
  for (let i = size - 1; i >= 0; i--) {
    out.push(Math.floor(value / 256 ** i) % 256);
  }
}
