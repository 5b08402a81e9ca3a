import type { Client, Feed, Mode, Rest, Welcome } from "tickgate-client";
import type { Terms } from "../terms.js";
import { Operator } from "../operator.js";
import { byId, el, setText } from "../dom.js";
import { bytes, compact, duration, NONE } from "../format.js";
import { repaint } from "../frame.js";
import { Ages } from "./ages.js";
import { Decks } from "./decks.js";
import { Feeds } from "./feeds.js";
import { Flow } from "./flow.js";

const METRICS = {
  latency: ["Round trip", "a question to the gateway and its answer"],
  age: ["Data age", "from the gateway receiving a value to this page having it, mean of the last second"],
  rate: ["Updates", "values delivered a second"],
  merged: ["Merged", "upstream events a second that newer ones stood in for"],
  bytes: ["Data", "messages a second, before compression"],
  wire: ["On the wire", "as the gateway counts it, and as a share of the data: only operators may ask"],
  interval: ["Interval", "least time between updates of a symbol that is in effect"],
  slow: ["Slow", "how late the gateway finds this page"],
} as const;

type Metric = keyof typeof METRICS;

/** Seconds between questions to the operator's endpoints: each is noted in the gateway's audit. */
const OPERATOR_SECONDS = 5;

/** What the panel's controls ask for. */
export interface PanelListener {
  onTerms(terms: Terms): void;
  onToken(): void;
  /** Whether this reader may be an operator. */
  mayOperate(): boolean;
}

/** How the connection is doing, and knobs to see conflation at work. */
export class Panel {
  readonly ages = new Ages();
  private readonly box = byId("panel");
  private readonly values = new Map<Metric, HTMLElement>();
  private readonly flow: Flow;
  private readonly feedList: Feeds;
  private readonly operator: Operator;
  private readonly decks: Decks;
  private readonly about = byId("about");
  private readonly button = byId("link");
  private readonly summary = byId("link-rate");
  private feeds: readonly Feed[] = [];
  private slow: { lagMs: number; intervalMs: number } | undefined;
  private connection = "";
  /** Whether the operator's endpoints are; one refusal stands for all of this connection. */
  private shut = true;
  private written = { wire: 0, data: 0, at: 0 };
  private asked = 0;
  private terms: Terms;
  private before = { elements: 0, merged: 0, bytes: 0 };
  private readonly painter = () => this.flow.paint();

  constructor(
    private readonly client: Client,
    rest: Rest,
    private readonly listener: PanelListener,
    terms: Terms,
  ) {
    this.terms = terms;
    const metrics = byId("metrics");
    for (const [id, [title, meaning]] of Object.entries(METRICS)) {
      const value = el("dd", { class: "num", id: `metric-${id}` }, NONE);
      this.values.set(id as Metric, value);
      metrics.append(el("div", { title: meaning }, el("dt", {}, title), value));
    }
    this.flow = new Flow(byId<HTMLCanvasElement>("flow"));
    this.feedList = new Feeds(byId("feeds"));
    this.operator = new Operator(rest);
    this.decks = new Decks(byId("decks"), this.operator);
    this.button.addEventListener("click", () => this.toggle());
    byId("panel-close").addEventListener("click", () => this.toggle(false));
    byId("token-change").addEventListener("click", () => listener.onToken());
    this.controls();
    setInterval(() => void this.tick(), 1_000);
  }

  get isOpen(): boolean {
    return !this.box.hidden;
  }

  toggle(open = !this.isOpen): void {
    this.box.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    document.body.classList.toggle("with-panel", open);
    if (open) {
      void this.tick();
    }
  }

  onWelcome(welcome: Welcome): void {
    this.connection = welcome.connection;
    this.shut = !this.listener.mayOperate();
    this.written = { wire: 0, data: 0, at: 0 };
    this.asked = 0;
    this.decks.retry();
    const who = welcome.auth.subject ? ` · ${welcome.auth.subject}` : "";
    setText(this.about, `Tickgate ${welcome.version} · ${welcome.protocol} · deflate ${welcome.compression.mode}${who}`);
  }

  showFeeds(feeds: readonly Feed[]): void {
    this.feeds = feeds;
    this.feedList.show(feeds);
  }

  onSlow(slow: Panel["slow"]): void {
    this.slow = slow;
    this.showSlow();
  }

  private showSlow(): void {
    const { slow } = this;
    this.set("slow", slow ? `${duration(slow.lagMs)} late` : "no");
    this.values.get("slow")?.classList.toggle("warn", slow !== undefined);
    this.set("interval", duration(Math.max(slow?.intervalMs ?? 0, this.terms.intervalMs)));
  }

  private controls(): void {
    const interval = byId<HTMLSelectElement>("interval");
    const mode = byId<HTMLSelectElement>("mode");
    const cap = byId<HTMLSelectElement>("cap");
    const hold = byId<HTMLInputElement>("hold");
    interval.value = String(this.terms.intervalMs);
    mode.value = this.terms.mode;
    const retune = () => {
      this.terms = { intervalMs: Number(interval.value), mode: mode.value as Mode };
      this.listener.onTerms(this.terms);
      this.showSlow();
    };
    interval.addEventListener("change", retune);
    mode.addEventListener("change", retune);
    cap.addEventListener("change", () => void this.client.configure(Number(cap.value)));
    hold.addEventListener("change", () => void (hold.checked ? this.client.pause() : this.client.resume()));
  }

  private async tick(): Promise<void> {
    this.count();
    await this.measure();
    if (this.isOpen && !document.hidden && !this.shut && this.isTurn()) {
      await this.askTraffic();
      await this.decks.refresh(this.shut ? [] : this.feeds);
    }
  }

  private count(): void {
    const { elements, merged, bytes: received } = this.client.stats;
    const rate = elements - this.before.elements;
    const skipped = merged - this.before.merged;
    this.set("rate", `${compact(rate)}/s`);
    setText(this.summary, `${compact(rate)}/s`);
    this.set("merged", `${compact(skipped)}/s`);
    this.set("bytes", `${bytes(received - this.before.bytes)}/s`);
    this.set("age", duration(this.ages.take()));
    this.before = { elements, merged, bytes: received };
    this.flow.add(rate, skipped);
    this.showSlow();
    if (this.isOpen) {
      repaint(this.painter);
    }
  }

  private async measure(): Promise<void> {
    try {
      const roundTripMs = await this.client.ping();
      this.ages.skewMicros = this.client.stats.clockOffsetMs * 1_000;
      this.set("latency", `${roundTripMs.toFixed(roundTripMs < 10 ? 1 : 0)} ms`);
    } catch {
      this.set("latency", NONE);
    }
  }

  /** At once, a second later, as a rate takes two looks, and then now and then. */
  private isTurn(): boolean {
    const turn = this.asked < 2 || this.asked % OPERATOR_SECONDS === 0;
    this.asked++;
    return turn;
  }

  /** Only an operator may look; whoever may not is not asked again on this connection. */
  private async askTraffic(): Promise<void> {
    try {
      const wire = await this.operator.written(this.connection);
      const now = { wire, data: this.client.stats.bytes, at: performance.now() };
      const data = now.data - this.written.data;
      if (this.written.wire > 0 && data > 0) {
        const written = wire - this.written.wire;
        const seconds = (now.at - this.written.at) / 1_000;
        this.set("wire", `${bytes(written / seconds)}/s, ${Math.round((written / data) * 100)}%`);
      }
      this.written = now;
    } catch {
      this.shut = true;
      this.set("wire", NONE);
    }
  }

  private set(metric: Metric, text: string): void {
    const value = this.values.get(metric);
    if (value) {
      setText(value, text);
    }
  }
}
