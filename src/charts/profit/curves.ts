/** What a profit chart shows between its axes: areas, curves, marks and what is said about them. */

import { type Frame, ROOM } from "./frame.ts";
import type { Stroke } from "./words.ts";
import { strikeText, type Unit } from "../figures.ts";
import { areaAround, type Spot } from "../label_place.ts";
import { AREA, BAND, type Palette } from "../palette.ts";
import type { Shape } from "../picture.ts";
import { areas, between, thinned } from "../polyline.ts";
import {
  breakevenRemarks,
  breakevenText,
  drawExpectedMove,
  drawRemarks,
  extremeRemarks,
  extremeTexts,
} from "./remarks.ts";
import { type Moment, MOMENTS, type Position, type ProfitView } from "./view.ts";
import { drawStrikes, type StrikeLabel } from "./strikes.ts";

/** Pixels that a curve may lose by leaving points out. */
const TOLERANCE = 0.12;
/** Breakevens that get a label, the nearest to today's price; and what is named below of a longer list. */
const MOST_BREAKEVENS = 6;
const MOST_NAMED = 4;

interface Inside {
  view: ProfitView;
  frame: Frame;
  palette: Palette;
  looks: Record<Moment, Stroke>;
  strikes: readonly StrikeLabel[];
}

/** What is between the axes: under the grid, over it, and in words what found no place. */
export function drawInside(
  { underlying: { spot }, profile, expectedMove, unit }: Position & { unit: Unit },
  { view, frame, palette, looks, strikes }: Inside,
): { under: Shape[]; over: Shape[]; outside: string[] } {
  const pixels = (curve: readonly number[]): number[] =>
    curve.map((value, i) => i % 2 === 0 ? frame.x(value) : frame.y(value));
  // The most important curve is drawn last.
  const shown = MOMENTS.toReversed().filter((moment) => view[moment] !== null);
  const curves = new Map(shown.map((moment) => [moment, thinned(pixels(view[moment]!), TOLERANCE)]));
  const main = curves.get("expiration") ?? curves.get("now")!;
  const { zero, ceiling, floor } = frame;

  const under: Shape[] = [
    ...areas(main, zero, ceiling).map((points): Shape => ({
      kind: "polygon",
      points,
      fill: palette.profit,
      opacity: AREA,
    })),
    ...areas(main, zero, floor).map((points): Shape => ({
      kind: "polygon",
      points,
      fill: palette.loss,
      opacity: AREA,
    })),
  ];
  if (expectedMove !== null) {
    const [left, right] = [
      Math.max(frame.left, frame.x(expectedMove.low)),
      Math.min(frame.right, frame.x(expectedMove.high)),
    ];
    const height = frame.bottom - frame.top;
    under.push({ kind: "box", x: left, y: frame.top, width: right - left, height, fill: palette.band, opacity: BAND });
  }

  const held = drawStrikes(strikes, { frame, profitAt: (strike) => interpolate(view.expiration!, strike), palette });
  const today = frame.x(spot);
  // Not through the words about the expected move.
  const foot = expectedMove === null ? frame.bottom : floor + ROOM;
  const over: Shape[] = [
    ...held.lines,
    { kind: "line", points: [today, frame.top, today, foot], stroke: palette.quiet, width: 1 },
  ];
  const drawn: Spot[] = [];
  for (const [moment, curve] of curves) {
    const { color, width, dash } = looks[moment];
    for (const points of between(curve, ceiling, floor)) {
      drawn.push(...stepsAlong(points));
      over.push({ kind: "line", points, stroke: color, width, ...(dash.length > 0 ? { dash } : {}) });
    }
  }
  const isOut = (price: number): boolean => price < view.low || price > view.high;
  const breakevens = profile?.breakevens ?? [];
  const inside = breakevens.filter((price) => !isOut(price));
  const radius = inside.length > MOST_BREAKEVENS ? 2.5 : 4;
  const near = inside.toSorted((a, b) => Math.abs(a - spot) - Math.abs(b - spot)).slice(0, MOST_BREAKEVENS);
  const limited = main.map((value, i) => i % 2 === 0 ? value : Math.min(floor, Math.max(ceiling, value)));
  const remarks = profile === null ? [] : [
    ...extremeRemarks(limited, extremeTexts(profile, view.worthless), palette),
    ...breakevenRemarks(near, { frame, spot, unit, palette }),
  ];
  const taken = inside.map((price) => areaAround({ x: frame.x(price), y: zero }, radius + 1));
  const labels = drawRemarks(remarks, { frame, curve: drawn, taken, palette });
  over.push(...labels.leaders);
  for (const price of inside) {
    const fill = palette.background;
    over.push({ kind: "dot", x: frame.x(price), y: zero, radius, fill, stroke: palette.text, width: radius / 2 });
  }
  over.push(...labels.shapes, ...held.labels);
  if (expectedMove !== null) over.push(...drawExpectedMove(expectedMove, { frame, spot, unit, palette }));

  const outStrikes = strikes.filter(({ strike }) => isOut(strike)).map(({ strike }) => strikeText(strike));
  const farAway = breakevens.filter(isOut).map((price) => breakevenText(price, spot, unit));
  const [hiddenStrikes, hiddenBreakevens] = [held.unlabelled - outStrikes.length, inside.length - near.length];
  return {
    under,
    over,
    outside: [
      ...(farAway.length > 0 ? [`Breakeven outside: ${some(farAway)}.`] : []),
      ...(outStrikes.length > 0 ? [`Strikes outside: ${some(outStrikes)}.`] : []),
      ...(hiddenStrikes > 0 ? [`${hiddenStrikes} of ${strikes.length} strikes are not labelled.`] : []),
      ...(hiddenBreakevens > 0 ? [`${hiddenBreakevens} of ${breakevens.length} breakevens are not labelled.`] : []),
      ...(labels.missing.length > 0 ? [`Without room: ${labels.missing.map(({ text }) => text).join(", ")}.`] : []),
    ],
  };
}

/** The first few of a list, and how many more there are. */
const some = (texts: readonly string[]): string =>
  texts.length <= MOST_NAMED
    ? texts.join(", ")
    : `${texts.slice(0, MOST_NAMED).join(", ")} and ${texts.length - MOST_NAMED} more`;

/** The profit at a price between two points of a curve. */
function interpolate(curve: readonly number[], price: number): number {
  for (let i = 2; i < curve.length; i += 2) {
    const [from, to] = [curve[i - 2]!, curve[i]!];
    if (price <= to) return curve[i - 1]! + (curve[i + 1]! - curve[i - 1]!) * Math.max(0, price - from) / (to - from);
  }
  return curve.at(-1)!;
}

/** Points a few pixels apart along a line. */
function stepsAlong(points: readonly number[]): Spot[] {
  const steps: Spot[] = [];
  for (let i = 2; i < points.length; i += 2) {
    const [x, y, toX, toY] = [points[i - 2]!, points[i - 1]!, points[i]!, points[i + 1]!];
    const count = Math.min(200, Math.ceil(Math.hypot(toX - x, toY - y) / 5));
    for (let step = 0; step < count; step++) {
      steps.push({ x: x + (toX - x) * step / count, y: y + (toY - y) * step / count });
    }
  }
  return steps;
}
