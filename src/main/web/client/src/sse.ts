import type { Link, LinkListener } from "./link.js";
import type { Request, ServerMessage } from "./messages.js";
import { toQuery } from "./url.js";

/** A glob that covers nothing: a stream of it brings welcome and heartbeats. */
const PROBE: Request = { op: "subscribe", channel: "ticker", symbols: ["-:-*"] };

/** Where and how to read server-sent events. */
export interface SseAddress {
  url: string;
  token: string | undefined;
  fetch: typeof fetch;
  /** The last event id by query, kept from one link to the next: trades go on from it. */
  lastIds: Map<string, string>;
}

/**
 * Reads `/v1/sse`: a stream for each subscribe request, which together look like one link. Over
 * `fetch`, as an `EventSource` can't bring a token. Requests other than subscribe and unsubscribe
 * are refused, as there is no way to bring them.
 */
export function openSse(address: SseAddress, listener: LinkListener): Link {
  return new SseLink(address, listener);
}

interface Stream {
  channel: string;
  symbols: Set<string>;
  abort: AbortController;
}

class SseLink implements Link {
  readonly #streams = new Set<Stream>();
  #probe: Stream | undefined;
  #welcomed = false;
  #over = false;

  readonly #address: SseAddress;
  readonly #listener: LinkListener;

  constructor(address: SseAddress, listener: LinkListener) {
    this.#address = address;
    this.#listener = listener;
    this.#probe = this.#start(PROBE);
  }

  send(request: Request): void {
    if (request.op === "subscribe") {
      this.#start(request);
    } else if (request.op === "unsubscribe") {
      this.#stop(request);
    } else {
      const code = "unknown_op";
      this.#answer({ type: "error", code, message: `${request.op} needs a WebSocket` }, request);
    }
  }

  /** In its turn, as an answer from afar would come. */
  #answer(message: ServerMessage, request: Request): void {
    queueMicrotask(() => this.#pass({ ...message, id: request.id } as ServerMessage, 0));
  }

  #pass(message: ServerMessage, size: number): void {
    if (!this.#over) {
      this.#listener.onMessage(message, size);
    }
  }

  #start(request: Request): Stream {
    const stream: Stream = {
      channel: request.channel as string,
      symbols: new Set(request.symbols as string[]),
      abort: new AbortController(),
    };
    this.#streams.add(stream);
    this.#read(stream, request).then(
      () => this.#lose(stream, "the stream ended"),
      (thrown: unknown) => this.#lose(stream, String(thrown)),
    );
    return stream;
  }

  /** One stream that ends ends all, as what it brought would be missing. */
  #lose(stream: Stream, reason: string): void {
    if (this.#streams.has(stream)) {
      this.#end(1006, reason);
    }
  }

  #stop(request: Request): void {
    for (const symbol of request.symbols as string[]) {
      for (const stream of this.#streams) {
        if (stream.channel === request.channel && stream.symbols.delete(symbol)) {
          this.#dropIfEmpty(stream);
        }
      }
    }
    this.#answer({ type: "ack", op: "unsubscribe" }, request);
  }

  #dropIfEmpty(stream: Stream): void {
    if (stream.symbols.size === 0) {
      this.#streams.delete(stream);
      stream.abort.abort();
    }
  }

  async #read(stream: Stream, request: Request): Promise<void> {
    const query = address(request);
    const { url, token, fetch, lastIds } = this.#address;
    const lastId = lastIds.get(query);
    const response = await fetch(`${url}/v1/sse?${query}`, {
      signal: stream.abort.signal,
      headers: {
        Accept: "text/event-stream",
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(lastId !== undefined && { "Last-Event-ID": lastId }),
      },
    });
    if (!response.ok || !response.body) {
      return this.#refuse(stream, request, response);
    }
    const lines = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let part = await lines.read(); !part.done; part = await lines.read()) {
      const split = (rest + part.value).split("\n");
      rest = split.pop() as string;
      for (const line of split) {
        if (line.startsWith("data: ")) {
          this.#onLine(stream, request, line.slice(6));
        } else if (line.startsWith("id: ")) {
          lastIds.set(query, line.slice(4));
        }
      }
    }
  }

  #refuse(stream: Stream, request: Request, response: Response): void {
    const { status, headers } = response;
    const message = `HTTP ${status}`;
    if (stream === this.#probe || status !== 403) {
      const seconds = Number(headers.get("Retry-After")) || 0;
      this.#end(closeCode(status), message, seconds * 1_000 || undefined);
      return;
    }
    this.#streams.delete(stream);
    this.#answer({ type: "error", code: "forbidden", message }, request);
  }

  #onLine(stream: Stream, request: Request, text: string): void {
    if (this.#streams.has(stream)) {
      try {
        this.#onData(stream, request, JSON.parse(text) as ServerMessage, text.length);
      } catch (thrown) {
        this.#listener.onGarbage(String(thrown));
      }
    }
  }

  #onData(stream: Stream, request: Request, message: ServerMessage, size: number): void {
    const [first] = this.#streams;
    if (message.type === "welcome") {
      this.#onWelcome(stream, message, size);
    } else if (message.type === "ack") {
      if (stream !== this.#probe) {
        this.#pass({ ...message, id: request.id } as ServerMessage, size);
      }
    } else if (message.type !== "notice" || message.code === "gap" || stream === first) {
      this.#pass(message, size); // each stream tells of the feeds; once is enough
    }
  }

  #onWelcome(stream: Stream, message: ServerMessage, size: number): void {
    if (!this.#welcomed) {
      this.#welcomed = true;
      this.#pass(message, size);
    } else if (this.#probe && stream !== this.#probe) {
      this.#probe.symbols.clear(); // its connection is one of the six that a browser gives a host
      this.#dropIfEmpty(this.#probe);
      this.#probe = undefined;
    }
  }

  #end(code: number, reason: string, retryAfterMs?: number): void {
    if (!this.#over) {
      this.close();
      this.#listener.onClose(code, reason, retryAfterMs);
    }
  }

  close(): void {
    this.#over = true;
    this.#streams.forEach((stream) => stream.abort.abort());
    this.#streams.clear();
  }
}

/** The same request always gives the same text, so that its last id is found again. */
function address({ op: _, id: __, symbols, ...terms }: Request): string {
  const query = toQuery({ ...terms, symbols: [...(symbols as string[])].sort() });
  query.sort();
  return String(query);
}

/** The close code that a WebSocket would have had for it. */
function closeCode(status: number): number {
  if (status === 401 || status === 403) {
    return status === 401 ? 4500 : 4501;
  }
  return status === 429 || status === 503 ? 1013 : 1006;
}
