/**
 * As much of CBOR (RFC 8949) as the protocol uses: integers, text, arrays and maps of either kind of
 * length, true, false and null. Prices are text, so no digit passes through a float.
 */

/** Bytes that aren't a CBOR item of ours. */
export class CborError extends Error {}

/** Deeper than any message; what is deeper is no message. */
const MAX_DEPTH = 16;

const BREAK = Symbol("break");
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Reads the one item that the bytes are; throws `CborError`. */
export function decodeCbor(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  const item = reader.item(0);
  if (item === BREAK || !reader.done()) {
    throw new CborError(`not one item in ${bytes.length} bytes`);
  }
  return item;
}

class Reader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  done(): boolean {
    return this.at === this.bytes.length;
  }

  /** The next item, or BREAK. */
  item(depth: number): unknown {
    if (depth > MAX_DEPTH) {
      throw new CborError("nested too deeply");
    }
    const first = this.byte();
    const info = first & 31;
    switch (first >> 5) {
      case 0:
        return this.length(info);
      case 1:
        return -1 - this.length(info);
      case 3:
        return this.text(info);
      case 4:
        return this.array(info, depth);
      case 5:
        return this.map(info, depth);
      case 7:
        return simple(info);
      default:
        throw new CborError(`item that the protocol doesn't have: ${first}`);
    }
  }

  private byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) {
      throw new CborError("ends too early");
    }
    return byte;
  }

  /** The argument of an item's head (section 3). */
  private length(info: number): number {
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw new CborError(`length of kind ${info}`);
    }
    let value = 0;
    for (let i = 1 << (info - 24); i > 0; i--) {
      value = value * 256 + this.byte();
    }
    if (!Number.isSafeInteger(value)) {
      throw new CborError("integer beyond 2^53-1");
    }
    return value;
  }

  private text(info: number): string {
    if (info !== 31) {
      return this.chunk(this.length(info));
    }
    let text = "";
    for (let head = this.byte(); head !== 0xff; head = this.byte()) {
      if (head >> 5 !== 3 || (head & 31) === 31) {
        throw new CborError("text with a part that isn't");
      }
      text += this.chunk(this.length(head & 31));
    }
    return text;
  }

  private chunk(length: number): string {
    const end = this.at + length;
    if (end > this.bytes.length) {
      throw new CborError("ends too early");
    }
    const start = this.at;
    this.at = end;
    let text = "";
    for (let i = start; i < end; i++) {
      const byte = this.bytes[i] as number;
      if (byte > 127) {
        return this.unicode(start, end);
      }
      text += String.fromCharCode(byte); // short ASCII is the usual case, and the decoder's call dear
    }
    return text;
  }

  private unicode(start: number, end: number): string {
    try {
      return utf8.decode(this.bytes.subarray(start, end));
    } catch {
      throw new CborError("text that isn't UTF-8");
    }
  }

  private array(info: number, depth: number): unknown[] {
    const items: unknown[] = [];
    this.each(info, () => {
      const item = this.item(depth + 1);
      if (item !== BREAK) {
        items.push(item);
      }
      return item !== BREAK;
    });
    return items;
  }

  private map(info: number, depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    this.each(info, () => {
      const key = this.item(depth + 1);
      if (key === BREAK) {
        return false;
      }
      const value = this.item(depth + 1);
      if (typeof key !== "string" || value === BREAK) {
        throw new CborError("map with a key that isn't text, or without its value");
      }
      if (key !== "__proto__") {
        map[key] = value;
      }
      return true;
    });
    return map;
  }

  /** Reads as many as announced, or until the break where that is how it ends. */
  private each(info: number, next: () => boolean): void {
    if (info === 31) {
      while (next()) {}
      return;
    }
    for (let left = this.length(info); left > 0; left--) {
      if (!next()) {
        throw new CborError("break where none may be");
      }
    }
  }
}

function simple(info: number): unknown {
  switch (info) {
    case 20:
      return false;
    case 21:
      return true;
    case 22:
      return null;
    case 31:
      return BREAK;
    default:
      throw new CborError(`simple value or float of kind ${info}`);
  }
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
