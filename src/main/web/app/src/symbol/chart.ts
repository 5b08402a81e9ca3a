import {
  CandlestickSeries,
  ColorType,
  createChart,
  HistogramSeries,
  type CandlestickData,
  type HistogramData,
  type IChartApi,
  type ISeriesApi,
  type UTCTimestamp,
} from "lightweight-charts";
import type { HistoryBar } from "tickgate-client";
import { smallText } from "../frame.js";
import { colour } from "../theme.js";

/** The share of the height below which volume is drawn. */
const VOLUME_TOP = 0.82;

/**
 * Candles and volume. The library draws on canvases and styles elements by script, which the
 * page's CSP allows; its logo would bring a style element, so the page names it in words instead.
 */
export class PriceChart {
  private readonly chart: IChartApi;
  private readonly candles: ISeriesApi<"Candlestick">;
  private readonly volume: ISeriesApi<"Histogram">;
  private newest = 0;
  private decimals = 2;

  constructor(box: HTMLElement) {
    this.chart = createChart(box, {
      autoSize: true,
      layout: { attributionLogo: false, fontSize: smallText(), fontFamily: getComputedStyle(document.body).fontFamily },
      timeScale: { timeVisible: true, secondsVisible: true, rightOffset: 4, barSpacing: 8, borderVisible: false },
      rightPriceScale: { borderVisible: false },
      localization: { priceFormatter: (price: number) => this.price(price) },
    });
    this.candles = this.chart.addSeries(CandlestickSeries, { borderVisible: false });
    this.volume = this.chart.addSeries(HistogramSeries, {
      priceFormat: { type: "volume" },
      priceScaleId: "volume",
      lastValueVisible: false,
      priceLineVisible: false,
    });
    this.candles.priceScale().applyOptions({ scaleMargins: { top: 0.06, bottom: 1 - VOLUME_TOP + 0.04 } });
    this.volume.priceScale().applyOptions({ scaleMargins: { top: VOLUME_TOP, bottom: 0 } });
    this.recolour();
  }

  private price(value: number): string {
    return value.toLocaleString("en-US", {
      minimumFractionDigits: this.decimals,
      maximumFractionDigits: this.decimals,
    });
  }

  /** How many decimals prices have. */
  precision(decimals: number): void {
    if (decimals !== this.decimals) {
      this.decimals = decimals;
      const minMove = 10 ** -decimals;
      this.candles.applyOptions({ priceFormat: { type: "price", precision: decimals, minMove } });
    }
  }

  /** Colours of the theme. */
  recolour(): void {
    const up = colour("up");
    const down = colour("down");
    this.chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: colour("panel") },
        textColor: colour("dim"),
      },
      grid: { vertLines: { color: colour("line") }, horzLines: { color: colour("line") } },
      crosshair: { vertLine: { color: colour("dim") }, horzLine: { color: colour("dim") } },
    });
    this.candles.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down });
  }

  /** Replaces everything; bars rise in time. */
  reset(bars: readonly HistoryBar[]): void {
    this.candles.setData(bars.map(candle));
    this.volume.setData(bars.map(column));
    this.newest = bars.at(-1)?.start ?? 0;
    this.chart.timeScale().scrollToRealTime();
  }

  /** Adds a bar or changes the newest; older ones are past. */
  update(bar: HistoryBar): void {
    if (bar.start >= this.newest) {
      this.newest = bar.start;
      this.candles.update(candle(bar));
      this.volume.update(column(bar));
    }
  }

  stop(): void {
    this.chart.remove();
  }
}

function seconds(bar: HistoryBar): UTCTimestamp {
  // the library draws UTC; readers think in their own time
  const local = new Date(bar.start / 1_000).getTimezoneOffset() * 60;
  return (bar.start / 1_000_000 - local) as UTCTimestamp;
}

function candle(bar: HistoryBar): CandlestickData<UTCTimestamp> {
  return {
    time: seconds(bar),
    open: Number(bar.open),
    high: Number(bar.high),
    low: Number(bar.low),
    close: Number(bar.close),
  };
}

function column(bar: HistoryBar): HistogramData<UTCTimestamp> {
  const rising = Number(bar.close) >= Number(bar.open);
  return { time: seconds(bar), value: Number(bar.volume), color: colour(rising ? "up-soft" : "down-soft") };
}
