import assert from "node:assert/strict";
import { test } from "node:test";
import { perFrame } from "../src/frame.js";
import { rest, RestError } from "../src/rest.js";
import { Bench, settle } from "./harness.js";

test("draws once a frame: the newest of each symbol, and each trade up to a bound", async () => {
  const frames: (() => void)[] = [];
  const own = globalThis.requestAnimationFrame;
  globalThis.requestAnimationFrame = (draw) => frames.push(draw as () => void);
  try {
    const bench = new Bench();
    const client = await bench.open();
    const drawn: unknown[] = [];
    const stop = perFrame(client.subscribe("quote", "*"), (quotes) =>
      drawn.push(quotes.map((each) => [each.s, each.bid])),
    );
    const trades: unknown[] = [];
    perFrame(
      client.subscribe("trade", "*"),
      (values) => trades.push(values.map((each) => each.seq)),
      { maxQueued: 2 },
    );
    await settle();
    bench.socket.snapshot("quote", { s: "a:1", seq: 1, bid: "1" }, { s: "a:2", seq: 1, bid: "2" });
    bench.socket.update("quote", { s: "a:1", seq: 2, prev: 1, bid: "3" });
    bench.socket.snapshot("trade", { s: "a:1", seq: 1 });
    for (let seq = 2; seq < 9; seq++) {
      bench.socket.update("trade", { s: "a:1", seq, prev: seq - 1 });
    }
    assert.equal(frames.length, 2);
    frames.splice(0).forEach((draw) => draw());
    assert.deepEqual(
      [drawn, trades],
      [
        [
          [
            ["a:1", "3"],
            ["a:2", "2"],
          ],
        ],
        [[7, 8]],
      ],
    );
    stop();
    bench.socket.update("quote", { s: "a:1", seq: 3, prev: 2, bid: "4" });
    assert.equal(frames.length, 0);
  } finally {
    globalThis.requestAnimationFrame = own;
  }
});

test("where nothing is drawn a timer stands for the frame", async () => {
  const bench = new Bench();
  const client = await bench.open();
  const drawn = new Promise<number>((resolve) =>
    perFrame(client.subscribe("quote", "*"), (quotes) => resolve(quotes.length)),
  );
  await settle();
  bench.socket.snapshot("quote", { s: "a:1", seq: 1 }, { s: "a:2", seq: 1 });
  assert.equal(await drawn, 2);
});

test("views by HTTP bring the token, encode symbols and tell what was wrong", async () => {
  const asked: [string, string | null][] = [];
  const answers = [
    new Response('{"symbols":[]}'),
    new Response('{"bars":[{"start":1}]}'),
    new Response('{"data":[]}'),
    new Response('{"code":"forbidden","message":"no"}', { status: 403 }),
    new Response("<html>", { status: 503, headers: { "Retry-After": "3" } }),
    new Response(null, { status: 204 }),
  ];
  const fetch = (async (url: string, init: { headers: Headers }) => {
    asked.push([url, init.headers.get("Authorization")]);
    return answers.shift();
  }) as unknown as typeof globalThis.fetch;
  const views = rest({ url: "http://gw/", token: () => "t", fetch });
  await views.symbols();
  assert.deepEqual(await views.bars("kraken:BTC/USD", { interval: "5m", limit: 2 }), [
    { start: 1 },
  ]);
  await views.snapshot("book", ["a:1", "a:2"], { depth: 25 });
  const refused = { status: 403, code: "forbidden", message: "no" };
  await assert.rejects(
    views.request("/x"),
    (thrown) =>
      thrown instanceof RestError &&
      assert.deepEqual({ ...refused, ...thrown }, { ...thrown, ...refused }) === undefined,
  );
  await assert.rejects(views.request("/x"), {
    status: 503,
    retryAfterMs: 3_000,
    message: "HTTP 503",
  });
  assert.equal(await views.request("/x", { method: "DELETE" }), null);
  assert.deepEqual(asked.slice(0, 3), [
    ["http://gw/v1/symbols", "Bearer t"],
    ["http://gw/v1/bars/kraken%3ABTC/USD?interval=5m&limit=2", "Bearer t"],
    ["http://gw/v1/snapshot?channel=book&symbols=a%3A1%2Ca%3A2&depth=25", "Bearer t"],
  ]);
});
