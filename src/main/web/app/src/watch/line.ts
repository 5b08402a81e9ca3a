import { el, setText, svg } from "../dom.js";
import { COLUMNS } from "./columns.js";
import type { Row } from "./row.js";

/**
 * How long a changed price stays lit: seen at a glance, gone before the next. It doesn't fade, as an animation has the
 * browser look at the style of every lit cell in every frame.
 */
const LIT_MILLIS = 300;

/** The trend's own units; the style sheet says how large it is. */
const TREND_WIDTH = 96;
const TREND_HEIGHT = 20;

interface Cell {
  readonly box: HTMLElement;
  shown: string | undefined;
  litUntil: number;
}

/** A line of the grid on the screen; shows whichever row is scrolled to where it is. */
export class Line {
  readonly box: HTMLDivElement;
  row: Row | undefined;
  /** Its row's place in the list. */
  index = 0;
  private readonly venue = el("span", { class: "venue" });
  private readonly name = el("span", { class: "name" });
  /** No canvas: each would be a layer to the compositor, which compares all of them in each frame. */
  private readonly trend = svg("path", {});
  private readonly cells: Cell[];
  private painted = -1;
  private trendPainted = -1;

  constructor(id: string) {
    this.cells = COLUMNS.map((column) => ({
      box: el("div", { class: `cell num ${column.id}`, role: "gridcell" }),
      shown: undefined,
      litUntil: 0,
    }));
    const symbol = el("div", { class: "cell symbol", role: "rowheader" }, this.name, this.venue);
    const box = { class: "trend", viewBox: `0 0 ${TREND_WIDTH} ${TREND_HEIGHT}`, "aria-hidden": "true" };
    const trend = el("div", { class: "cell spark", role: "gridcell" }, svg("svg", box, this.trend));
    this.box = el("div", { id, class: "line", role: "row" }, symbol);
    this.box.append(...this.cells.map((each) => each.box), trend);
  }

  /** Shows another row at a place of the list. */
  bind(row: Row, index: number, top: number): void {
    this.box.hidden = false;
    this.box.style.top = `${top}px`;
    this.index = index;
    this.box.setAttribute("aria-rowindex", String(index + 2)); // the header is 1
    if (this.row === row) {
      return;
    }
    this.row = row;
    this.painted = -1;
    this.trendPainted = -1;
    this.box.dataset["symbol"] = row.symbol;
    setText(this.name, row.name);
    setText(this.venue, row.venue);
    for (const cell of this.cells) {
      cell.shown = undefined;
      this.unlight(cell);
    }
  }

  /** Shows nothing. */
  unbind(): void {
    this.row = undefined;
    this.box.hidden = true;
    delete this.box.dataset["symbol"];
  }

  /** Brings it up to date; whether something is lit and has to be looked at again. */
  paint(now: number): boolean {
    const row = this.row;
    if (!row) {
      return false;
    }
    if (this.painted !== row.version) {
      this.painted = row.version;
      this.write(row, now);
    }
    if (this.trendPainted !== row.trend.version) {
      this.trendPainted = row.trend.version;
      this.drawTrend(row);
    }
    return this.fade(now);
  }

  private write(row: Row, now: number): void {
    this.box.classList.toggle("stale", row.stale);
    COLUMNS.forEach((column, i) => {
      const cell = this.cells[i];
      if (!cell) {
        return;
      }
      setText(cell.box, column.text(row));
      if (column.signed) {
        const change = row.change;
        cell.box.classList.toggle("rise", change > 0);
        cell.box.classList.toggle("fall", change < 0);
      }
      const value = column.flash?.(row);
      if (value !== undefined && cell.shown !== undefined && value !== cell.shown) {
        this.light(cell, Number(value) > Number(cell.shown), now);
      }
      cell.shown = value;
    });
  }

  private light(cell: Cell, rising: boolean, now: number): void {
    cell.box.classList.toggle("lit-up", rising);
    cell.box.classList.toggle("lit-down", !rising);
    cell.litUntil = now + LIT_MILLIS;
  }

  private fade(now: number): boolean {
    let lit = false;
    for (const cell of this.cells) {
      if (cell.litUntil > now) {
        lit = true;
      } else if (cell.litUntil > 0) {
        this.unlight(cell);
      }
    }
    return lit;
  }

  private unlight(cell: Cell): void {
    cell.box.classList.remove("lit-up", "lit-down");
    cell.litUntil = 0;
  }

  private drawTrend(row: Row): void {
    const direction = row.trend.direction;
    this.trend.setAttribute("d", row.trend.path(TREND_WIDTH, TREND_HEIGHT));
    this.trend.setAttribute("class", direction > 0 ? "rise" : direction < 0 ? "fall" : "flat");
  }
}
