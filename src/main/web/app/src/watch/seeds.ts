import type { Rest } from "tickgate-client";
import type { Row } from "./row.js";

/** Points of a trend before the page was opened. */
const BARS = 60;
/** Requests at a time: a screenful takes a moment, and ticks go first. */
const AT_ONCE = 4;

/** Fetches the last minutes of rows that have come into view, each once. */
export class Seeds {
  private readonly queue: Row[] = [];
  private running = 0;

  constructor(
    private readonly rest: Rest,
    private readonly onSeeded: () => void,
  ) {}

  want(rows: readonly Row[]): void {
    for (const row of rows) {
      row.trend.seeded = true;
      this.queue.push(row);
    }
    while (this.running < AT_ONCE && this.queue.length > 0) {
      this.running++;
      void this.work();
    }
  }

  private async work(): Promise<void> {
    for (let row = this.queue.shift(); row; row = this.queue.shift()) {
      try {
        row.trend.seed(await this.rest.bars(row.symbol, { interval: "5s", limit: BARS }));
        this.onSeeded();
      } catch {
        // bars aren't granted, or there are none: the trend begins now
      }
    }
    this.running--;
  }
}
