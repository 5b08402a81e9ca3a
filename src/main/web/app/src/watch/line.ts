import { el, setText } from "../dom.js";
import { fitted } from "../frame.js";
import { colour, onTheme } from "../theme.js";
import { COLUMNS } from "./columns.js";
import type { Row } from "./row.js";

/** How long a changed price stays lit before it fades: seen at a glance, gone before the next. */
const LIT_MILLIS = 180;

/** Size of the trend in the style sheet, CSS pixels at a font size of 16. */
const TREND_WIDTH = 96;
const TREND_HEIGHT = 20;

/** The colours of trends, read once a theme and not once a line. */
const strokes = { up: "", down: "", flat: "" };
onTheme(() => {
  strokes.up = colour("up");
  strokes.down = colour("down");
  strokes.flat = colour("dim");
});

interface Cell {
  readonly box: HTMLElement;
  shown: string | undefined;
  litUntil: number;
}

/** A line of the grid on the screen; shows whichever row is scrolled to where it is. */
export class Line {
  readonly box: HTMLDivElement;
  row: Row | undefined;
  private readonly venue = el("span", { class: "venue" });
  private readonly name = el("span", { class: "name" });
  private readonly trend = el("canvas", { class: "trend", "aria-hidden": "true" });
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
    const trend = el("div", { class: "cell spark", role: "gridcell" }, this.trend);
    this.box = el("div", { id, class: "line", role: "row" }, symbol);
    this.box.append(...this.cells.map((each) => each.box), trend);
  }

  /** Shows another row at a place of the list. */
  bind(row: Row, index: number, top: number): void {
    this.box.hidden = false;
    this.box.style.transform = `translateY(${top}px)`;
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

  /** Draws all of it anew next time: the colours are others. */
  spoil(): void {
    this.trendPainted = -1;
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
    const context = fitted(this.trend, TREND_WIDTH, TREND_HEIGHT);
    const values = row.trend.values;
    const change = (values[values.length - 1] ?? 0) - (values[0] ?? 0);
    const stroke = change > 0 ? strokes.up : change < 0 ? strokes.down : strokes.flat;
    row.trend.draw(context, TREND_WIDTH, TREND_HEIGHT, stroke);
  }
}
