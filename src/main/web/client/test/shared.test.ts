import assert from "node:assert/strict";
import { test } from "node:test";
import { Hubs } from "../src/hub.js";
import { Outbox } from "../src/outbox.js";
import type { Port } from "../src/port.js";
import { SharedClient } from "../src/shared.js";
import type { ClientOptions } from "../src/types.js";
import { Bench, settle } from "./harness.js";

/** A worker and the tabs that have its port. */
class Browser {
  readonly bench = new Bench();
  private readonly hubs = new Hubs(this.bench.clock);
  readonly ports: MessagePort[] = [];

  /** Opens a tab; `globalThis.WebSocket` of the worker is the bench's. */
  tab(options: ClientOptions = {}): SharedClient {
    const { port1, port2 } = new MessageChannel();
    this.ports.push(port1, port2);
    this.hubs.serve(port2 as unknown as Port);
    return new SharedClient(
      { url: "http://gw", sse: "never", ...options },
      port1 as unknown as Port,
      this.bench.clock,
    );
  }

  close(): void {
    this.ports.forEach((each) => each.close());
  }
}

/** Runs with a WebSocket that the worker finds, and without locks, which Node has not. */
async function inBrowser(task: (browser: Browser) => Promise<void>): Promise<void> {
  const browser = new Browser();
  const own = Object.getOwnPropertyDescriptor(globalThis, "WebSocket");
  Object.defineProperty(globalThis, "WebSocket", {
    value: browser.bench.WebSocket,
    configurable: true,
    writable: true,
  });
  try {
    await task(browser);
  } finally {
    browser.close();
    own
      ? Object.defineProperty(globalThis, "WebSocket", own)
      : delete (globalThis as { WebSocket?: unknown }).WebSocket;
  }
}

test("two tabs share one connection, each with its own subscriptions", () =>
  inBrowser(async (browser) => {
    const { bench } = browser;
    const one = browser.tab();
    await settle();
    bench.socket.welcome();
    await settle();
    const two = browser.tab();
    const told: unknown[] = [];
    two.on("state", ({ state }) => told.push(state));
    two.on("welcome", ({ epoch }) => told.push(epoch));
    await settle();
    assert.equal(bench.sockets.length, 1);
    assert.deepEqual(told, ["open", "e"]);
    assert.deepEqual([one.state, two.state, one.shared], ["open", "open", true]);
    const first = one.subscribe("quote", "a:1");
    await settle();
    bench.socket.snapshot("quote", { s: "a:1", seq: 1, bid: "1" });
    await first.ready;
    const heard: unknown[] = [];
    const second = two.subscribe("quote", ["a:1", "a:2"], {}, (quote, snapshot) =>
      heard.push([quote.s, quote.bid, snapshot]),
    );
    await second.ready;
    await settle();
    bench.socket.update("quote", { s: "a:1", seq: 2, prev: 1, bid: "2" });
    await settle();
    assert.deepEqual(heard, [
      ["a:1", "1", true],
      ["a:1", "2", false],
    ]);
    assert.equal(first.get("a:1")?.bid, "2");
    assert.deepEqual(
      bench.socket.asked("subscribe").map((each) => each.symbols),
      [["a:1"], ["a:2"]],
    );
    assert.equal(two.stats.elements, 2);
    one.close();
    await settle();
    assert.deepEqual(bench.socket.asked("unsubscribe"), [], "the other tab still reads it");
    two.close();
    await settle();
    assert.ok(bench.socket.closed, "nobody is left");
  }));

test("a tab that dies without a word is noticed", () =>
  inBrowser(async (browser) => {
    const { bench } = browser;
    const one = browser.tab();
    const two = browser.tab();
    await settle();
    bench.socket.welcome({ heartbeatMs: 1_000_000 });
    one.subscribe("quote", "a:1");
    two.subscribe("quote", "a:2");
    await settle();
    const [, , dead] = browser.ports;
    dead?.close(); // frozen or killed: nothing comes from it any more
    for (let i = 0; i < 6; i++) {
      await bench.clock.advance(15_000);
    }
    assert.deepEqual(
      bench.socket.asked("unsubscribe").map((each) => each.symbols),
      [["a:2"]],
    );
    assert.equal(one.state, "open");
    assert.ok(!bench.socket.closed);
  }));

test("a tab that counted as dead and wakes up joins again", () =>
  inBrowser(async (browser) => {
    const { bench } = browser;
    const one = browser.tab();
    const two = browser.tab();
    await settle();
    bench.socket.welcome({ heartbeatMs: 1_000_000 });
    const subscription = one.subscribe("quote", "a:1");
    await settle();
    const [port] = browser.ports;
    const awake = port?.onmessage ?? null;
    (port as MessagePort).onmessage = () => {};
    await bench.clock.advance(90_000);
    assert.equal(bench.socket.asked("unsubscribe").length, 1);
    (port as MessagePort).onmessage = awake;
    await assert.rejects(one.ping(), /not connected/);
    await settle();
    bench.socket.snapshot("quote", { s: "a:1", seq: 1, bid: "1" });
    await settle();
    assert.equal(subscription.get("a:1")?.bid, "1");
    assert.equal(two.state, "open");
  }));

test("tokens come from a tab, of another when one fails", () =>
  inBrowser(async (browser) => {
    const { bench } = browser;
    browser.tab({ token: () => "first" });
    browser.tab({ token: () => Promise.reject(new Error("logged out")) });
    await settle();
    assert.ok(bench.socket.protocols[2]?.endsWith("%20first"), String(bench.socket.protocols));
  }));

test("without a worker that answers a tab goes on alone, with what it has", () =>
  inBrowser(async (browser) => {
    const { bench } = browser;
    const { port1, port2 } = new MessageChannel();
    browser.ports.push(port1, port2);
    const client = new SharedClient(
      { url: "http://gw", WebSocket: bench.WebSocket },
      port1 as unknown as Port,
      bench.clock,
    );
    bench.hear(client);
    const subscription = client.subscribe("quote", "a:1");
    await bench.clock.advance(5_000);
    bench.socket.welcome();
    await subscription.ready;
    bench.socket.snapshot("quote", { s: "a:1", seq: 1, bid: "1" });
    assert.deepEqual(
      [client.shared, client.state, subscription.get("a:1")?.bid],
      [false, "open", "1"],
    );
    assert.equal(bench.told("welcome").length, 1);
    client.close();
  }));

test("a tab that has left a busy worker hears nothing more of it", () =>
  inBrowser(async (browser) => {
    const { bench } = browser;
    const one = browser.tab();
    await settle();
    bench.socket.welcome({ heartbeatMs: 1_000_000 });
    one.subscribe("trade", "a:1");
    await settle();
    bench.socket.snapshot("trade", { s: "a:1", seq: 4 });
    const [worker] = bench.sockets;
    const two = browser.tab();
    const [, , , port] = browser.ports;
    const work = port?.onmessage?.bind(port);
    const waiting: MessageEvent[] = [];
    (port as MessagePort).onmessage = (event) => waiting.push(event);
    await settle();
    const seqs: number[] = [];
    two.subscribe("trade", "a:1", {}, (trade) => seqs.push(trade.seq));
    await bench.clock.advance(5_000);
    assert.equal(two.shared, false);
    bench.socket.welcome({ heartbeatMs: 1_000_000 });
    await settle();
    bench.socket.snapshot("trade", { s: "a:1", seq: 5 });
    for (const event of waiting) {
      work?.(event); // at last
      await settle();
    }
    worker?.update("trade", { s: "a:1", seq: 5, prev: 4 });
    await settle();
    assert.deepEqual(
      waiting.map((event) => (event.data as { t: string }).t),
      ["hello", "subscribe", "bye"],
    );
    assert.deepEqual(seqs, [5]);
    assert.equal(two.state, "open");
    one.close();
    await settle();
    assert.ok(worker?.closed, "nobody is left");
    two.close();
  }));

test("for a tab that takes nothing values are merged, and trades bounded", async () => {
  const posted: [number, number][] = [];
  const items: unknown[] = [];
  const outbox = new Outbox((batch, dropped) => {
    posted.push([batch.length, dropped]);
    items.push(...batch);
  });
  const quote = (seq: number) => ({ s: "a:1", seq, ts: 0, rx: 0 });
  for (let i = 0; i < 10; i++) {
    outbox.add(1, quote(i), i === 0, true);
    await settle();
  }
  assert.equal(posted.length, 4, "four are under way");
  for (let i = 0; i < 20_001; i++) {
    outbox.add(2, quote(i), false, false);
  }
  await settle();
  outbox.onTaken();
  assert.deepEqual(posted[4], [10_001, 10_001]);
  assert.deepEqual(items.at(-1), [1, quote(9), false]);
});
