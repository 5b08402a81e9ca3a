import type { FeedState, Gateway, GatewayListener, Slow, Status, Terms, Welcome } from "./gateway.js";
import { byId, isTyping, setText } from "./dom.js";
import { direct } from "./direct.js";
import { Login } from "./login.js";
import { Panel } from "./link/panel.js";
import { Patterns } from "./patterns.js";
import { RefusedError, Rest } from "./rest.js";
import { SymbolPage } from "./symbol/page.js";
import { onTheme, startTheme, toggleTheme } from "./theme.js";
import { Grid } from "./watch/grid.js";
import { Row } from "./watch/row.js";
import { Seeds } from "./watch/seeds.js";
import { Search } from "./watch/search.js";
import { Watchlist } from "./watch/watchlist.js";

/** Often enough to look alive, seldom enough for a phone; the panel changes it. */
const TERMS: Terms = { mode: "conflated", intervalMs: 100 };
/** A market of that size is watched as a whole at the first visit. */
const WHOLE_MARKET = 200;
/** Width from which the panel has a place beside the list. */
const WIDE = matchMedia("(min-width: 80rem)");

/** Puts the parts of the page together and shows the one that the address names. */
class Page implements GatewayListener {
  private readonly login = new Login((token) => this.onToken(token));
  private readonly rest = new Rest(() => this.login.token());
  private readonly gateway: Gateway = direct(this, () => this.login.token());
  private readonly watchlist = new Watchlist(this.gateway, {
    onRows: () => this.onRows(),
    onTick: (rx) => this.onTick(rx),
    onSample: () => this.grid.changed(),
    onPatterns: () => this.onPatterns(),
  });
  private readonly grid = new Grid(byId("grid"), {
    onOpen: (row) => this.open(row.symbol),
    onRemove: (row) => this.remove(row),
    onSeen: (rows) => this.seed(rows),
  });
  private readonly seeds = new Seeds(this.rest, () => this.grid.changed());
  private readonly patterns = new Patterns((pattern) => this.watchlist.remove(pattern));
  private readonly panel: Panel;
  private readonly search: Search;
  private terms = TERMS;
  private symbolPage: SymbolPage | undefined;
  private started = false;

  constructor() {
    this.panel = new Panel(
      this.gateway,
      this.rest,
      {
        onTerms: (terms) => this.retune(terms),
        onToken: () => this.login.ask("The connection goes on with another token, nothing is lost."),
      },
      TERMS,
    );
    this.search = new Search({
      symbols: () => this.symbols(),
      isWatched: (symbol) => this.watchlist.covers(symbol),
      onAdd: (pattern) => this.watchlist.add(pattern),
      onOpen: (symbol) => this.open(symbol),
      onLeave: () => this.grid.focus(),
    });
    addEventListener("hashchange", () => this.route());
    addEventListener("keydown", (event) => this.onKey(event));
    onTheme(() => this.symbolPage?.recolour());
    startTheme();
    this.panel.toggle(WIDE.matches);
  }

  onStatus(status: Status): void {
    document.body.dataset["link"] = status.phase;
    const texts = { connecting: "connecting", open: "live", waiting: "reconnecting", closed: "closed" };
    setText(byId("link-text"), texts[status.phase]);
    const banner = byId("banner");
    banner.hidden = status.phase === "open" || status.phase === "connecting";
    setText(banner, status.phase === "waiting" ? "Connection lost; the values below are the last known." : status.reason ?? "");
    if (status.needsToken) {
      this.login.ask(status.reason ?? "");
    }
  }

  onWelcome(welcome: Welcome): void {
    this.panel.onWelcome(welcome);
    void this.start();
  }

  onFeeds(feeds: readonly FeedState[]): void {
    this.panel.onFeeds(feeds);
  }

  onSlow(slow: Slow | undefined): void {
    this.panel.onSlow(slow);
    document.body.classList.toggle("slow", slow !== undefined);
  }

  onNotice(): void {}

  private async start(): Promise<void> {
    if (this.started) {
      return;
    }
    this.started = true;
    try {
      const symbols = await this.symbols();
      const initial = symbols.length <= WHOLE_MARKET ? ["*"] : symbols.slice(0, WHOLE_MARKET);
      this.watchlist.open(initial, this.terms);
      this.route();
    } catch (error) {
      this.started = false;
      if (!(error instanceof RefusedError)) {
        throw error;
      }
    }
  }

  private async symbols(): Promise<readonly string[]> {
    return (await this.rest.symbols()).map((each) => each.symbol);
  }

  private onToken(token: string): void {
    this.gateway.token(token);
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

  private remove(row: Row): void {
    if (this.watchlist.patterns.includes(row.symbol)) {
      this.watchlist.remove(row.symbol);
    }
  }

  private seed(rows: readonly Row[]): void {
    this.seeds.want(rows.filter((row) => !row.trend.seeded));
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
      this.symbolPage = new SymbolPage(row ?? new Row(symbol), this.gateway, this.rest, this.terms, !row);
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
    if (this.symbolPage) {
      location.hash = "#/";
    } else if (!WIDE.matches && this.panel.isOpen) {
      this.panel.toggle(false);
    }
  }
}

new Page();
