import type { Bar, Book, Counts, Gateway, GatewayListener, Level, Request, Stream, Ticker, Trade } from "./gateway.js";

/** STAND-IN until tickgate-client is merged. */
export function direct(listener: GatewayListener, first: () => string | undefined): Gateway {
  const counts: Counts = { messages: 0, updates: 0, merged: 0, bytes: 0, gaps: 0, reconnects: 0 };
  const streams = new Set<{ request: Request; on: (e: any) => void; tests: RegExp[] }>();
  const state = new Map<string, any>();
  const pings = new Map<number, (m: any) => void>();
  let socket: WebSocket | undefined;
  let id = 1;
  let given: string | undefined;
  const send = (m: object) => socket?.readyState === 1 && socket.send(JSON.stringify(m));
  const ask = (r: Request) => send({ op: "subscribe", id: id++, ...r, ...(r.channel === "ticker" ? { changes: true } : {}) });
  function open() {
    listener.onStatus({ phase: "connecting" });
    const token = given ?? first();
    const protocols = ["tickgate.v1.json"];
    if (token) protocols.push("bearer-token-carrier", "quarkus-http-upgrade#Authorization#Bearer%20" + token);
    socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/v1/stream", protocols);
    socket.onmessage = (e) => onMessage(e.data);
    socket.onclose = (e) => {
      const never = e.code >= 4500;
      if (e.code === 4500 || e.code === 4001) listener.onStatus({ phase: "closed", needsToken: true, reason: "token" });
      else listener.onStatus({ phase: never ? "closed" : "waiting", reason: "code " + e.code });
      if (!never && e.code !== 4001) { counts.reconnects++; setTimeout(open, 300 + Math.random() * 500); }
    };
  }
  function onMessage(text: string) {
    counts.messages++; counts.bytes += text.length;
    const m = JSON.parse(text);
    if (m.type === "welcome") {
      listener.onWelcome({ version: m.version, connection: m.connection, protocol: m.protocol, compression: m.compression.mode, subject: m.auth.subject, expiresAt: m.auth.expiresAt });
      if (m.auth.required && !m.auth.subject) { listener.onStatus({ phase: "closed", needsToken: true, reason: "token" }); return; }
      listener.onStatus({ phase: "open" });
      streams.forEach((s) => ask(s.request));
    } else if (m.type === "heartbeat") listener.onFeeds(m.feeds);
    else if (m.type === "notice") {
      if (m.code === "slow") listener.onSlow(m); else if (m.code === "slow_cleared") listener.onSlow(undefined); else listener.onNotice(m.code);
      if (m.code === "gap") counts.gaps++;
    } else if (m.type === "pong") pings.get(m.id)?.(m);
    else if (m.type === "snapshot" || m.type === "update") for (const e of m.data) onElement(m.channel, m.type === "snapshot", e);
  }
  function onElement(channel: string, snapshot: boolean, e: any) {
    counts.updates++;
    if (e.prev !== undefined) counts.merged += e.seq - e.prev - 1;
    const key = channel + e.s;
    let out = e;
    if (channel === "ticker") { out = snapshot ? e : { ...state.get(key), ...e }; state.set(key, out); }
    if (channel === "book") {
      const old = snapshot ? undefined : state.get(key);
      const side = (was: Level[] | undefined, now: Level[] | undefined, sign: number) => {
        const map = new Map((was ?? []).map((l) => [l[0], l]));
        for (const l of now ?? []) Number(l[1]) === 0 ? map.delete(l[0]) : map.set(l[0], l);
        return [...map.values()].sort((a, b) => sign * (Number(a[0]) - Number(b[0])));
      };
      out = { ...e, bids: side(old?.bids, e.bids, -1), asks: side(old?.asks, e.asks, 1) };
      state.set(key, out);
    }
    for (const s of streams) if (s.request.channel === channel && s.tests.some((t) => t.test(e.s))) s.on(out);
  }
  open();
  setInterval(() => { if (!counts) return; }, 1000);
  return {
    counts,
    subscribe(request: Request, on: ((t: Ticker) => void) | ((t: Trade) => void) | ((b: Book) => void) | ((b: any) => void)): Stream {
      const tests = request.symbols.map((g) => new RegExp("^" + g.split("*").map((x) => x.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*") + "$"));
      const entry = { request, on: on as (e: unknown) => void, tests };
      streams.add(entry); ask(request);
      return { close() { streams.delete(entry); send({ op: "unsubscribe", id: id++, channel: request.channel, symbols: request.symbols.filter((x) => ![...streams].some((s) => s.request.channel === request.channel && s.request.symbols.includes(x))) }); } };
    },
    cap: (maxKbps) => send({ op: "configure", id: id++, maxKbps }),
    hold: (held) => send({ op: held ? "pause" : "resume", id: id++ }),
    token(token) { given = token; if (socket?.readyState === 1) send({ op: "auth", id: id++, token }); else open(); },
    ping: () => new Promise((done, fail) => {
      const n = id++, t0 = performance.now(), w0 = Date.now();
      pings.set(n, (m) => { pings.delete(n); const rt = performance.now() - t0; done({ roundTripMs: rt, skewMicros: m.ts - (w0 + rt / 2) * 1000 }); });
      if (send({ op: "ping", id: n }) === false) { pings.delete(n); fail(new Error("no connection")); }
    }),
  } as Gateway;
}
export type { Bar };
