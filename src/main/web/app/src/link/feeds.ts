import type { Feed } from "tickgate-client";
import { el, setText } from "../dom.js";
import { duration } from "../format.js";

interface Entry {
  readonly box: HTMLElement;
  readonly state: HTMLElement;
  readonly age: HTMLElement;
}

/** The feeds behind the gateway and how they are. */
export class Feeds {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly box: HTMLElement) {}

  show(feeds: readonly Feed[]): void {
    for (const feed of feeds) {
      const entry = this.entries.get(feed.id) ?? this.add(feed.id);
      setText(entry.state, feed.state);
      entry.state.className = `badge ${feed.state}`;
      setText(entry.age, duration(feed.ageMs));
    }
    for (const [id, entry] of this.entries) {
      if (!feeds.some((each) => each.id === id)) {
        entry.box.remove();
        this.entries.delete(id);
      }
    }
  }

  private add(id: string): Entry {
    const state = el("span", { class: "badge" });
    const age = el("span", { class: "num age", title: "since its last message" });
    const box = el("li", { "data-feed": id }, el("span", { class: "feed" }, id), state, age);
    const entry = { box, state, age };
    this.entries.set(id, entry);
    this.box.append(box);
    return entry;
  }
}
