import type { Mode } from "tickgate-client";

/** How often values are wanted: what the reader chose in the panel. */
export interface Terms {
  readonly mode: Mode;
  readonly intervalMs: number;
}
