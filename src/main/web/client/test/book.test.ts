import assert from "node:assert/strict";
import { test } from "node:test";
import { applyLevels, bookChecksum } from "../src/book.js";
import { crc32 } from "../src/crc32.js";
import { compareDecimals, isZero } from "../src/decimal.js";
import { covers } from "../src/glob.js";
import type { Level } from "../src/types.js";
import { seeded } from "./harness.js";

test("decimals compare exactly", () => {
  const order = [
    "-10.01",
    "-10",
    "-2",
    "-0.5",
    "0",
    "0.00000001",
    "0.1",
    "2",
    "9.99",
    "10",
    "10.01",
    "9007199254740993",
    "9007199254740993.000000000000000001",
    "123456789012345678901234567890",
  ];
  order.forEach((a, i) =>
    order.forEach((b, j) =>
      assert.equal(Math.sign(compareDecimals(a, b)), Math.sign(i - j), `${a} ${b}`),
    ),
  );
  assert.equal(compareDecimals("1.50", "1.5"), 0);
  assert.equal(compareDecimals("-0.0", "0"), 0);
  assert.deepEqual(["0", "0.000", "-0", "0.01", "10"].map(isZero), [
    true,
    true,
    true,
    false,
    false,
  ]);
});

test("CRC32 is that of ISO 3309", () => {
  assert.equal(crc32("123456789"), 0xcbf43926);
  assert.equal(crc32(""), 0);
});

/** The example of Kraken's guide to its v2 checksum. */
test("the checksum is Kraken's", () => {
  const asks: Level[] = [
    ["45285.2", "0.00100000"],
    ["45286.4", "1.54571953"],
    ["45286.6", "1.54571109"],
    ["45289.6", "1.54560911"],
    ["45290.2", "0.15890660"],
    ["45291.8", "1.54553491"],
    ["45294.7", "0.04454749"],
    ["45296.1", "0.35380000"],
    ["45297.5", "0.09945542"],
    ["45299.5", "0.18772827"],
  ];
  const bids: Level[] = [
    ["45283.5", "0.10000000"],
    ["45283.4", "1.54582015"],
    ["45282.1", "0.10000000"],
    ["45281.0", "0.10000000"],
    ["45280.3", "1.54592586"],
    ["45279.0", "0.07990000"],
    ["45277.6", "0.03310103"],
    ["45277.5", "0.30000000"],
    ["45277.3", "1.54602737"],
    ["45276.6", "0.15445238"],
  ];
  assert.equal(bookChecksum(bids, asks), 3310070434);
  assert.equal(bookChecksum([...bids, ["1", "1"]], [...asks, ["99999", "1"]]), 3310070434);
});

test("changes applied give what a plain map gives", () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = seeded(seed);
    const descending = seed % 2 === 0;
    const model = new Map<number, string>();
    let side: readonly Level[] = [];
    for (let round = 0; round < 40; round++) {
      const changes = Array.from({ length: random() * 6 }, () => {
        const cents = 9_900 + Math.floor(random() * 300);
        const size = random() < 0.4 ? "0" : String(1 + Math.floor(random() * 9));
        size === "0" ? model.delete(cents) : model.set(cents, size);
        return [(cents / 100).toFixed(2), size] as const;
      });
      side = applyLevels(side, changes, descending, 1_000);
      const expected = [...model].sort(([a], [b]) => (descending ? b - a : a - b));
      assert.deepEqual(
        side,
        expected.map(([cents, size]) => [(cents / 100).toFixed(2), size]),
        `seed ${seed} round ${round}`,
      );
    }
    assert.equal(
      applyLevels(side, [["0.01", "1"]], descending, 5).length,
      Math.min(5, side.length + 1),
    );
  }
});

test("globs cover what the gateway's do", () => {
  const cases: [string, string, boolean][] = [
    ["sim:*", "sim:BTC", true],
    ["sim:*", "sim:", true],
    ["sim:*", "simx:BTC", false],
    ["*:BTC*", "sim:BTC-USD", true],
    ["*:BTC*", "sim:ETH-BTC", false],
    ["*-USD", "sim:BTC-USD", true],
    ["*-USD", "sim:BTC-USDT", false],
    ["a*b*c", "abc", true],
    ["a*b*c", "ac", false],
    ["ab*ba", "aba", false],
    ["a**b", "ab", true],
    ["sim:BTC", "sim:BTC", true],
    ["sim:BTC", "sim:BTCX", false],
    ["*", "", true],
  ];
  cases.forEach(([glob, name, is]) => assert.equal(covers(glob, name), is, `${glob} ${name}`));
});
