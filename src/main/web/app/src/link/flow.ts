import { fitted } from "../frame.js";
import { colour } from "../theme.js";

/** Seconds shown. */
const SECONDS = 60;

/** Updates that came and those merged into them, second by second: conflation as a picture. */
export class Flow {
  private readonly delivered: number[] = [];
  private readonly merged: number[] = [];

  constructor(private readonly canvas: HTMLCanvasElement) {}

  add(delivered: number, merged: number): void {
    keep(this.delivered, delivered);
    keep(this.merged, merged);
  }

  paint(): void {
    const width = this.canvas.clientWidth;
    const height = this.canvas.clientHeight;
    const context = fitted(this.canvas, width, height);
    const most = Math.max(1, ...this.delivered.map((each, i) => each + (this.merged[i] ?? 0)));
    const slot = width / SECONDS;
    const unit = (height - 2) / most;
    const accent = colour("accent");
    const dim = colour("merged");
    this.delivered.forEach((each, i) => {
      const x = width - (this.delivered.length - i) * slot;
      const low = each * unit;
      const high = (this.merged[i] ?? 0) * unit;
      context.fillStyle = accent;
      context.fillRect(x, height - low, slot - 1, low);
      context.fillStyle = dim;
      context.fillRect(x, height - low - high, slot - 1, high);
    });
  }
}

function keep(values: number[], value: number): void {
  values.push(value);
  if (values.length > SECONDS) {
    values.shift();
  }
}
