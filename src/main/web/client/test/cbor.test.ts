import assert from "node:assert/strict";
import { test } from "node:test";
import { CborError, decodeCbor, encodeCbor } from "../src/cbor.js";
import { seeded } from "./harness.js";

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));

/** RFC 8949 appendix A, as far as the protocol has such items. */
const VECTORS: [string, unknown][] = [
  ["00", 0],
  ["01", 1],
  ["0a", 10],
  ["17", 23],
  ["1818", 24],
  ["1819", 25],
  ["1864", 100],
  ["1903e8", 1000],
  ["1a000f4240", 1000000],
  ["1b000000e8d4a51000", 1000000000000],
  ["20", -1],
  ["29", -10],
  ["3863", -100],
  ["3903e7", -1000],
  ["f4", false],
  ["f5", true],
  ["f6", null],
  ["60", ""],
  ["6161", "a"],
  ["6449455446", "IETF"],
  ["62225c", '"\\'],
  ["62c3bc", "ü"],
  ["63e6b0b4", "水"],
  ["64f0908591", "\u{10151}"],
  ["80", []],
  ["83010203", [1, 2, 3]],
  ["8301820203820405", [1, [2, 3], [4, 5]]],
  [
    "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
    Array.from({ length: 25 }, (_, i) => i + 1),
  ],
  ["a0", {}],
  ["a26161016162820203", { a: 1, b: [2, 3] }],
  ["826161a161626163", ["a", { b: "c" }]],
  ["a56161614161626142616361436164614461656145", { a: "A", b: "B", c: "C", d: "D", e: "E" }],
  ["7f657374726561646d696e67ff", "streaming"],
  ["9fff", []],
  ["9f018202039f0405ffff", [1, [2, 3], [4, 5]]],
  ["9f01820203820405ff", [1, [2, 3], [4, 5]]],
  ["83018202039f0405ff", [1, [2, 3], [4, 5]]],
  ["83019f0203ff820405", [1, [2, 3], [4, 5]]],
  ["bf61610161629f0203ffff", { a: 1, b: [2, 3] }],
  ["826161bf61626163ff", ["a", { b: "c" }]],
  ["bf6346756ef563416d7421ff", { Fun: true, Amt: -2 }],
];

test("reads the items of RFC 8949 appendix A that the protocol uses", () => {
  for (const [hex, item] of VECTORS) {
    assert.deepEqual(decodeCbor(bytes(hex)), item, hex);
  }
});

test("says what isn't an item of the protocol", () => {
  const bad = [
    "",
    "18",
    "1b",
    "62c3",
    "62c328",
    "82",
    "8201",
    "9f01",
    "a161",
    "bf6161ff",
    "ff",
    "0000",
    "f97e00",
    "fb3ff199999999999a",
    "c11a514b67b0",
    "4401020304",
    "1bffffffffffffffff",
    "a1016161",
    "7f0161ff",
    "81".repeat(17) + "01",
    "9bffffffffffffffff",
    "1c",
    "5fff",
    "f8ff",
  ];
  for (const hex of bad) {
    assert.throws(() => decodeCbor(bytes(hex)), CborError, hex);
  }
});

test("a key of the prototype's changes no object", () => {
  const map = decodeCbor(bytes("a1695f5f70726f746f5f5fa1616101")) as Record<string, unknown>;
  assert.equal(map.a, undefined);
  assert.equal(Object.getPrototypeOf(map), Object.prototype);
});

test("reads back what it writes", () => {
  const request = {
    op: "subscribe",
    id: 70_000,
    symbols: ["a:B", "ü:*"],
    snapshot: true,
    fields: undefined,
    from: 2 ** 40,
  };
  const { fields: _, ...sent } = request;
  assert.deepEqual(decodeCbor(encodeCbor(request)), sent);
  assert.equal(
    Buffer.from(encodeCbor({ a: 23, b: [24, 256, 65_536, 2 ** 32], c: false })).toString("hex"),
    "a3616117616284181819010" + "01a000100001b00000001000000006163f4",
  );
});

test("random bytes are an item or a CborError", () => {
  const random = seeded(11);
  for (let i = 0; i < 20_000; i++) {
    const noise = Uint8Array.from({ length: 1 + random() * 24 }, () => random() * 256);
    try {
      decodeCbor(noise);
    } catch (thrown) {
      assert.ok(
        thrown instanceof CborError,
        `seed 11, ${Buffer.from(noise).toString("hex")}: ${thrown}`,
      );
    }
  }
});
