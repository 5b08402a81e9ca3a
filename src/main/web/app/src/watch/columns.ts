import { basisPoints, compact, exact, NONE, percent, signed, size } from "../format.js";
import type { Row } from "./row.js";

/** A column of numbers. Widths are in the style sheet: a tick never moves anything. */
export interface Column {
  /** Class of its cells, and its place in the style sheet. */
  readonly id: string;
  readonly title: string;
  readonly label?: string;
  readonly text: (row: Row) => string;
  /** What it is sorted by. */
  readonly order: (row: Row) => number | string;
  /** The value whose change flashes; absent where a flash would say nothing. */
  readonly flash?: (row: Row) => string | undefined;
  /** Whether rising and falling have colours. */
  readonly signed?: boolean;
}

const number = (text: string | undefined) => (text === undefined ? -Infinity : Number(text));
const finite = (value: number) => (Number.isFinite(value) ? value : -Infinity);

/** From left to right. */
export const COLUMNS: readonly Column[] = [
  {
    id: "last",
    title: "Last",
    text: (row) => exact(row.ticker?.last),
    order: (row) => number(row.ticker?.last),
    flash: (row) => row.ticker?.last,
  },
  {
    id: "change",
    title: "Chg",
    label: "Change since the day's open",
    text: (row) => signed(row.change, row.priceDecimals),
    order: (row) => finite(row.change),
    signed: true,
  },
  {
    id: "percent",
    title: "Chg %",
    label: "Change since the day's open in percent",
    text: (row) => percent(row.changePercent),
    order: (row) => finite(row.changePercent),
    signed: true,
  },
  {
    id: "bidsize",
    title: "Bid size",
    text: (row) => size(row.ticker?.bidSize),
    order: (row) => number(row.ticker?.bidSize),
  },
  {
    id: "bid",
    title: "Bid",
    text: (row) => exact(row.ticker?.bid),
    order: (row) => number(row.ticker?.bid),
    flash: (row) => row.ticker?.bid,
  },
  {
    id: "ask",
    title: "Ask",
    text: (row) => exact(row.ticker?.ask),
    order: (row) => number(row.ticker?.ask),
    flash: (row) => row.ticker?.ask,
  },
  {
    id: "asksize",
    title: "Ask size",
    text: (row) => size(row.ticker?.askSize),
    order: (row) => number(row.ticker?.askSize),
  },
  {
    id: "spread",
    title: "Spread bp",
    label: "Spread in basis points of the middle",
    text: (row) => basisPoints(row.spreadBasisPoints),
    order: (row) => finite(row.spreadBasisPoints),
  },
  {
    id: "low",
    title: "Low",
    text: (row) => exact(row.ticker?.low),
    order: (row) => number(row.ticker?.low),
  },
  {
    id: "high",
    title: "High",
    text: (row) => exact(row.ticker?.high),
    order: (row) => number(row.ticker?.high),
  },
  {
    id: "volume",
    title: "Volume",
    text: (row) => (row.ticker?.volume === undefined ? NONE : compact(Number(row.ticker.volume))),
    order: (row) => number(row.ticker?.volume),
  },
];
