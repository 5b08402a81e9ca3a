import assert from "node:assert/strict";
import { test } from "node:test";
import { closeAction } from "../src/close.js";
import { Bench, seeded, settle } from "./harness.js";

test("close codes are what PROTOCOL section 5 says", () => {
  const actions = {
    never: [1002, 1003, 1007, 1009, 4500, 4501, 4503, 4504, 4999],
    asked: [4502],
    soon: [4000, 4001, 4002],
    later: [1000, 1001, 1005, 1006, 1011, 1012, 1013, 4003, 4499],
  };
  for (const [action, codes] of Object.entries(actions)) {
    codes.forEach((code) => assert.equal(closeAction(code), action, String(code)));
  }
});

test("a code that says never ends it until reconnect is called", async () => {
  const bench = new Bench();
  const client = await bench.open();
  for (const code of [4500, 4501, 4502, 4503, 4504, 1009]) {
    bench.socket.drop(code, "why");
    assert.equal(client.state, "ended");
    const last = bench.told("state").at(-1);
    assert.deepEqual(
      [last?.code, last?.reason, last?.action],
      [code, "why", code === 4502 ? "asked" : "never"],
    );
    const { length } = bench.sockets;
    await bench.clock.advance(600_000);
    assert.equal(bench.sockets.length, length);
    client.reconnect();
    await settle();
    assert.equal(bench.sockets.length, length + 1);
    bench.socket.welcome();
    assert.equal(client.state, "open");
  }
});

test("waits grow with each failure, with full jitter, and start over after a while of success", async () => {
  const bench = new Bench();
  const client = await bench.connect();
  bench.clock.random = () => 0.999999;
  const waits = [];
  for (let i = 0; i < 9; i++) {
    bench.socket.drop(1006);
    waits.push(bench.told("state").at(-1)?.retryInMs);
    await bench.clock.advance(bench.clock.next());
  }
  assert.deepEqual(waits, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000]);
  bench.socket.welcome();
  bench.socket.drop(1006);
  assert.equal(bench.told("state").at(-1)?.retryInMs, 30_000, "it didn't last");
  await bench.clock.advance(30_000);
  bench.socket.welcome({ heartbeatMs: 60_000 });
  await bench.clock.advance(5_000);
  bench.socket.drop(4000);
  assert.equal(bench.told("state").at(-1)?.retryInMs, 500);
  client.close();
  const seed = 7;
  const other = new Bench();
  other.clock.random = seeded(seed);
  await other.connect({ backoff: { firstMs: 100, maxMs: 1_000 } });
  for (let i = 0; i < 50; i++) {
    other.socket.drop(1006);
    const { retryInMs = -1 } = other.told("state").at(-1) ?? {};
    assert.ok(
      retryInMs >= 0 && retryInMs <= Math.min(1_000, 200 * 2 ** i),
      `seed ${seed}: ${retryInMs} at ${i}`,
    );
    await other.clock.advance(retryInMs);
  }
});

test("a full gateway is asked much later", async () => {
  const bench = new Bench();
  await bench.connect();
  bench.socket.drop(1013);
  assert.equal(bench.told("state").at(-1)?.retryInMs, 4_000);
});

test("after a drain it comes back when the gateway said", async () => {
  const bench = new Bench();
  await bench.open();
  bench.socket.say({ type: "notice", code: "drain", reconnectAfterMs: 1_234 });
  bench.socket.drop(1012);
  assert.deepEqual(bench.told("drain"), [{ reconnectAfterMs: 1_234 }]);
  await bench.clock.advance(1_233);
  assert.equal(bench.sockets.length, 1);
  await bench.clock.advance(1);
  assert.equal(bench.sockets.length, 2);
});

test("a drain's time counts from when it was told, and data comes until the close", async () => {
  const bench = new Bench();
  await bench.open();
  bench.socket.say({ type: "notice", code: "drain", reconnectAfterMs: 1_500 });
  await bench.clock.advance(1_400);
  bench.socket.drop(1012);
  assert.equal(bench.told("state").at(-1)?.retryInMs, 100);
  await bench.clock.advance(100);
  assert.equal(bench.sockets.length, 2);
  await bench.open();
  bench.socket.say({ type: "notice", code: "drain", reconnectAfterMs: 1_500 });
  await bench.clock.advance(1_600);
  bench.socket.drop(1012);
  assert.equal(bench.told("state").at(-1)?.retryInMs, 0);
});

test("silence longer than two heartbeats is a dead link, a heartbeat in time isn't", async () => {
  const bench = new Bench();
  const client = await bench.open();
  for (let i = 0; i < 10; i++) {
    await bench.clock.advance(2_400);
    bench.socket.say({
      type: "heartbeat",
      ts: bench.clock.now() * 1_000 + 40_000,
      feeds: [{ id: "f", state: "stale", ageMs: 9 }],
    });
  }
  assert.equal(bench.sockets.length, 1);
  assert.deepEqual(client.feeds, [{ id: "f", state: "stale", ageMs: 9 }]);
  assert.equal(client.stats.clockOffsetMs, 40);
  await bench.clock.advance(2_500);
  assert.deepEqual(bench.told("dead"), [{ silentMs: 2_500 }]);
  assert.equal(bench.told("state").at(-1)?.code, 4002);
  assert.ok(bench.sockets[0]?.closed);
  await bench.clock.advance(500);
  assert.equal(bench.sockets.length, 2);
});

test("an attempt that hangs is given up", async () => {
  const bench = new Bench();
  await bench.connect({ connectTimeoutMs: 3_000 });
  await bench.clock.advance(3_000);
  assert.equal(bench.told("state").at(-1)?.state, "waiting");
  assert.equal(bench.told("dead").length, 0);
});

test("the token travels as subprotocol, and by message when that fails without a reason", async () => {
  const bench = new Bench();
  const client = await bench.connect({ token: () => "a.b.c" });
  assert.equal(bench.socket.url, "ws://gw/v1/stream");
  assert.deepEqual(bench.socket.protocols, [
    "tickgate.v1.json",
    "bearer-token-carrier",
    "quarkus-http-upgrade#Authorization#Bearer%20a.b.c",
  ]);
  bench.socket.drop(1006);
  await bench.clock.advance(1_000);
  assert.deepEqual(bench.socket.protocols, ["tickgate.v1.json"]);
  bench.socket.polite = false;
  bench.socket.welcome({ auth: { required: true, deadlineMs: 5_000 } });
  await settle();
  assert.equal(client.state, "connecting");
  assert.deepEqual(bench.socket.sent, [{ op: "auth", token: "a.b.c", id: 1 }]);
  bench.socket.say({
    type: "error",
    id: 1,
    code: "unauthorized",
    message: "bad signature",
    retryable: false,
  });
  bench.socket.drop(4500);
  await settle();
  assert.deepEqual(bench.told("error"), [
    { code: "unauthorized", message: "bad signature", retryable: false },
  ]);
  assert.equal(client.state, "ended");
});

test("nothing is asked for before the token is taken", async () => {
  const bench = new Bench();
  const client = await bench.connect({ token: async () => "t", authenticate: "message" });
  client.subscribe("ticker", "a:B");
  bench.socket.polite = false;
  bench.socket.welcome({ auth: { required: true, deadlineMs: 5_000 } });
  await settle();
  assert.deepEqual(
    bench.socket.sent.map((each) => each.op),
    ["auth"],
  );
  bench.socket.say({ type: "ack", id: 1, op: "auth", expiresAt: 5 });
  await settle();
  assert.deepEqual(
    bench.socket.sent.map((each) => each.op),
    ["auth", "subscribe"],
  );
  assert.deepEqual(bench.told("token"), [{ expiresAt: 5 }]);
});

test("a token is renewed in place before its end, and when the gateway says it is time", async () => {
  const bench = new Bench();
  let count = 0;
  const client = await bench.connect({ token: () => `t${++count}` });
  const expires = (ms: number) => (bench.clock.now() + ms) * 1_000;
  bench.socket.polite = false;
  bench.socket.welcome({
    auth: { required: true, subject: "alice", expiresAt: expires(600_000) },
    heartbeatMs: 10_000_000,
  });
  await bench.clock.advance(509_000);
  assert.equal(bench.socket.asked("auth").length, 0);
  await bench.clock.advance(1_000);
  assert.deepEqual(
    bench.socket.asked("auth").map((each) => each.token),
    ["t2"],
  );
  bench.socket.say({
    type: "ack",
    id: 1,
    op: "auth",
    granted: [],
    refused: [],
    expiresAt: expires(600_000),
  });
  await bench.clock.advance(100_000);
  bench.socket.say({ type: "notice", code: "token_expiring", expiresAt: expires(60_000) });
  await settle();
  assert.deepEqual(
    bench.socket.asked("auth").map((each) => each.token),
    ["t2", "t3"],
  );
  bench.socket.drop(4001);
  await bench.clock.advance(500);
  assert.ok(bench.socket.protocols[2]?.endsWith("%20t4"));
  assert.equal(client.state, "connecting");
});

test("a provider that fails is an error and another try", async () => {
  const bench = new Bench();
  let fails = true;
  await bench.connect({ token: () => (fails ? Promise.reject(new Error("no network")) : "t") });
  assert.equal(bench.sockets.length, 0);
  assert.deepEqual(
    bench.told("error").map((each) => each.code),
    ["token_provider"],
  );
  fails = false;
  await bench.clock.advance(1_000);
  assert.equal(bench.sockets.length, 1);
});

test("a token that comes late opens a connection that has ended for want of one", async () => {
  const bench = new Bench();
  let token: string | null = null;
  const client = await bench.connect({ token: () => token });
  bench.socket.welcome({ auth: { required: true, deadlineMs: 5_000 } });
  bench.socket.drop(4500);
  token = "late";
  await client.refreshToken();
  await settle();
  assert.equal(bench.sockets.length, 2);
  assert.equal(bench.socket.protocols.length, 3);
});

test("without a token it doesn't wait for the gateway to lose its patience", async () => {
  const bench = new Bench();
  const client = await bench.connect({ token: () => null });
  bench.socket.welcome({ auth: { required: true, deadlineMs: 5_000 } });
  await settle();
  assert.equal(client.state, "ended");
  assert.equal(bench.told("state").at(-1)?.code, 4500);
});

test("what can't be read is told, and the next message goes on", async () => {
  const bench = new Bench();
  const client = await bench.open();
  for (const data of [
    "{",
    "nonsense",
    "",
    "null",
    "[]",
    "7",
    '{"type":"update","channel":"ticker","data":7}',
    '{"type":"of tomorrow"}',
    '{"type":"notice","code":"of_tomorrow","x":1}',
  ]) {
    bench.socket.onmessage?.({ data });
  }
  assert.deepEqual(
    bench.told("error").map((each) => each.code),
    Array(4).fill("protocol"),
  );
  assert.deepEqual(bench.told("notice"), [{ code: "of_tomorrow", x: 1 }]);
  assert.equal(await client.ping(), 0);
});

test("requests end with their connection", async () => {
  const bench = new Bench();
  const client = await bench.open();
  bench.socket.polite = false;
  const ping = client.ping();
  bench.socket.drop(1006);
  await assert.rejects(ping, /not connected/);
  await assert.rejects(client.ping(), /not connected/);
});

test("caps and pauses are kept over a reconnect", async () => {
  const bench = new Bench();
  const client = await bench.open();
  await client.configure(64);
  await client.pause();
  bench.socket.drop(1006);
  await bench.clock.advance(1_000);
  bench.socket.welcome();
  await settle();
  assert.deepEqual(
    bench.socket.sent.map(({ id: _, ...each }) => each),
    [{ op: "configure", maxKbps: 64 }, { op: "pause" }],
  );
});

test("close is the end", async () => {
  const bench = new Bench();
  const client = await bench.open();
  const subscription = client.subscribe("trade", "a:B");
  const next = subscription[Symbol.asyncIterator]().next();
  client.close();
  assert.deepEqual(await next, { done: true, value: undefined });
  assert.equal(client.state, "ended");
  client.reconnect();
  await bench.clock.advance(100_000);
  assert.equal(bench.sockets.length, 1);
  assert.ok(bench.socket.closed);
});
