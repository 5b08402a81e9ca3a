import type { Book, Level } from "tickgate-client";
import { el, setText } from "../dom.js";
import { exact, signed, size } from "../format.js";

/** One level on the screen. */
class Rung {
  readonly box = el("div", { class: "rung", role: "row" });
  private readonly bar = el("div", { class: "bar", "aria-hidden": "true" });
  private readonly price = el("div", { class: "num price", role: "cell" });
  private readonly size = el("div", { class: "num", role: "cell" });
  private readonly total = el("div", { class: "num total", role: "cell" });

  constructor(side: "bid" | "ask") {
    this.box.classList.add(side);
    this.box.append(this.bar, this.price, this.size, this.total);
  }

  show(level: Level | undefined, total: number, share: number): void {
    this.box.classList.toggle("empty", level === undefined);
    setText(this.price, level ? exact(level[0]) : "");
    setText(this.size, level ? size(level[1]) : "");
    setText(this.total, level ? size(String(total)) : "");
    this.bar.style.transform = `scaleX(${share.toFixed(3)})`;
  }
}

/**
 * Price levels about the spread: asks above, bids below, with what they add up to. The spread stays
 * in the middle, and as many levels are seen as there is room for.
 */
export class Ladder {
  private readonly asks: Rung[];
  private readonly bids: Rung[];
  private readonly spread = el("div", { class: "spread", role: "row" });
  private readonly spreadText = el("div", { role: "cell", class: "num" });

  constructor(box: HTMLElement, rungs: number) {
    this.asks = Array.from({ length: rungs }, () => new Rung("ask"));
    this.bids = Array.from({ length: rungs }, () => new Rung("bid"));
    this.spread.append(this.spreadText);
    const heading = el("div", { class: "rung heading", role: "row" });
    for (const title of ["Price", "Size", "Total"]) {
      heading.append(el("div", { class: "num", role: "columnheader" }, title));
    }
    const asks = this.asks.map((each) => each.box).reverse();
    const bids = this.bids.map((each) => each.box);
    box.append(group("", heading), group("asks", ...asks), group("", this.spread), group("bids", ...bids));
  }

  paint(book: Book | undefined, priceDecimals: number): void {
    const most = Math.max(sum(book?.asks, this.asks.length), sum(book?.bids, this.bids.length));
    fill(this.asks, book?.asks ?? [], most);
    fill(this.bids, book?.bids ?? [], most);
    const bid = book?.bids[0]?.[0];
    const ask = book?.asks[0]?.[0];
    if (bid !== undefined && ask !== undefined) {
      const gap = Number(ask) - Number(bid);
      const points = (gap / ((Number(ask) + Number(bid)) / 2)) * 10_000;
      const text = `spread ${signed(gap, priceDecimals).replace("+", "")} · ${points.toFixed(2)} bp`;
      setText(this.spreadText, text);
    } else {
      setText(this.spreadText, "no book");
    }
  }
}

function group(css: string, ...rows: Node[]): HTMLElement {
  return el("div", { class: css, role: "rowgroup" }, ...rows);
}

function sum(levels: readonly Level[] | undefined, count: number): number {
  return (levels ?? []).slice(0, count).reduce((total, level) => total + Number(level[1]), 0);
}

function fill(rungs: Rung[], levels: readonly Level[], most: number): void {
  let total = 0;
  rungs.forEach((rung, i) => {
    const level = levels[i];
    total += level ? Number(level[1]) : 0;
    rung.show(level, total, level && most > 0 ? total / most : 0);
  });
}
