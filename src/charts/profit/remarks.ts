/** What is said inside the frame: breakevens, the most there is to win and to lose, the expected move. */

import type { RiskProfile } from "../../analytics/positions/risk_profile.ts";
import { type Frame, ROOM } from "./frame.ts";
import { dollarText, percentText, plain, priceDecimals, priceText, type Unit } from "../figures.ts";
import { type Area, placeLabel, type Side, type Spot } from "../label_place.ts";
import { areaOf, lineHeight, SIZES, write } from "../lettering.ts";
import { type Palette, PLATE } from "../palette.ts";
import type { Shape, Text } from "../picture.ts";
import { textWidth } from "../text_width.ts";

const PADDING = 3;
/** Pixels beyond which a line leads from a point to what is said about it. */
const FAR_OFF = 12;

/** Something to say about a point. */
export interface Remark {
  point: Spot;
  text: string;
  fill: string;
  /** Where it stands if there is room. */
  side: Side;
  /** Whether a line leads to it from the point when it stands far off. */
  isLed: boolean;
}

export const breakevenText = (price: number, spot: number, unit: Unit): string =>
  `${priceText(price, unit, priceDecimals(spot, unit))} ${percentText(price / spot - 1)}`;

export function breakevenRemarks(
  breakevens: readonly number[],
  { frame, spot, unit, palette }: { frame: Frame; spot: number; unit: Unit; palette: Palette },
): Remark[] {
  return breakevens.map((price) => ({
    point: { x: frame.x(price), y: frame.zero },
    text: breakevenText(price, spot, unit),
    fill: palette.text,
    side: "above",
    isLed: true,
  }));
}

/**
 * `Max profit $250`; for a position that cannot lose or cannot win, the least of it. `worthless` is the profit at a price
 * of zero: where that is the extreme, which no picture shows, it is said.
 */
export function extremeTexts({ best, worst }: RiskProfile, worthless: number | null): { best: string; worst: string } {
  const name = (extreme: number | null, most: string, least: string, isLeast: boolean): string => {
    if (extreme === null) return `${most} unlimited`;
    const isAtZero = worthless !== null && Math.abs(extreme - worthless) < 0.005;
    return `${isLeast ? least : most} ${dollarText(extreme)}${isAtZero ? " at $0" : ""}`;
  };
  return {
    best: name(best, "Max profit", "Least loss", best !== null && best < 0),
    worst: name(worst, "Max loss", "Least profit", worst !== null && worst > 0),
  };
}

/** Where the curve (x and y of pixels in turn) is highest and lowest: the middle of a plateau, or the end it runs off. */
export function extremeRemarks(
  curve: readonly number[],
  texts: { best: string; worst: string },
  palette: Palette,
): Remark[] {
  const summit = (sign: 1 | -1): Spot => {
    let [level, from, to] = [Infinity, 0, 0];
    for (let i = 0; i < curve.length; i += 2) {
      const height = sign * curve[i + 1]!;
      if (height < level - 0.5) [level, from, to] = [height, curve[i]!, curve[i]!];
      else if (height <= level + 0.5 && curve[i - 2] === to) to = curve[i]!;
    }
    return { x: (from + to) / 2, y: sign * level };
  };
  return [
    { point: summit(1), text: texts.best, fill: palette.profitText, side: "above", isLed: false },
    { point: summit(-1), text: texts.worst, fill: palette.lossText, side: "below", isLed: false },
  ];
}

/** The point of an area that is nearest to another point. */
const nearest = ({ left, top, right, bottom }: Area, { x, y }: Spot): Spot => ({
  x: Math.min(right, Math.max(left, x)),
  y: Math.min(bottom, Math.max(top, y)),
});

/** Remarks on plates, those that find a place, the first ones first; and lines to those that are far from their points. */
export function drawRemarks(
  remarks: readonly Remark[],
  { frame, curve, taken: known, palette }: {
    frame: Frame;
    curve: readonly Spot[];
    taken: readonly Area[];
    palette: Palette;
  },
): { leaders: Shape[]; shapes: Shape[]; missing: Remark[] } {
  const within = {
    left: frame.left + 2,
    right: frame.right - 2,
    top: frame.top + 2,
    bottom: frame.floor + ROOM - 2,
  };
  const taken = [...known];
  const shapes: Shape[] = [];
  const leaders: Shape[] = [];
  const missing: Remark[] = [];
  const height = lineHeight(SIZES.text) + 1;
  for (const remark of remarks) {
    const { point, text, fill, side, isLed } = remark;
    const width = textWidth(text, SIZES.text, "semibold") + 2 * PADDING;
    const place = placeLabel(point, { width, height }, { within, taken, curve }, side);
    if (place === null) {
      missing.push(remark);
      continue;
    }
    taken.push(place);
    const end = nearest(place, point);
    if (isLed && Math.hypot(end.x - point.x, end.y - point.y) > FAR_OFF) {
      leaders.push({ kind: "line", points: [point.x, point.y, end.x, end.y], stroke: palette.quiet, width: 1 });
    }
    shapes.push({
      kind: "box",
      x: place.left,
      y: place.top,
      width,
      height,
      radius: 3,
      fill: palette.background,
      opacity: PLATE,
    });
    shapes.push(write(text, { x: place.left + PADDING, y: place.bottom - 4.5, fill, weight: "semibold" }));
  }
  return { leaders, shapes, missing };
}

/** The label of the expected move over a bracket from its lower to its upper price, just above the lower edge. */
export function drawExpectedMove(
  { low, high }: { low: number; high: number },
  { frame, spot, unit, palette }: { frame: Frame; spot: number; unit: Unit; palette: Palette },
): Shape[] {
  const [left, right] = [Math.max(frame.left, frame.x(low)), Math.min(frame.right, frame.x(high))];
  const [up, down] = [high - spot, spot - low];
  const isEven = Math.abs(up - down) <= 0.02 * (up + down);
  const size = (up + down) / 2;
  const decimals = priceDecimals(spot, unit);
  const range = isEven
    ? `±${priceText(size, unit, decimals)} (${plain(100 * size / spot, 1)}%)`
    : `${priceText(low, unit, decimals)} to ${priceText(high, unit, decimals)}`;
  const text = `Expected move ${range}`;
  const half = textWidth(text, SIZES.tick, "regular") / 2;
  const middle = Math.min(Math.max((left + right) / 2, frame.left + half + 2), frame.right - half - 2);
  const y = frame.bottom - 9;
  const label: Text = write(text, { x: middle, y, anchor: "middle", size: SIZES.tick, fill: palette.text });
  const area = areaOf(label);
  const height = y - 0.36 * SIZES.tick;
  const arm = (from: number, to: number): Shape[] =>
    Math.abs(to - from) < 6 ? [] : [{
      kind: "line",
      points: [from, height - 4, from, height + 4, from, height, to, height],
      stroke: palette.band,
      width: 1.5,
    }];
  return [...arm(left, Math.max(left, area.left - 6)), ...arm(right, Math.min(right, area.right + 6)), label];
}
