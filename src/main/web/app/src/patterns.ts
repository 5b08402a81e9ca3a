import { byId, el, setText } from "./dom.js";

/** Globs are shown one by one, single names as a number: they have lines of their own. */
export class Patterns {
  private readonly list = byId("patterns");
  private readonly count = byId("count");

  constructor(private readonly onRemove: (pattern: string) => void) {}

  show(patterns: readonly string[], rows: number): void {
    const globs = patterns.filter((each) => each.includes("*"));
    const single = patterns.length - globs.length;
    this.list.replaceChildren(...globs.map((each) => this.chip(each)));
    if (single > 0) {
      this.list.append(el("li", { class: "single" }, single === 1 ? "1 symbol" : `${single} symbols`));
    }
    setText(this.count, rows === 1 ? "1 row" : `${rows} rows`);
  }

  private chip(pattern: string): HTMLElement {
    const label = `Stop watching ${pattern}`;
    const button = el("button", { type: "button", "aria-label": label, onclick: () => this.onRemove(pattern) }, "×");
    return el("li", { class: "chip", "data-pattern": pattern }, el("span", {}, pattern), button);
  }
}
