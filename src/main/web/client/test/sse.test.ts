import assert from "node:assert/strict";
import { test } from "node:test";
import { Bench, settle } from "./harness.js";

/** One response of the gateway, written by the test. */
class FakeStream {
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  aborted = false;
  readonly response: Response;

  constructor(
    readonly url: URL,
    readonly headers: Record<string, string>,
    signal: AbortSignal | null | undefined,
  ) {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.controller = controller;
      },
    });
    this.response = new Response(body);
    signal?.addEventListener("abort", () => {
      this.aborted = true;
      this.controller?.error(new Error("aborted"));
    });
  }

  write(text: string): void {
    this.controller?.enqueue(new TextEncoder().encode(text));
  }

  say(message: unknown): void {
    this.write(`data: ${JSON.stringify(message)}\n\n`);
  }

  welcome(epoch = "e"): void {
    this.say({
      type: "welcome",
      epoch,
      heartbeatMs: 1_000,
      limits: { subscriptions: 9, messagesPerSecond: 9 },
      auth: { required: false },
      compression: { mode: "off" },
    });
  }

  end(): void {
    this.controller?.close();
  }
}

class Site {
  readonly streams: FakeStream[] = [];
  refusal: Response | undefined;
  readonly fetch = (async (url: string, init: RequestInit) => {
    const stream = new FakeStream(
      new URL(url),
      init.headers as Record<string, string>,
      init.signal,
    );
    this.streams.push(stream);
    return this.refusal ?? stream.response;
  }) as unknown as typeof fetch;
}

const told = (stream: FakeStream | undefined) => Object.fromEntries(stream?.url.searchParams ?? []);

test("events are tried after two WebSockets failed, and WebSockets again after events", async () => {
  const bench = new Bench();
  const site = new Site();
  const client = await bench.connect({ sse: "auto", fetch: site.fetch });
  const transports = [];
  for (let i = 0; i < 5; i++) {
    transports.push(client.transport);
    client.transport === "stream" ? bench.socket.drop(1006) : site.streams.at(-1)?.end();
    await settle();
    await bench.clock.advance(bench.told("state").at(-1)?.retryInMs ?? 0);
  }
  assert.deepEqual(transports, ["stream", "stream", "sse", "stream", "sse"]);
  bench.socket.welcome();
  client.close();
});

test("a stream for each request, and the probe goes when one is there", async () => {
  const bench = new Bench();
  const site = new Site();
  const client = await bench.connect({ sse: "always", fetch: site.fetch, token: () => "t" });
  const seen: unknown[] = [];
  const subscription = client.subscribe("quote", ["a:2", "a:1"], { intervalMs: 250 }, (quote) =>
    seen.push(quote.bid),
  );
  await settle();
  const [probe] = site.streams;
  assert.deepEqual(
    [told(probe), probe?.headers.Authorization],
    [{ channel: "ticker", symbols: "-:-*" }, "Bearer t"],
  );
  probe?.welcome();
  await settle();
  const stream = site.streams[1];
  assert.deepEqual(told(stream), {
    channel: "quote",
    symbols: "a:1,a:2",
    mode: "conflated",
    intervalMs: "250",
    changes: "true",
  });
  stream?.welcome();
  stream?.say({
    type: "ack",
    op: "subscribe",
    granted: ["a:1", "a:2"].map((symbol) => ({
      channel: "quote",
      symbol,
      mode: "conflated",
      intervalMs: 250,
      changes: true,
    })),
    refused: [],
  });
  await subscription.ready;
  assert.ok(probe?.aborted);
  const text = JSON.stringify({
    type: "snapshot",
    channel: "quote",
    data: [{ s: "a:1", seq: 1, ts: 1, rx: 1, bid: "1.0" }],
  });
  for (const part of [`data: ${text.slice(0, 9)}`, text.slice(9), "\n", "\nda", "ta: {\n\n"]) {
    stream?.write(part);
    await settle();
  }
  assert.deepEqual(seen, ["1.0"]);
  assert.deepEqual(
    bench.told("error").map((each) => each.code),
    ["protocol"],
  );
  assert.equal(client.state, "open");
  await assert.rejects(client.ping(), /needs a WebSocket/);
  subscription.close();
  await settle();
  assert.ok(stream?.aborted);
  assert.equal(client.state, "open");
  client.close();
});

test("trades go on from the last event id", async () => {
  const bench = new Bench();
  const site = new Site();
  const client = await bench.connect({ sse: "always", fetch: site.fetch });
  client.subscribe("trade", ["a:2", "a:1"]);
  await settle();
  site.streams[0]?.welcome();
  await settle();
  const stream = site.streams[1];
  stream?.welcome();
  stream?.write("id: e;7,9\n");
  await settle();
  assert.equal(stream?.headers["Last-Event-ID"], undefined);
  stream?.end();
  await settle();
  await bench.clock.advance(1_000);
  site.streams[2]?.welcome();
  await settle();
  assert.deepEqual(
    [told(site.streams[3]), site.streams[3]?.headers["Last-Event-ID"]],
    [{ channel: "trade", symbols: "a:1,a:2", mode: "all", intervalMs: "0" }, "e;7,9"],
  );
  client.close();
});

test("statuses stand for close codes", async () => {
  for (const [status, code, retryInMs] of [
    [401, 4500, undefined],
    [403, 4501, undefined],
    [503, 1013, 7_000],
    [500, 1006, 500],
  ] as const) {
    const bench = new Bench();
    const site = new Site();
    site.refusal = new Response("", {
      status,
      headers: status === 503 ? { "Retry-After": "7" } : {},
    });
    await bench.connect({ sse: "always", fetch: site.fetch });
    await settle();
    const { code: told, retryInMs: wait } = bench.told("state").at(-1) ?? {};
    assert.deepEqual([told, wait], [code, retryInMs], String(status));
  }
});

test("a new token means new streams", async () => {
  const bench = new Bench();
  const site = new Site();
  let count = 0;
  const client = await bench.connect({
    sse: "always",
    fetch: site.fetch,
    token: () => `t${++count}`,
  });
  site.streams[0]?.welcome();
  await settle();
  await client.refreshToken();
  await bench.clock.advance(500);
  assert.equal(site.streams[1]?.headers.Authorization, "Bearer t3");
  client.close();
});
