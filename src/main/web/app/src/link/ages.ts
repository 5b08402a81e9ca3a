/** Delayed data is minutes late, what is older was recorded. */
const OLDEST_MICROS = 86_400_000_000;

/** How old data is when it comes: gathered for a second, then told. */
export class Ages {
  /** The gateway's clock minus this one's, µs. */
  skewMicros = 0;
  private sum = 0;
  private count = 0;

  /** Takes note of when the gateway received what has just come; a recording's time says nothing. */
  note(rx: number): void {
    const age = Date.now() * 1_000 + this.skewMicros - rx;
    if (age < OLDEST_MICROS) {
      this.sum += age;
      this.count++;
    }
  }

  /** The mean since it was asked last, ms; nothing when nothing came. */
  take(): number | undefined {
    const mean = this.count === 0 ? undefined : Math.max(0, this.sum / this.count / 1_000);
    this.sum = 0;
    this.count = 0;
    return mean;
  }
}
