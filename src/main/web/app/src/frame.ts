/** Draws something; `now` as of `performance.now()`. */
export type Painter = (now: number) => void;

const painters = new Set<Painter>();
let asked = false;

function pass(now: number): void {
  asked = false;
  const due = [...painters];
  painters.clear();
  for (const paint of due) {
    paint(now);
  }
}

/**
 * Has a painter run in the next animation frame, once however often it is asked for: all of the
 * page is drawn in one pass a frame, and not at all while the tab is hidden.
 */
export function repaint(painter: Painter): void {
  painters.add(painter);
  if (!asked) {
    asked = true;
    requestAnimationFrame(pass);
  }
}

/** Takes a painter out, for a view that goes away. */
export function forget(painter: Painter): void {
  painters.delete(painter);
}

/** Whether the reader asked for as little movement as possible. */
export const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** A text size for canvases that grows with that of the page, CSS pixels. */
export function smallText(): number {
  return Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.85);
}

/** A canvas fitted to its box at the screen's own resolution; returns its context in CSS pixels. */
export function fitted(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const scale = devicePixelRatio || 1;
  const w = Math.round(width * scale);
  const h = Math.round(height * scale);
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const context = canvas.getContext("2d");
  if (!context) {
    throw new Error("no canvas here");
  }
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
