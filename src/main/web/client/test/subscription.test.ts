import assert from "node:assert/strict";
import { test } from "node:test";
import { Bench, settle } from "./harness.js";

const plain = (request: Record<string, unknown> | undefined) => {
  const { id: _, ...rest } = request ?? {};
  return rest;
};

test("what is asked for in one turn goes in one request", async () => {
  const bench = new Bench();
  const client = await bench.open();
  client.subscribe("ticker", "a:1", { intervalMs: 250 });
  client.subscribe("ticker", ["a:2", "a:3"], { intervalMs: 250 });
  client.subscribe("book", "a:1", { depth: 25 });
  await settle();
  assert.deepEqual(bench.socket.sent.map(plain), [
    {
      op: "subscribe",
      channel: "ticker",
      symbols: ["a:1", "a:2", "a:3"],
      mode: "conflated",
      intervalMs: 250,
      changes: true,
    },
    {
      op: "subscribe",
      channel: "book",
      symbols: ["a:1"],
      mode: "conflated",
      intervalMs: 0,
      depth: 25,
    },
  ]);
});

test("several readers of a symbol share one subscription with the best of their terms", async () => {
  const bench = new Bench();
  const client = await bench.open({ changes: false });
  const first = client.subscribe("book", "a:1", { intervalMs: 1_000, depth: 10 });
  await settle();
  const second = client.subscribe("book", "a:1", { intervalMs: 100, depth: 25 });
  await settle();
  assert.deepEqual(
    bench.socket.asked("subscribe").map((each) => [each.intervalMs, each.depth]),
    [
      [1_000, 10],
      [100, 25],
    ],
  );
  const side = (start: number, step: number) =>
    Array.from({ length: 12 }, (_, i) => [String(start + i * step), "1"]);
  bench.socket.snapshot("book", { s: "a:1", seq: 1, bids: side(100, -1), asks: side(101, 1) });
  assert.deepEqual([first.get("a:1")?.bids.length, second.get("a:1")?.bids.length], [10, 12]);
  bench.socket.update("book", { s: "a:1", seq: 2, prev: 1, bids: [["100", "0"]], asks: [] });
  assert.deepEqual([first.get("a:1")?.bids.length, first.get("a:1")?.bids[9]?.[0]], [10, "90"]);
  second.close();
  await settle();
  assert.deepEqual(
    bench.socket.asked("subscribe").map((each) => each.depth),
    [10, 25, 10],
  );
  first.close();
  await settle();
  assert.deepEqual(bench.socket.asked("unsubscribe").map(plain), [
    { op: "unsubscribe", channel: "book", symbols: ["a:1"] },
  ]);
});

test("a name has the terms of the glob that covers it too", async () => {
  const bench = new Bench();
  const client = await bench.open({ changes: false });
  client.subscribe("quote", "a:*", { mode: "all" });
  client.subscribe("quote", "a:1", { intervalMs: 500 });
  await settle();
  const modes = Object.fromEntries(
    bench.socket
      .asked("subscribe")
      .flatMap((each) =>
        (each.symbols as string[]).map((name) => [name, [each.mode, each.intervalMs]]),
      ),
  );
  assert.deepEqual(modes, { "a:*": ["all", 0], "a:1": ["all", 0] });
});

test("changed fields are merged, deliveries are whole, and a field that is no more goes", async () => {
  const bench = new Bench();
  const client = await bench.open();
  const heard: unknown[] = [];
  const subscription = client.subscribe("ticker", "a:1", {}, (value, snapshot) =>
    heard.push([value.bid, value.ask, value.last, value.stale, snapshot]),
  );
  await settle();
  bench.socket.snapshot("ticker", { s: "a:1", seq: 5, bid: "1.10", ask: "1.20", last: "1.15" });
  bench.socket.update("ticker", { s: "a:1", seq: 6, prev: 5, bid: "1.11" });
  bench.socket.update("ticker", { s: "a:1", seq: 9, prev: 6, ask: null, stale: true });
  bench.socket.update("ticker", { s: "a:1", seq: 10, prev: 9, last: "1.1600" });
  assert.deepEqual(heard, [
    ["1.10", "1.20", "1.15", undefined, true],
    ["1.11", "1.20", "1.15", undefined, false],
    ["1.11", undefined, "1.15", true, false],
    ["1.11", undefined, "1.1600", undefined, false],
  ]);
  assert.deepEqual(Object.keys(subscription.get("a:1") ?? {}).sort(), [
    "bid",
    "last",
    "prev",
    "rx",
    "s",
    "seq",
    "ts",
  ]);
  assert.equal(client.stats.merged, 2);
});

test("where the gateway sends whole elements, a field that is absent is no more", async () => {
  const bench = new Bench();
  const client = await bench.open({ changes: false });
  const subscription = client.subscribe("ticker", "a:1");
  await settle();
  bench.socket.snapshot("ticker", { s: "a:1", seq: 5, bid: "1", ask: "2" });
  bench.socket.update("ticker", { s: "a:1", seq: 6, prev: 5, bid: "1" });
  assert.equal(subscription.get("a:1")?.ask, undefined);
});

test("one that joins gets what is known, in a later turn", async () => {
  const bench = new Bench();
  const client = await bench.open();
  client.subscribe("ticker", "a:1");
  await settle();
  bench.socket.snapshot("ticker", { s: "a:1", seq: 5, bid: "1" });
  const heard: unknown[] = [];
  client.subscribe("ticker", "a:*", {}, (value, snapshot) => heard.push([value.bid, snapshot]));
  assert.deepEqual(heard, []);
  await settle();
  assert.deepEqual(heard, [["1", true]]);
});

test("a listener that throws keeps nobody from hearing", async () => {
  const bench = new Bench();
  const client = await bench.open();
  let heard = 0;
  const uncaught: unknown[] = [];
  const own = globalThis.reportError;
  globalThis.reportError = (thrown) => uncaught.push(thrown);
  client.subscribe("trade", "a:1", {}, () => {
    throw new Error("mine");
  });
  client.subscribe("trade", "a:1", {}, () => heard++);
  await settle();
  bench.socket.snapshot("trade", { s: "a:1", seq: 5, price: "1", size: "1" });
  await settle();
  globalThis.reportError = own;
  assert.equal(heard, 1);
  assert.equal(uncaught.length, 1);
});

test("ready settles with the answer, and tells what was refused", async () => {
  const bench = new Bench();
  const client = await bench.open();
  bench.socket.polite = false;
  const subscription = client.subscribe("ticker", ["a:1", "no:such"], { intervalMs: 5 });
  await settle();
  bench.socket.say({
    type: "ack",
    id: 1,
    op: "subscribe",
    granted: [
      {
        channel: "ticker",
        symbol: "a:1",
        mode: "conflated",
        intervalMs: 250,
        timeliness: "realtime",
      },
    ],
    refused: [
      { symbol: "no:such", code: "unknown_symbol", message: "no feed has brought this symbol" },
    ],
  });
  await subscription.ready;
  assert.equal(subscription.granted.get("a:1")?.intervalMs, 250);
  assert.equal(subscription.refused.get("no:such")?.code, "unknown_symbol");
  assert.equal(bench.told("refused").length, 1);
  await bench.clock.advance(0);
  bench.socket.say({ type: "heartbeat", ts: 0, feeds: [] });
  for (let i = 0; i < 3; i++) {
    await bench.clock.advance(2_000);
    bench.socket.say({ type: "heartbeat", ts: 0, feeds: [] });
  }
  assert.deepEqual(
    bench.socket.asked("subscribe").map((each) => each.symbols),
    [["a:1", "no:such"], ["no:such"]],
    "asked again",
  );
});

test("a request refused for its rate is asked again when the gateway said", async () => {
  const bench = new Bench();
  const client = await bench.open();
  bench.socket.polite = false;
  client.subscribe("ticker", "a:1");
  await settle();
  bench.socket.say({
    type: "error",
    id: 1,
    code: "rate_limited",
    message: "",
    retryable: true,
    retryAfterMs: 700,
  });
  await bench.clock.advance(699);
  assert.equal(bench.socket.sent.length, 1);
  await bench.clock.advance(1);
  assert.equal(bench.socket.sent.length, 2);
});

test("no more requests a second than the gateway takes", async () => {
  const bench = new Bench();
  const client = await bench.open();
  for (let i = 0; i < 200; i++) {
    client.subscribe("ticker", `a:${i}`, { intervalMs: i });
  }
  await settle();
  assert.equal(bench.socket.sent.length, 50);
  await bench.clock.advance(1_000);
  assert.ok(bench.socket.sent.length <= 101, `${bench.socket.sent.length}`);
  bench.socket.say({ type: "heartbeat", ts: 0, feeds: [] });
  await bench.clock.advance(2_000);
  assert.equal(bench.socket.sent.length, 200);
});

test("wrong prev is found, and mended with a snapshot", async () => {
  const bench = new Bench();
  const client = await bench.open();
  const subscription = client.subscribe("quote", "a:1");
  await settle();
  bench.socket.snapshot("quote", { s: "a:1", seq: 5, bid: "1" });
  bench.socket.update(
    "quote",
    { s: "a:1", seq: 8, prev: 7, bid: "8" },
    { s: "a:1", seq: 9, prev: 8, bid: "9" },
  );
  assert.deepEqual(bench.told("mismatch"), [
    { channel: "quote", symbol: "a:1", kind: "prev", expected: 5, actual: 7 },
  ]);
  assert.equal(subscription.get("a:1")?.bid, "1");
  await bench.clock.advance(250);
  assert.equal(bench.socket.asked("subscribe").length, 2);
  bench.socket.snapshot("quote", { s: "a:1", seq: 9, bid: "9" });
  bench.socket.update("quote", { s: "a:1", seq: 10, prev: 9, bid: "10" });
  assert.equal(subscription.get("a:1")?.bid, "10");
});

test("a book with another checksum is asked for anew", async () => {
  const bench = new Bench();
  const client = await bench.open();
  const subscription = client.subscribe("book", "a:1");
  await settle();
  const { bookChecksum } = await import("../src/book.js");
  const before = bookChecksum([["9", "1"]], [["10", "1"]]);
  bench.socket.snapshot("book", {
    s: "a:1",
    seq: 1,
    bids: [["9", "1"]],
    asks: [["10", "1"]],
    checksum: before,
  });
  bench.socket.update("book", {
    s: "a:1",
    seq: 2,
    prev: 1,
    bids: [["9", "2"]],
    asks: [],
    checksum: before,
  });
  assert.deepEqual(
    bench.told("mismatch").map((each) => each.kind),
    ["checksum"],
  );
  assert.equal(subscription.get("a:1")?.bids[0]?.[1], "1");
  await bench.clock.advance(250);
  assert.equal(bench.socket.asked("subscribe").length, 2);
});

test("who closes and subscribes again waits for the new start, whatever the old stream brings", async () => {
  const bench = new Bench();
  const client = await bench.open();
  const first = client.subscribe("book", "a:1");
  await settle();
  bench.socket.snapshot("book", { s: "a:1", seq: 1, bids: [["9", "1"]], asks: [] });
  bench.socket.polite = false;
  first.close();
  const second = client.subscribe("book", "a:1");
  await settle();
  for (let seq = 2; seq <= 6; seq++) {
    bench.socket.update("book", { s: "a:1", seq, prev: seq - 1, bids: [["9", "2"]], asks: [] });
    await bench.clock.advance(100);
  }
  const [, again] = bench.socket.asked("subscribe");
  bench.socket.say({
    type: "ack",
    id: again?.id,
    op: "subscribe",
    granted: [{ channel: "book", symbol: "a:1", mode: "conflated", intervalMs: 0, depth: 10 }],
  });
  bench.socket.snapshot("book", { s: "a:1", seq: 6, bids: [["9", "3"]], asks: [] });
  bench.socket.update("book", { s: "a:1", seq: 7, prev: 6, bids: [["8", "1"]], asks: [] });
  await bench.clock.advance(1_000);
  assert.equal(bench.socket.asked("subscribe").length, 2, "asked once more");
  assert.deepEqual(bench.told("mismatch"), []);
  assert.equal(client.stats.mismatches, 0);
  assert.deepEqual(second.get("a:1")?.bids, [
    ["9", "3"],
    ["8", "1"],
  ]);
});

test("updates without a start are one mismatch, and one request", async () => {
  const bench = new Bench();
  const client = await bench.open();
  client.subscribe("quote", "a:*");
  await settle();
  for (let seq = 2; seq <= 6; seq++) {
    bench.socket.update("quote", { s: "a:1", seq, prev: seq - 1, bid: "1" });
  }
  assert.equal(client.stats.mismatches, 1);
  await bench.clock.advance(900);
  assert.equal(bench.socket.asked("subscribe").length, 2);
});

test("a book that never fits is asked for ever more seldom, until it does", async () => {
  const bench = new Bench();
  const client = await bench.connect();
  bench.socket.welcome({ heartbeatMs: 1_000_000 });
  const { bookChecksum } = await import("../src/book.js");
  const book = { s: "a:1", seq: 1, bids: [["9", "1"]], asks: [["10", "1"]] };
  const checksum = bookChecksum([["9", "1"]], [["10", "1"]]);
  const asked = () => bench.socket.asked("subscribe").length;
  client.subscribe("book", "a:1");
  await settle();
  let times = 1;
  for (const wait of [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
    bench.socket.snapshot("book", { ...book, checksum: 1 });
    await bench.clock.advance(wait - 1);
    assert.equal(asked(), times, `before ${wait} ms`);
    await bench.clock.advance(1);
    assert.equal(asked(), ++times, `after ${wait} ms`);
  }
  bench.socket.snapshot("book", { ...book, checksum });
  bench.socket.update("book", { ...book, seq: 2, prev: 1, checksum: 1 });
  await bench.clock.advance(250);
  assert.equal(asked(), times + 1, "soon again");
  bench.socket.snapshot("book", { ...book, checksum });
  bench.socket.update("book", { ...book, seq: 2, prev: 1, checksum: 1 });
  bench.socket.snapshot("book", { ...book, checksum });
  await bench.clock.advance(60_000);
  assert.equal(asked(), times + 1, "a snapshot came by itself");
});

test("trades go on from their seq after a reconnect, by name also under a glob", async () => {
  const bench = new Bench();
  const client = await bench.open();
  const seqs: number[] = [];
  const first = client.subscribe("trade", ["a:*", "b:1"], {}, (trade) => seqs.push(trade.seq));
  await settle();
  const socket = bench.socket;
  socket.snapshot("trade", { s: "a:1", seq: 5 }, { s: "b:1", seq: 70 });
  socket.update("trade", { s: "a:1", seq: 6, prev: 5 });
  socket.drop(1006);
  await bench.clock.advance(1_000);
  bench.socket.welcome();
  await settle();
  const asked = bench.socket.asked("subscribe").map((each) => [each.symbols, each.from]);
  assert.deepEqual(asked, [
    [["a:1"], 6],
    [["a:*"], undefined],
    [["b:1"], 70],
  ]);
  bench.socket.update("trade", { s: "a:1", seq: 7, prev: 6 });
  bench.socket.say({
    type: "notice",
    code: "gap",
    channel: "trade",
    symbol: "b:1",
    from: 71,
    to: 79,
    missed: 9,
  });
  bench.socket.update("trade", { s: "b:1", seq: 80, prev: 70 });
  assert.deepEqual(seqs, [5, 70, 6, 7, 80]);
  assert.deepEqual([client.stats.gaps, client.stats.missed, client.stats.mismatches], [1, 9, 0]);
  first.close();
  await settle();
  assert.deepEqual(bench.socket.asked("unsubscribe")[0]?.symbols, ["a:*", "a:1", "b:1"]);
});

test("a gap that was told is told once, though the connection ends behind it", async () => {
  const bench = new Bench();
  const client = await bench.open();
  const seqs: number[] = [];
  client.subscribe("trade", "a:1", {}, (trade) => seqs.push(trade.seq));
  await settle();
  const gap = { channel: "trade", symbol: "a:1", from: 6, to: 9, missed: 4 };
  bench.socket.snapshot("trade", { s: "a:1", seq: 5 });
  bench.socket.say({ type: "notice", code: "gap", ...gap });
  bench.socket.drop(1006);
  await bench.clock.advance(1_000);
  bench.socket.welcome();
  await settle();
  assert.equal(bench.socket.asked("subscribe")[0]?.from, 9);
  const next = { channel: "trade", symbol: "a:1", from: 10, to: 19, missed: 10 };
  bench.socket.say({ type: "notice", code: "gap", ...next });
  bench.socket.update("trade", { s: "a:1", seq: 20, prev: 9 });
  assert.deepEqual(seqs, [5, 20]);
  assert.deepEqual(bench.told("gap"), [gap, next]);
  assert.equal(client.stats.mismatches, 0);
});

test("a loss of trades that nobody told is told", async () => {
  const bench = new Bench();
  const client = await bench.open();
  client.subscribe("trade", "a:1");
  await settle();
  bench.socket.snapshot("trade", { s: "a:1", seq: 5 });
  bench.socket.update("trade", { s: "a:1", seq: 9, prev: 5 });
  assert.deepEqual(bench.told("gap"), [
    { channel: "trade", symbol: "a:1", from: 6, to: 8, missed: 3 },
  ]);
  bench.socket.snapshot("trade", { s: "a:1", seq: 9 });
  bench.socket.update("trade", { s: "a:1", seq: 9, prev: 5 });
  bench.socket.snapshot("trade", { s: "a:1", seq: 12 });
  assert.deepEqual(bench.told("gap").at(-1), {
    channel: "trade",
    symbol: "a:1",
    from: 10,
    to: 11,
    missed: 2,
  });
  assert.equal(client.stats.mismatches, 0);
});

test("in another life of the gateway trades don't go on, and it is said", async () => {
  const bench = new Bench();
  const client = await bench.open();
  client.subscribe("trade", "a:1");
  await settle();
  bench.socket.snapshot("trade", { s: "a:1", seq: 50 });
  bench.socket.drop(1012);
  await bench.clock.advance(1_000);
  bench.socket.welcome({ epoch: "f" });
  await settle();
  assert.equal(bench.socket.asked("subscribe")[0]?.from, undefined);
  bench.socket.snapshot("trade", { s: "a:1", seq: 60 });
  assert.deepEqual(bench.told("reset"), [{ channel: "trade", symbol: "a:1" }]);
  assert.equal(bench.told("gap").length, 0);
  assert.equal(client.stats.resets, 1);
});

test("after a feed started over only its symbols are reset", async () => {
  const bench = new Bench();
  const client = await bench.open();
  client.subscribe("trade", ["a:1", "b:1"]);
  await settle();
  bench.socket.snapshot("trade", { s: "a:1", seq: 50 }, { s: "b:1", seq: 50 });
  bench.socket.say({ type: "notice", code: "feed", feed: "b", state: "replay", epoch: "e.1" });
  bench.socket.snapshot("trade", { s: "b:1", seq: 1 });
  bench.socket.update("trade", { s: "a:1", seq: 51, prev: 50 });
  assert.deepEqual(bench.told("reset"), [{ channel: "trade", symbol: "b:1" }]);
  assert.deepEqual(bench.told("feed"), [{ feed: "b", state: "replay", epoch: "e.1" }]);
  bench.socket.drop(1006);
  await bench.clock.advance(1_000);
  bench.socket.welcome({ epoch: "e.1" });
  await settle();
  assert.deepEqual(
    bench.socket.asked("subscribe").map((each) => [each.symbols, each.from]),
    [
      [["a:1"], 51],
      [["b:1"], 1],
    ],
  );
});

test("bars of two lengths go over two connections, and the second ends with its readers", async () => {
  const bench = new Bench();
  const client = await bench.open();
  client.subscribe("bar", "a:1");
  const other = client.subscribe("bar", "a:1", { interval: "5m" });
  await settle();
  assert.equal(bench.sockets.length, 2);
  bench.socket.welcome();
  await settle();
  assert.deepEqual(
    bench.sockets.map((each) => each.asked("subscribe").map((one) => one.interval)),
    [["1m"], ["5m"]],
  );
  bench.socket.snapshot("bar", { s: "a:1", seq: 4, interval: "5m", start: 1 });
  assert.equal(other.get("a:1")?.interval, "5m");
  other.close();
  assert.ok(bench.socket.closed);
  assert.equal(client.state, "open");
});

test("bars that closed while it was away are asked for", async () => {
  const bench = new Bench();
  const client = await bench.open();
  const starts: number[] = [];
  const start = Math.floor(bench.clock.now() / 60_000) * 60e6;
  const bars = client.subscribe("bar", "a:1", {}, (bar) => starts.push(bar.start));
  await settle();
  bench.socket.snapshot("bar", { s: "a:1", seq: 4, interval: "1m", start });
  const away = 180_000 - (bench.clock.now() % 60_000);
  bench.socket.say({ type: "notice", code: "drain", reconnectAfterMs: away });
  bench.socket.drop(1012);
  await bench.clock.advance(away);
  bench.socket.welcome();
  await settle();
  assert.equal(bench.socket.asked("subscribe")[0]?.history, 3);
  const history = [0, 1, 2, 3].map((i) => ({
    s: "a:1",
    seq: 9,
    interval: "1m",
    start: start + i * 60e6,
  }));
  bench.socket.snapshot("bar", ...history.slice(1));
  bench.socket.snapshot("bar", ...history.slice(1));
  assert.equal(bars.get("a:1")?.start, start + 180e6);
  assert.equal(starts.length, 7);
});

test("an iterator keeps the newest of a symbol, and so many trades", async () => {
  const bench = new Bench();
  const client = await bench.open({ maxQueued: 3 });
  const quotes = client.subscribe("quote", ["a:1", "a:2"])[Symbol.asyncIterator]();
  const trades = client.subscribe("trade", "a:1")[Symbol.asyncIterator]();
  await settle();
  bench.socket.snapshot("quote", { s: "a:1", seq: 1, bid: "1" }, { s: "a:2", seq: 1, bid: "2" });
  bench.socket.update("quote", { s: "a:1", seq: 2, prev: 1, bid: "3" });
  bench.socket.snapshot("trade", { s: "a:1", seq: 1 });
  for (let seq = 2; seq <= 6; seq++) {
    bench.socket.update("trade", { s: "a:1", seq, prev: seq - 1 });
  }
  const first = await quotes.next();
  assert.deepEqual(
    [first.value.symbol, first.value.value.bid, first.value.snapshot],
    ["a:1", "3", true],
  );
  assert.equal((await quotes.next()).value.symbol, "a:2");
  const read = [await trades.next(), await trades.next(), await trades.next()];
  assert.deepEqual(
    read.map((each) => each.value.value.seq),
    [4, 5, 6],
  );
  assert.equal(client.stats.dropped, 3);
  const waiting = trades.next();
  await trades.return?.();
  assert.equal((await waiting).done, true);
});

test("notices of slowness are events", async () => {
  const bench = new Bench();
  await bench.open();
  bench.socket.say({ type: "notice", code: "slow", lagMs: 900, intervalMs: 500 });
  bench.socket.say({ type: "notice", code: "slow_cleared", intervalMs: 0 });
  assert.deepEqual(
    [bench.told("slow"), bench.told("slow_cleared")],
    [[{ lagMs: 900, intervalMs: 500 }], [{ intervalMs: 0 }]],
  );
});

test("what a new token takes away is told, and asked for again when one gives it back", async () => {
  const bench = new Bench();
  const client = await bench.connect({ token: () => "t" });
  bench.socket.welcome({ auth: { required: true, subject: "alice" } });
  const subscription = client.subscribe("ticker", "a:1");
  await subscription.ready;
  bench.socket.say({
    type: "notice",
    code: "revoked",
    refused: [{ channel: "ticker", symbol: "a:1", code: "forbidden", message: "no" }],
    subscriptions: 0,
  });
  assert.equal(subscription.refused.get("a:1")?.code, "forbidden");
  assert.equal(bench.told("revoked").length, 1);
  await client.refreshToken();
  await settle();
  assert.equal(bench.socket.asked("subscribe").length, 2);
  assert.equal(subscription.granted.size, 1);
});

test("an abort signal ends a subscription", async () => {
  const bench = new Bench();
  const client = await bench.open();
  const abort = new AbortController();
  client.subscribe("ticker", "a:1", { signal: abort.signal });
  await settle();
  abort.abort();
  await settle();
  assert.equal(bench.socket.asked("unsubscribe").length, 1);
  await assert.rejects(
    client.subscribe("ticker", "a:1", { signal: AbortSignal.abort() }).ready,
    /closed/,
  );
});
