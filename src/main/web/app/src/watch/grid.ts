import { el } from "../dom.js";
import { repaint } from "../frame.js";
import { COLUMNS } from "./columns.js";
import { Line } from "./line.js";
import type { Row } from "./row.js";

/** Lines kept above and below what is seen, so that scrolling never shows an empty place. */
const MARGIN = 6;

/** What the grid tells. */
export interface GridListener {
  onOpen(row: Row): void;
  onRemove(row: Row): void;
  /** Rows that have come into view. */
  onSeen(rows: readonly Row[]): void;
}

/**
 * The table of the watchlist: as many lines as fit on the screen, whatever the number of rows. A
 * tick marks a row; the next animation frame looks at the lines on the screen and writes what is
 * different there.
 */
export class Grid {
  private readonly lines: Line[] = [];
  private readonly spacer = el("div", { class: "spacer", role: "presentation" });
  private readonly headings = new Map<string, HTMLElement>();
  private rows: Row[] = [];
  private sortedBy = "symbol";
  private descending = false;
  private activeRow: Row | undefined;
  private arranged = false;
  private height = 1;
  /** Rows on the screen, in part at least. */
  private seenFrom = 0;
  private seenTo = 0;
  private readonly painter = (now: number) => this.paint(now);

  /** @param box the grid element, scrolled by itself, focusable */
  constructor(
    private readonly box: HTMLElement,
    private readonly listener: GridListener,
  ) {
    box.append(this.header(), this.spacer);
    box.addEventListener("scroll", () => this.arrange(), { passive: true });
    box.addEventListener("keydown", (event) => this.onKey(event));
    this.spacer.addEventListener("click", (event) => this.onClick(event));
    new ResizeObserver(() => this.arrange()).observe(box);
  }

  /** Shows these rows. */
  show(rows: Iterable<Row>): void {
    this.rows = [...rows];
    this.sort();
    if (this.activeRow && !this.rows.includes(this.activeRow)) {
      this.activeRow = undefined;
    }
    this.box.setAttribute("aria-rowcount", String(this.rows.length + 1));
    this.arrange();
  }

  /** Something in a row is new. */
  changed(): void {
    repaint(this.painter);
  }

  focus(): void {
    this.box.focus();
  }

  /** The row that keys act on. */
  get active(): Row | undefined {
    return this.activeRow;
  }

  private header(): HTMLElement {
    const row = el("div", { class: "line heading", role: "row", "aria-rowindex": "1" });
    row.append(this.heading("symbol", "Symbol", undefined, "symbol"));
    for (const column of COLUMNS) {
      row.append(this.heading(column.id, column.title, column.label, `num ${column.id}`));
    }
    const trend = el("div", { class: "cell spark", role: "columnheader" }, "5 min");
    row.append(trend);
    return row;
  }

  private heading(id: string, title: string, label: string | undefined, css: string): HTMLElement {
    const button = el("button", { type: "button", tabindex: "-1", onclick: () => this.sortBy(id) }, title);
    if (label) {
      button.setAttribute("aria-label", label);
      button.title = label;
    }
    const cell = el("div", { class: `cell ${css}`, role: "columnheader" }, button);
    this.headings.set(id, cell);
    return cell;
  }

  private sortBy(id: string): void {
    this.descending = id === this.sortedBy ? !this.descending : id !== "symbol";
    this.sortedBy = id;
    this.sort();
    this.arrange();
  }

  /** Sorted when asked for and when rows come, not while one reads. */
  private sort(): void {
    const column = COLUMNS.find((each) => each.id === this.sortedBy);
    const key = column ? column.order : (row: Row) => row.symbol;
    const keys = new Map(this.rows.map((row) => [row, key(row)]));
    const sign = this.descending ? -1 : 1;
    this.rows.sort((a, b) => {
      const x = keys.get(a) ?? "";
      const y = keys.get(b) ?? "";
      return x < y ? -sign : x > y ? sign : a.symbol < b.symbol ? -1 : 1;
    });
    for (const [id, cell] of this.headings) {
      const order = id !== this.sortedBy ? "none" : this.descending ? "descending" : "ascending";
      cell.setAttribute("aria-sort", order);
    }
  }

  private arrange(): void {
    this.arranged = false;
    repaint(this.painter);
  }

  /** Puts lines where the list is scrolled to. */
  private place(): void {
    if (this.lines.length === 0) {
      this.ensureLines(1);
    }
    const line = this.lines[0];
    // of its style rather than its box: a line that shows nothing has none
    this.height = line ? parseFloat(getComputedStyle(line.box).height) : 1;
    const height = this.height;
    const total = `${this.rows.length * height}px`;
    if (this.spacer.style.height !== total) {
      this.spacer.style.height = total;
    }
    this.seenFrom = Math.floor(this.box.scrollTop / height);
    this.seenTo = this.seenFrom + Math.ceil(this.box.clientHeight / height);
    const first = Math.max(0, this.seenFrom - MARGIN);
    const seen = this.seenTo - this.seenFrom + 2 * MARGIN;
    const last = Math.min(this.rows.length, first + seen);
    this.ensureLines(Math.min(seen, this.rows.length));
    const shown: Row[] = [];
    const used = this.lines.length;
    for (let i = first; i < last; i++) {
      const row = this.rows[i];
      // line i mod n: a line keeps its row while one scrolls
      const line = this.lines[i % used];
      if (row && line) {
        line.bind(row, i, i * height);
        line.box.setAttribute("aria-selected", String(row === this.activeRow));
        shown.push(row);
      }
    }
    for (let i = last; i < first + used; i++) {
      this.lines[i % used]?.unbind();
    }
    this.markActive();
    this.listener.onSeen(shown);
  }

  private ensureLines(count: number): void {
    while (this.lines.length < count) {
      const line = new Line(`line-${this.lines.length}`);
      this.lines.push(line);
      this.spacer.append(line.box);
    }
  }

  private markActive(): void {
    const line = this.lines.find((each) => each.row !== undefined && each.row === this.activeRow);
    if (line) {
      this.box.setAttribute("aria-activedescendant", line.box.id);
    } else {
      this.box.removeAttribute("aria-activedescendant");
    }
  }

  /** Lines of the margin are as old as the last scrolling, which brings all of them up to date. */
  private paint(now: number): void {
    const all = !this.arranged;
    if (all) {
      this.arranged = true;
      this.place();
    }
    let lit = false;
    for (const line of this.lines) {
      if (all || (line.index >= this.seenFrom && line.index <= this.seenTo)) {
        lit = line.paint(now) || lit;
      }
    }
    if (lit) {
      repaint(this.painter);
    }
  }

  private onClick(event: MouseEvent): void {
    const symbol = (event.target as Element).closest<HTMLElement>(".line")?.dataset["symbol"];
    const row = this.rows.find((each) => each.symbol === symbol);
    if (row) {
      this.activate(row);
      this.listener.onOpen(row);
    }
  }

  private activate(row: Row | undefined): void {
    this.activeRow = row;
    if (row) {
      const height = this.height;
      const header = this.box.querySelector<HTMLElement>(".heading")?.offsetHeight ?? 0;
      const top = this.rows.indexOf(row) * height;
      const room = this.box.clientHeight - header - height;
      if (top < this.box.scrollTop) {
        this.box.scrollTop = top;
      } else if (top > this.box.scrollTop + room) {
        this.box.scrollTop = top - room;
      }
    }
    this.arrange();
  }

  private onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.box.clientHeight / this.height) - 2);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -Infinity,
      End: Infinity,
    };
    const step = steps[event.key];
    const row = this.activeRow;
    if (step !== undefined) {
      const from = row ? this.rows.indexOf(row) : step > 0 ? -1 : 0;
      const to = Math.min(this.rows.length - 1, Math.max(0, from + step));
      this.activate(this.rows[to]);
    } else if (event.key === "Enter" && row) {
      this.listener.onOpen(row);
    } else if ((event.key === "Delete" || event.key === "Backspace") && row) {
      this.listener.onRemove(row);
    } else {
      return;
    }
    event.preventDefault();
  }
}
