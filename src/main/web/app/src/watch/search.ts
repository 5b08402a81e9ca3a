import { byId, el } from "../dom.js";
import { matcher, parts } from "../format.js";

/** Suggestions shown at once. */
const MOST = 12;

/** What can be chosen. */
interface Choice {
  readonly kind: "glob" | "symbol";
  readonly pattern: string;
  readonly note: string;
}

/** What the search asks and tells. */
export interface SearchListener {
  symbols(): Promise<readonly string[]>;
  isWatched(symbol: string): boolean;
  onAdd(pattern: string): void;
  onOpen(symbol: string): void;
  onLeave(): void;
}

/**
 * The field that finds symbols: part of a name, or a glob. Enter adds what is chosen, a symbol
 * that is watched already is opened. A combobox with a listbox, as ARIA calls it.
 */
export class Search {
  private readonly field = byId<HTMLInputElement>("search");
  private readonly list = byId("suggestions");
  private symbols: readonly string[] = [];
  private choices: Choice[] = [];
  private chosen = 0;

  constructor(private readonly listener: SearchListener) {
    this.field.addEventListener("focus", () => void this.refresh());
    this.field.addEventListener("input", () => this.suggest());
    this.field.addEventListener("keydown", (event) => this.onKey(event));
    this.field.addEventListener("blur", () => this.close());
    // before the field loses the focus to it
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const item = (event.target as Element).closest<HTMLElement>("[data-index]");
      this.take(this.choices[Number(item?.dataset["index"])]);
    });
  }

  focus(): void {
    this.field.focus();
    this.field.select();
  }

  private async refresh(): Promise<void> {
    this.symbols = await this.listener.symbols();
    this.suggest();
  }

  private suggest(): void {
    const text = this.field.value.trim();
    this.choices = text ? this.find(text) : [];
    this.chosen = 0;
    this.render();
  }

  private find(text: string): Choice[] {
    if (text.includes("*")) {
      const covered = this.symbols.filter(matcher(text));
      return [this.glob(text, covered.length), ...covered.slice(0, MOST - 1).map((each) => this.symbol(each))];
    }
    const wanted = text.toLowerCase();
    const found = this.symbols
      .filter((each) => each.toLowerCase().includes(wanted))
      .sort((a, b) => rank(a, wanted) - rank(b, wanted) || (a < b ? -1 : 1));
    const choices = found.slice(0, MOST - 1).map((each) => this.symbol(each));
    const venue = found.find((each) => parts(each)[0].toLowerCase().startsWith(wanted));
    if (venue) {
      const glob = `${parts(venue)[0]}:*`;
      choices.push(this.glob(glob, this.symbols.filter(matcher(glob)).length));
    }
    return choices;
  }

  private glob(pattern: string, count: number): Choice {
    const note = count === 1 ? "1 symbol now" : `${count} symbols now`;
    return { kind: "glob", pattern, note: `add all: ${note}, and later ones` };
  }

  private symbol(name: string): Choice {
    const note = this.listener.isWatched(name) ? "open" : "add";
    return { kind: "symbol", pattern: name, note };
  }

  private render(): void {
    const items = this.choices.map((choice, i) =>
      el(
        "li",
        {
          id: `suggestion-${i}`,
          role: "option",
          "data-index": String(i),
          "aria-selected": String(i === this.chosen),
        },
        el("span", { class: "pattern" }, choice.pattern),
        el("span", { class: "note" }, choice.note),
      ),
    );
    if (items.length === 0 && this.field.value.trim()) {
      items.push(el("li", { role: "option", "aria-disabled": "true", class: "nothing" }, "no such symbol"));
    }
    this.list.replaceChildren(...items);
    this.list.hidden = items.length === 0;
    this.field.setAttribute("aria-expanded", String(items.length > 0));
    if (this.choices.length > 0) {
      this.field.setAttribute("aria-activedescendant", `suggestion-${this.chosen}`);
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  private onKey(event: KeyboardEvent): void {
    const count = this.choices.length;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count > 0) {
      this.chosen = (this.chosen + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
      this.render();
    } else if (event.key === "Enter") {
      this.take(this.choices[this.chosen]);
    } else if (event.key === "Escape") {
      this.field.value = "";
      this.close();
      this.listener.onLeave();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private take(choice: Choice | undefined): void {
    if (!choice) {
      return;
    }
    this.field.value = "";
    this.close();
    if (choice.kind === "symbol" && this.listener.isWatched(choice.pattern)) {
      this.listener.onOpen(choice.pattern);
    } else {
      this.listener.onAdd(choice.pattern);
    }
    this.listener.onLeave();
  }

  private close(): void {
    this.choices = [];
    this.list.replaceChildren();
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }
}

/** Names that begin with what was typed first. */
function rank(symbol: string, wanted: string): number {
  const lower = symbol.toLowerCase();
  return parts(lower)[1].startsWith(wanted) ? 0 : lower.startsWith(wanted) ? 1 : 2;
}
