/**
 * A client of a real gateway for a test that plays network, clock and operator: lines of JSON in and
 * out. Prints `open`, `token` (answered with a token), `ended`; on `report` what it has come to.
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { connect } from "../src/index.js";
import type { ClientEvents, Protocol } from "../src/index.js";

const { GATEWAY = "", PROTOCOL = "json", SYMBOLS = "", GLOB = "", SSE = "never" } = process.env;
const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);
const tokens: ((token: string) => void)[] = [];

const client = connect({
  url: GATEWAY,
  protocol: PROTOCOL as Protocol,
  token: () =>
    new Promise((resolve) => {
      tokens.push(resolve);
      say({ event: "token" });
    }),
  backoff: { firstMs: 2, maxMs: 20 },
  connectTimeoutMs: 3_000, // the WebSocket of Node 20 may say nothing of a connection that is cut at once
  sse: SSE as "never" | "always",
});

const symbols = SYMBOLS.split(",");
const tickers = client.subscribe("ticker", symbols, { intervalMs: 10 });
const quotes = client.subscribe("quote", GLOB);
const books = client.subscribe("book", symbols, { depth: 25 });
const bars = client.subscribe("bar", symbols, { interval: "1s" });

/** Of a symbol, the seqs that came, as spans; what isn't rising is counted. */
const spans = new Map<string, [from: number, to: number][]>();
let backwards = 0;
client.subscribe("trade", GLOB, {}, ({ s, seq }) => {
  const own = spans.get(s) ?? [];
  spans.set(s, own);
  const last = own.at(-1);
  if (last && seq === last[1] + 1) {
    last[1] = seq;
  } else {
    backwards += last && seq <= last[1] ? 1 : 0;
    own.push([seq, seq]);
  }
});

const counts: Record<string, number> = {};
const codes: Record<string, number> = {};
const gaps: ClientEvents["gap"][] = [];
const names = [
  "slow",
  "slow_cleared",
  "reset",
  "mismatch",
  "drain",
  "dead",
  "token",
  "refused",
  "error",
] as const;
names.forEach((name) => client.on(name, () => (counts[name] = (counts[name] ?? 0) + 1)));
client.on("error", (detail) => say({ event: "error", detail }));
client.on("gap", (gap) => gaps.push(gap));
client.on("state", ({ state, code, attempt }) => {
  if (code !== undefined) {
    codes[code] = (codes[code] ?? 0) + 1;
  }
  say({ event: state, code, attempt });
});

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const { token, act } = JSON.parse(line) as { token?: string; act?: string };
    if (token !== undefined) {
      tokens.shift()?.(token);
    } else if (act === "reconnect") {
      client.reconnect();
    } else if (act === "report") {
      const values = {
        ticker: [...tickers.values()],
        quote: [...quotes.values()],
        book: [...books.values()],
        bar: [...bars.values()],
      };
      say({
        event: "report",
        state: client.state,
        values,
        trades: [...spans],
        backwards,
        gaps,
        counts,
        codes,
        stats: client.stats,
      });
    } else {
      client.close();
      process.exit(0);
    }
  })
  .on("close", () => process.exit(0));
