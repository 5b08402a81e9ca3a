import { connectShared, rest, RestError, type ClientEvents, type Feed, type Welcome } from "tickgate-client";
import { byId, isTyping, setText } from "./dom.js";
import { Login } from "./login.js";
import { Market } from "./link/market.js";
import { Panel } from "./link/panel.js";
import { Patterns } from "./patterns.js";
import { SymbolPage } from "./symbol/page.js";
import type { Terms } from "./terms.js";
import { onTheme, startTheme, toggleTheme } from "./theme.js";
import { Grid } from "./watch/grid.js";
import { Row } from "./watch/row.js";
import { Search } from "./watch/search.js";
import { Seeds } from "./watch/seeds.js";
import { Watchlist } from "./watch/watchlist.js";

/** Often enough to look alive, seldom enough for a phone; the panel changes it. */
const TERMS: Terms = { mode: "conflated", intervalMs: 100 };
/** A market of that size is watched as a whole at the first visit. */
const WHOLE_MARKET = 200;
/** How long before a token ends its reader is told. */
const NOTICE_MILLIS = 60_000;
/** Later than that timers of browsers fire at once: 2^31-1 ms. */
const LONGEST_TIMER = 2_147_483_647;
/** Width from which the panel has a place beside the list. */
const WIDE = matchMedia("(min-width: 80rem)");
const STATES = { connecting: "connecting", open: "live", waiting: "reconnecting", ended: "closed" };

/** Puts the parts of the page together and shows the one that the address names. */
class Page {
  private readonly login = new Login(() => this.onToken());
  private readonly rest = rest({ token: () => this.login.token() });
  private readonly client = connectShared({
    token: () => this.login.token(),
    worker: () => new SharedWorker("/assets/worker.js", { type: "module", name: "tickgate" }),
  });
  private readonly market = new Market(
    this.rest,
    () => this.client.stats.clockOffsetMs,
    (feeds) => this.onFeeds(feeds),
  );
  private readonly watchlist = new Watchlist(this.client, {
    onRows: () => this.onRows(),
    onTick: (rx) => this.onTick(rx),
    onSample: () => this.onSample(),
    onPatterns: () => this.onPatterns(),
  });
  private readonly grid = new Grid(byId("grid"), {
    onOpen: (row) => this.open(row.symbol),
    onRemove: (row) => this.watchlist.remove(row.symbol),
    onSeen: (rows) => this.seeds.want(rows.filter((row) => !row.trend.seeded)),
  });
  private readonly seeds = new Seeds(this.rest, () => this.grid.changed());
  private readonly patterns = new Patterns((pattern) => this.watchlist.remove(pattern));
  private readonly panel = new Panel(
    this.client,
    this.rest,
    {
      onTerms: (terms) => this.retune(terms),
      onToken: () => this.login.ask("The connection goes on with the other token; with one of somebody else it is opened anew."),
      mayOperate: () => this.login.mayOperate(),
    },
    TERMS,
  );
  private readonly search = new Search({
    symbols: () => this.market.symbols(),
    isWatched: (symbol) => this.watchlist.covers(symbol),
    onAdd: (pattern) => this.watchlist.add(pattern),
    onOpen: (symbol) => this.open(symbol),
    onLeave: () => this.grid.focus(),
  });
  private terms = TERMS;
  private symbolPage: SymbolPage | undefined;
  private started = false;
  private expiry: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.listen();
    addEventListener("hashchange", () => this.route());
    addEventListener("keydown", (event) => this.onKey(event));
    onTheme(() => this.symbolPage?.recolour());
    startTheme();
    this.panel.toggle(WIDE.matches);
  }

  private listen(): void {
    const { client } = this;
    client.on("state", (change) => this.onState(change));
    client.on("welcome", (welcome) => this.onWelcome(welcome));
    client.on("token", ({ expiresAt }) => this.onAccepted(expiresAt));
    client.on("heartbeat", ({ feeds }) => this.market.note(feeds));
    client.on("feed", ({ feed, state }) => this.market.note([{ id: feed, state }]));
    client.on("slow", (slow) => this.onSlow(slow));
    client.on("slow_cleared", () => this.onSlow(undefined));
    client.on("drain", () => this.say("The gateway restarts; the values below are the last known."));
  }

  private onState({ state, code }: ClientEvents["state"]): void {
    document.body.dataset["link"] = state;
    setText(byId("link-text"), STATES[state]);
    if (state === "open") {
      this.say("");
    } else if (state === "waiting") {
      this.say("Connection lost; the values below are the last known.");
    } else if (state === "ended") {
      this.say(code === undefined ? "The connection has ended." : `The gateway closed the connection (${code}).`);
      if (code === 4500 || code === 4001) {
        this.login.ask(this.login.token() ? "The last one is wrong or has expired." : "Prices come as soon as there is one.");
      }
    }
  }

  private onWelcome(welcome: Welcome): void {
    this.panel.onWelcome(welcome);
    void this.start();
  }

  private onSlow(slow: ClientEvents["slow"] | undefined): void {
    this.panel.onSlow(slow);
    document.body.classList.toggle("slow", slow !== undefined);
  }

  private say(text: string): void {
    const banner = byId("banner");
    banner.hidden = text === "";
    setText(banner, text);
  }

  /** Opens the list as soon as this reader may see one. */
  private async start(): Promise<void> {
    if (this.started) {
      return;
    }
    this.started = true;
    try {
      const symbols = await this.market.symbols();
      this.watchlist.open(symbols.length <= WHOLE_MARKET ? ["*"] : symbols.slice(0, WHOLE_MARKET), this.terms);
      this.route();
    } catch (error) {
      this.started = false;
      if (!(error instanceof RestError)) {
        throw error;
      }
    }
  }

  /** A token was taken; the reader is told in time that it ends. */
  private onAccepted(expiresAt: number | undefined): void {
    void this.start();
    this.say("");
    clearTimeout(this.expiry);
    const left = expiresAt === undefined ? Infinity : expiresAt / 1_000 - Date.now() - NOTICE_MILLIS;
    if (left <= LONGEST_TIMER) {
      const text = "The token expires within a minute. Change it under Connection: nothing is lost.";
      this.expiry = setTimeout(() => this.say(text), Math.max(0, left));
    }
  }

  private onToken(): void {
    if (this.client.state === "open") {
      this.client.refreshToken().catch((thrown: unknown) => this.onTokenRefused(String(thrown)));
    } else {
      this.client.reconnect();
    }
  }

  private onTokenRefused(reason: string): void {
    if (reason.includes("forbidden:")) {
      this.client.reconnect(); // it is of another subject, and a connection keeps the one it has
    } else {
      this.say(`The other token was not taken (${reason.replace(/^(Error: )+/, "")}).`);
    }
  }

  private onFeeds(feeds: readonly Feed[]): void {
    this.panel.showFeeds(feeds);
    this.watchlist.rows.forEach((row) => row.mark(this.market.isStale(row.symbol)));
    this.grid.changed();
    this.symbolPage?.changed();
  }

  private onSample(): void {
    this.grid.changed();
    if (this.client.state === "open" && !document.hidden) {
      this.market.refresh().catch(() => undefined); // the connection tells why, if it is more than a moment
    }
  }

  private onRows(): void {
    this.grid.show(this.watchlist.rows.values());
    this.onPatterns();
  }

  private onPatterns(): void {
    this.patterns.show(this.watchlist.patterns, this.watchlist.rows.size);
    byId("empty").hidden = this.watchlist.patterns.length > 0;
  }

  private onTick(rx: number): void {
    this.panel.ages.note(rx);
    this.grid.changed();
    this.symbolPage?.changed();
  }

  private retune(terms: Terms): void {
    this.terms = terms;
    this.watchlist.retune(terms);
    this.route();
  }

  private open(symbol: string): void {
    location.hash = `#/${symbol}`;
  }

  private route(): void {
    const symbol = decodeURIComponent(location.hash.replace(/^#\/?/, ""));
    this.symbolPage?.close();
    this.symbolPage = undefined;
    byId("watch").hidden = symbol !== "";
    byId("symbol").hidden = symbol === "";
    document.title = symbol ? `${symbol} · Tickgate` : "Tickgate";
    if (symbol) {
      const row = this.watchlist.rows.get(symbol);
      this.symbolPage = new SymbolPage(row ?? new Row(symbol), this.client, this.rest, this.terms, !row);
      this.symbolPage.changed();
    } else {
      this.grid.focus();
    }
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
      return;
    }
    if (event.key === "/") {
      this.search.focus();
    } else if (event.key === "Escape") {
      this.back();
    } else if (event.key === "c") {
      this.panel.toggle();
    } else if (event.key === "t") {
      toggleTheme();
    } else {
      return;
    }
    event.preventDefault();
  }

  private back(): void {
    if (!WIDE.matches && this.panel.isOpen) {
      this.panel.toggle(false);
    } else if (this.symbolPage) {
      location.hash = "#/";
    }
  }
}

new Page();
