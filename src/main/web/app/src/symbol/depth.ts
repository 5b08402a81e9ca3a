import type { Book, Level } from "tickgate-client";
import { compact, exact } from "../format.js";
import { fitted, smallText } from "../frame.js";
import { colour } from "../theme.js";

/** Cumulative depth: how much is there at each price or better, as steps about the middle. */
export class DepthChart {
  private readonly observer: ResizeObserver;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    onResize: () => void,
  ) {
    this.observer = new ResizeObserver(onResize);
    this.observer.observe(canvas);
  }

  stop(): void {
    this.observer.disconnect();
  }

  paint(book: Book | undefined): void {
    const width = this.canvas.clientWidth;
    const height = this.canvas.clientHeight;
    const context = fitted(this.canvas, width, height);
    const bid = Number(book?.bids[0]?.[0]);
    const ask = Number(book?.asks[0]?.[0]);
    if (!book || !Number.isFinite(bid) || !Number.isFinite(ask)) {
      return;
    }
    const middle = (bid + ask) / 2;
    const bids = steps(book.bids);
    const asks = steps(book.asks);
    const reach = Math.max(middle - (bids.at(-1)?.[0] ?? bid), (asks.at(-1)?.[0] ?? ask) - middle);
    const most = Math.max(bids.at(-1)?.[1] ?? 0, asks.at(-1)?.[1] ?? 0);
    const floor = height - smallText() - 7; // the labels are below
    const scale: Scale = {
      x: (price) => width / 2 + ((price - middle) / reach) * (width / 2),
      y: (total) => floor - (total / most) * (floor - 8),
      floor,
    };
    area(context, bids, scale, 0, colour("up"));
    area(context, asks, scale, width, colour("down"));
    const digits = book.bids[0]?.[0].split(".")[1]?.length ?? 0;
    labels(context, { width, height, middle, reach, most, digits });
  }
}

interface Scale {
  readonly x: (price: number) => number;
  readonly y: (total: number) => number;
  readonly floor: number;
}

function steps(levels: readonly Level[]): [price: number, total: number][] {
  let total = 0;
  return levels.map(([price, size]) => [Number(price), (total += Number(size))]);
}

function area(
  context: CanvasRenderingContext2D,
  points: [number, number][],
  { x, y, floor }: Scale,
  edge: number,
  paint: string,
): void {
  context.beginPath();
  context.moveTo(x(points[0]?.[0] ?? 0), floor);
  let level = floor;
  for (const [price, total] of points) {
    context.lineTo(x(price), level);
    level = y(total);
    context.lineTo(x(price), level);
  }
  context.lineTo(edge, level);
  context.strokeStyle = paint;
  context.lineWidth = 1.5;
  context.stroke();
  context.lineTo(edge, floor);
  context.closePath();
  context.globalAlpha = 0.16;
  context.fillStyle = paint;
  context.fill();
  context.globalAlpha = 1;
}

interface Labels {
  width: number;
  height: number;
  middle: number;
  reach: number;
  most: number;
  digits: number;
}

function labels(context: CanvasRenderingContext2D, at: Labels): void {
  context.font = `${smallText()}px ${getComputedStyle(document.body).fontFamily}`;
  context.fillStyle = colour("dim");
  context.textBaseline = "bottom";
  const price = (value: number) => exact(value.toFixed(at.digits));
  context.textAlign = "left";
  context.fillText(price(at.middle - at.reach), 4, at.height - 2);
  context.fillText(compact(at.most), 4, 2 * smallText());
  context.textAlign = "center";
  context.fillText(price(at.middle), at.width / 2, at.height - 2);
  context.textAlign = "right";
  context.fillText(price(at.middle + at.reach), at.width - 4, at.height - 2);
}
