/** What one point of a trend stands for, and how many are kept: the last five minutes. */
const STEP_MICROS = 5_000_000;
const POINTS = 60;

/** The way of a price over the last minutes: the last one of every five seconds. */
export class Trend {
  readonly starts: number[] = [];
  readonly values: number[] = [];
  /** Whether earlier points were asked for. */
  seeded = false;
  version = 0;

  /** Takes note of a price; older than the newest point changes nothing. */
  add(micros: number, value: number): void {
    const start = micros - (micros % STEP_MICROS);
    const last = this.starts.length - 1;
    const newest = this.starts[last] ?? 0;
    if (start < newest || !Number.isFinite(value)) {
      return;
    }
    if (start === newest) {
      if (this.values[last] === value) {
        return;
      }
      this.values[last] = value;
    } else {
      this.starts.push(start);
      this.values.push(value);
      if (this.starts.length > POINTS) {
        this.starts.shift();
        this.values.shift();
      }
    }
    this.version++;
  }

  /** Puts closed bars before what is there. */
  seed(bars: readonly { start: number; close: string }[]): void {
    const oldest = this.starts[0] ?? Infinity;
    const before = bars.filter((each) => each.start < oldest);
    this.starts.unshift(...before.map((each) => each.start));
    this.values.unshift(...before.map((each) => Number(each.close)));
    const extra = this.starts.length - POINTS;
    if (extra > 0) {
      this.starts.splice(0, extra);
      this.values.splice(0, extra);
    }
    this.version++;
  }

  /** Whether it rose or fell over what is kept; 0 where it didn't move. */
  get direction(): number {
    return Math.sign((this.values[this.values.length - 1] ?? 0) - (this.values[0] ?? 0));
  }

  /** The line as path data for a box of that size; a price that didn't move is a line in the middle. */
  path(width: number, height: number): string {
    const { starts, values } = this;
    const newest = starts[starts.length - 1];
    if (newest === undefined || values.length < 2) {
      return "";
    }
    const low = Math.min(...values);
    const high = Math.max(...values);
    const span = STEP_MICROS * (POINTS - 1);
    const points = values.map((value, i) => {
      const x = width - 1 - ((newest - (starts[i] ?? newest)) / span) * (width - 2);
      const y = high === low ? height / 2 : 2 + ((high - value) / (high - low)) * (height - 4);
      return `${x.toFixed(1)} ${y.toFixed(1)}`;
    });
    return `M${points.join("L")}`;
  }
}
