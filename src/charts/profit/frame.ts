/** The frame of a profit chart: where prices and profits lie in it, its grid and its ticks. */

import { dollarTick, priceText, type Unit } from "../figures.ts";
import { areaOf, SIZES, write } from "../lettering.ts";
import type { Palette } from "../palette.ts";
import type { Shape, Text } from "../picture.ts";
import type { ProfitView } from "./view.ts";
import { textWidth } from "../text_width.ts";
import { roundTicks, type Ticks } from "../ticks.ts";

/** Pixels; the curves keep to what is between `ceiling` and `floor`, the rest above and below is for labels. */
export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
  ceiling: number;
  floor: number;
  zero: number;
  x(price: number): number;
  y(profit: number): number;
}

/** Pixels from one tick to the next, at least: of the upright axis, and beside a figure of the other one. */
const TICK_HEIGHT = 48;
const TICK_SPACE = 24;
/** Pixels between the axes below which words are spared. */
const NARROW = 400;
const GAP = 8;
const EDGE = 16;
/** Room inside for a label above the highest and below the lowest point of the curves. */
export const ROOM = 28;

export interface Bounds {
  width: number;
  top: number;
  bottom: number;
  /** Pixels above the lower edge that belong to the label of the expected move. */
  skirt: number;
}

/** The frame, and the labels at its left. */
export function layFrame(view: ProfitView, { width, top, bottom, skirt }: Bounds): { frame: Frame; profits: Ticks } {
  const [ceiling, floor] = [top + ROOM, bottom - ROOM - skirt];
  const profits = roundTicks(view.bottom, view.top, Math.floor((floor - ceiling) / TICK_HEIGHT) + 1);
  const widest = Math.max(
    ...profits.values.map((value) => textWidth(dollarTick(value, profits.decimals), SIZES.tick, "regular")),
  );
  const [left, right] = [EDGE + widest + GAP, width - EDGE];
  const x = (price: number): number => left + (right - left) * (price - view.low) / (view.high - view.low);
  const y = (profit: number): number => ceiling + (floor - ceiling) * (view.top - profit) / (view.top - view.bottom);
  return { frame: { left, right, top, bottom, ceiling, floor, zero: y(0), x, y }, profits };
}

/** Lines across and figures at the left. */
export function drawProfitAxis(
  { left, right, zero, y }: Frame,
  { values, decimals }: Ticks,
  palette: Palette,
): Shape[] {
  const shapes: Shape[] = [];
  for (const profit of values) {
    const height = y(profit);
    if (profit !== 0) {
      shapes.push({ kind: "line", points: [left, height, right, height], stroke: palette.grid, width: 1 });
    }
    shapes.push(write(dollarTick(profit, decimals), {
      x: left - GAP,
      y: height + 0.36 * SIZES.tick,
      anchor: "end",
      size: SIZES.tick,
      fill: palette.quiet,
    }));
  }
  shapes.push({ kind: "line", points: [left, zero, right, zero], stroke: palette.zero, width: 1.5 });
  return shapes;
}

/** Figures below, with today's price among them on a plate. */
export function drawPriceAxis(
  { left, right, bottom, x }: Frame,
  { low, high }: ProfitView,
  { spot, unit, palette }: { spot: number; unit: Unit; palette: Palette },
): Shape[] {
  const baseline = bottom + 8 + SIZES.tick;
  const price = priceText(spot, unit) + (right - left < NARROW ? "" : " now");
  const tickWidth = textWidth(priceText(high, unit), SIZES.tick, "regular") + TICK_SPACE;
  const half = textWidth(price, SIZES.tick, "semibold") / 2 + 6;
  const middle = Math.min(Math.max(x(spot), left + half), right - half);
  const { values, decimals } = roundTicks(low, high, Math.floor((right - left) / tickWidth));
  const labels: Text[] = values.map((value) =>
    write(priceText(value, unit, decimals), {
      x: x(value),
      y: baseline,
      anchor: "middle",
      size: SIZES.tick,
      fill: palette.quiet,
    })
  );
  const isFree = (label: Text): boolean => {
    const area = areaOf(label);
    return area.left >= 4 && area.right <= right + EDGE - 4 &&
      (area.right < middle - half - 6 || area.left > middle + half + 6);
  };
  return [
    { kind: "line", points: [left, bottom, right, bottom], stroke: palette.zero, width: 1 },
    ...labels.map(({ x }): Shape => ({
      kind: "line",
      points: [x, bottom, x, bottom + 4],
      stroke: palette.zero,
      width: 1,
    })),
    ...labels.filter(isFree),
    {
      kind: "box",
      x: middle - half,
      y: baseline - SIZES.tick - 1,
      width: 2 * half,
      height: SIZES.tick + 6,
      radius: 4,
      fill: palette.text,
    },
    write(price, {
      x: middle,
      y: baseline,
      anchor: "middle",
      size: SIZES.tick,
      weight: "semibold",
      fill: palette.background,
    }),
  ];
}
