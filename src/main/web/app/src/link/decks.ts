import type { Feed } from "tickgate-client";
import type { Deck, DeckKey, Operator } from "../operator.js";
import { el, setText } from "../dom.js";
import { clock } from "../format.js";

const SPEEDS = ["0.5", "1", "2", "5", "10", "50", "100", "max"];

/** The keys of one replay. */
class DeckView {
  readonly box = el("div", { class: "deck" });
  private readonly play = el("button", { type: "button", onclick: () => this.toggle() });
  private readonly position = el("output", { class: "num" });
  private readonly seek: HTMLInputElement;
  private readonly speed: HTMLSelectElement;
  private readonly loop: HTMLInputElement;
  private deck: Deck;

  constructor(
    deck: Deck,
    private readonly operator: Operator,
  ) {
    this.deck = deck;
    const of = ` of ${deck.feed}`;
    this.seek = el("input", {
      type: "range",
      step: "1000",
      "aria-label": `Position${of}`,
      onchange: () => this.press({ op: "seek", to: String(Math.round(Number(this.seek.value))) }),
    });
    this.speed = el("select", {
      "aria-label": `Speed${of}`,
      onchange: () => this.press({ op: "speed", speed: this.speed.value }),
    });
    this.loop = el("input", {
      type: "checkbox",
      onchange: () => this.press({ op: "loop", loop: this.loop.checked }),
    });
    this.play.setAttribute("aria-label", `Play or pause${of}`);
    const again = el("label", { class: "check" }, this.loop, "loop");
    const title = el("div", { class: "title" }, el("h4", {}, deck.feed), this.position);
    this.box.append(title, this.seek, el("div", { class: "keys" }, this.play, this.speed, again));
    this.show(deck);
  }

  show(deck: Deck): void {
    this.deck = deck;
    const playing = deck.state !== "paused" && deck.state !== "ended";
    setText(this.play, playing ? "Pause" : "Play");
    setText(this.position, deck.position == null ? deck.state : clock(deck.position, false));
    if (![...this.speed.options].some((each) => each.value === deck.speed)) {
      const speeds = SPEEDS.includes(deck.speed) ? SPEEDS : [deck.speed, ...SPEEDS];
      const option = (each: string) => el("option", { value: each }, each === "max" ? each : `${each}×`);
      this.speed.replaceChildren(...speeds.map(option));
    }
    this.speed.value = deck.speed;
    this.loop.checked = deck.loop;
    // where it ends is known when it was there once
    const known = deck.from != null && deck.to != null;
    this.seek.hidden = !known;
    if (known && document.activeElement !== this.seek) {
      this.seek.min = String(deck.from);
      this.seek.max = String(deck.to);
      this.seek.value = String(deck.position ?? deck.from);
    }
  }

  private toggle(): void {
    this.press({ op: this.play.textContent === "Pause" ? "pause" : "play" });
  }

  private press(key: DeckKey): void {
    this.operator.press(this.deck.feed, key).then(
      (deck) => this.show(deck),
      () => setText(this.position, "not now"),
    );
  }
}

/** Keys of all replays that this reader may press: where the gateway doesn't answer there are none. */
export class Decks {
  private readonly views = new Map<string, DeckView>();
  private readonly refused = new Set<string>();

  constructor(
    private readonly box: HTMLElement,
    private readonly operator: Operator,
  ) {}

  /** Asks each replay what it shows; one that was refused is not asked again. */
  async refresh(feeds: readonly Feed[]): Promise<void> {
    const replays = feeds.filter((each) => each.state === "replay" || each.state === "ended" || this.views.has(each.id));
    await Promise.all(replays.filter((each) => !this.refused.has(each.id)).map((each) => this.ask(each.id)));
    this.box.hidden = this.views.size === 0;
  }

  /** Another token may open what was shut. */
  retry(): void {
    this.refused.clear();
  }

  private async ask(feed: string): Promise<void> {
    try {
      const deck = await this.operator.deck(feed);
      const view = this.views.get(feed);
      if (view) {
        view.show(deck);
      } else {
        const made = new DeckView(deck, this.operator);
        this.views.set(feed, made);
        this.box.append(made.box);
      }
    } catch {
      this.refused.add(feed);
      this.views.get(feed)?.box.remove();
      this.views.delete(feed);
    }
  }
}
