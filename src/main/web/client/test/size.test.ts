import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const LIMIT = 12 * 1_024;

test("everything together is below 12 kB gzipped, and what isn't used is left out", (t) => {
  const sizes = JSON.parse(readFileSync(new URL("sizes.json", import.meta.url), "utf8")) as Record<
    string,
    number
  >;
  t.diagnostic(`gzipped: ${JSON.stringify(sizes)}`);
  const { all = 0, connect = 0, rest = 0, perFrame = 0, worker = 0 } = sizes;
  assert.ok(all > 1_000 && all < LIMIT, JSON.stringify(sizes));
  assert.ok(worker > 1_000 && worker < LIMIT, JSON.stringify(sizes));
  assert.ok(connect < all && rest < 1_000 && perFrame < 1_000, JSON.stringify(sizes));
});
