import type { Trade } from "tickgate-client";
import { el, setText } from "../dom.js";
import { clock, exact, size } from "../format.js";

/** Trades kept and shown; older ones scroll away. */
const MOST = 100;

/** A line of it. */
class Print {
  readonly box = el("div", { class: "print", role: "row" });
  private readonly time = el("div", { class: "num time", role: "cell" });
  private readonly price = el("div", { class: "num price", role: "cell" });
  private readonly size = el("div", { class: "num", role: "cell" });
  private readonly side = el("div", { class: "side", role: "cell" });

  constructor() {
    this.box.append(this.time, this.price, this.size, this.side);
    this.box.hidden = true;
  }

  show(trade: Trade): void {
    this.box.hidden = false;
    this.box.classList.toggle("buy", trade.side === "buy");
    this.box.classList.toggle("sell", trade.side === "sell");
    setText(this.time, clock(trade.ts));
    setText(this.price, exact(trade.price));
    setText(this.size, size(trade.size));
    setText(this.side, trade.side ?? "");
  }
}

/** Time and sales: the newest trade on top. The lines stay, what they say moves down. */
export class Tape {
  private readonly prints = Array.from({ length: MOST }, () => new Print());
  private readonly trades: Trade[] = [];
  private shown = 0;
  private count = 0;

  constructor(box: HTMLElement) {
    const heading = el("div", { class: "print heading", role: "row" });
    for (const title of ["Time", "Price", "Size", "Side"]) {
      heading.append(el("div", { role: "columnheader" }, title));
    }
    box.append(heading, ...this.prints.map((each) => each.box));
  }

  add(trade: Trade): void {
    this.trades.unshift(trade);
    this.trades.length = Math.min(this.trades.length, MOST);
    this.count++;
  }

  paint(): void {
    if (this.shown === this.count) {
      return;
    }
    this.shown = this.count;
    this.trades.forEach((trade, i) => this.prints[i]?.show(trade));
  }
}
