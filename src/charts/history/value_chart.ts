/** The picture of an account's worth over its days. */

import { type Day, daysBetween } from "../../core/calendar.ts";
import { dayText, dollarText, dollarTick, percentText, stampText } from "../figures.ts";
import { SIZES, write } from "../lettering.ts";
import { AREA, type Palette, palettes, type Scheme } from "../palette.ts";
import type { Picture, Shape } from "../picture.ts";
import { drawHeader, layFooter } from "../profit/words.ts";
import { textWidth } from "../text_width.ts";
import { roundTicks } from "../ticks.ts";

export interface DayValue {
  day: Day;
  /** Dollars. */
  value: number;
}

export interface ValueChart {
  title: string;
  subtitle: string;
  /** The oldest first, each day once; at least two. */
  days: readonly DayValue[];
  at: number;
  source: string;
  isSimulated: boolean;
  scheme: Scheme;
  /** Pixels, from 320 on. */
  width?: number;
  height?: number;
}

const EDGE = 16;
const GAP = 8;
/** Below the frame, for the days. */
const DAYS = 28;
/** Pixels from one figure of the upright axis to the next, at least. */
const TICK_HEIGHT = 44;
/** Room inside for the labels of the highest and the lowest day. */
const ROOM = 22;

/** `RangeError` for fewer than two days, and for a picture narrower than 320 pixels. */
export function valueChart(chart: ValueChart): Picture {
  const { days, width = 600, height = width < 480 ? 340 : 360, scheme, title, subtitle } = chart;
  if (days.length < 2) throw new RangeError("a line needs two days");
  if (!(width >= 320 && height >= 240)) throw new RangeError(`${width} x ${height} is too small for a picture`);
  const palette = palettes[scheme];
  const header = drawHeader({ title, subtitle, isSimulated: chart.isSimulated, legend: [] }, { width, palette });
  const footer = layFooter([sourceText(chart)], { width, palette });
  const top = header.height - 12;
  const bottom = height - footer.height - DAYS;
  const [low, high] = rangeOf(days);
  const [ceiling, floor] = [top + ROOM, bottom - ROOM];
  const ticks = roundTicks(low, high, Math.floor((floor - ceiling) / TICK_HEIGHT) + 1);
  const widest = Math.max(
    ...ticks.values.map((value) => textWidth(dollarTick(value, ticks.decimals), SIZES.tick, "regular")),
  );
  const [left, right] = [EDGE + widest + GAP, width - EDGE];
  const [first, last] = [days[0]!, days.at(-1)!];
  const span = daysBetween(first.day, last.day);
  const x = (day: Day): number => left + (right - left) * daysBetween(first.day, day) / span;
  const y = (value: number): number => ceiling + (floor - ceiling) * (high - value) / (high - low);
  const line = days.flatMap(({ day, value }) => [x(day), y(value)]);
  const color = last.value >= first.value ? palette.profit : palette.loss;
  const shapes: Shape[] = [
    ...header.shapes,
    ...ticks.values.flatMap((value): Shape[] => [
      { kind: "line", points: [left, y(value), right, y(value)], stroke: palette.grid, width: 1 },
      write(dollarTick(value, ticks.decimals), {
        x: left - GAP,
        y: y(value) + 0.36 * SIZES.tick,
        anchor: "end",
        size: SIZES.tick,
        fill: palette.quiet,
      }),
    ]),
    { kind: "polygon", points: [left, bottom, ...line, right, bottom], fill: color, opacity: AREA },
    {
      kind: "line",
      points: [left, y(first.value), right, y(first.value)],
      stroke: palette.zero,
      width: 1,
      dash: [4, 4],
    },
    { kind: "line", points: line, stroke: color, width: 2.2 },
    ...drawDays(days, { left, right, bottom, x, palette }),
    ...drawExtremes(days, { left, right, x, y, palette, color }),
    ...footer.draw(height),
  ];
  return { width, height, background: palette.background, title, description: describe(chart), shapes };
}

/** A flat line has some room around it as well. */
function rangeOf(days: readonly DayValue[]): [low: number, high: number] {
  const values = days.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const least = Math.max(1, Math.abs(high) * 0.002);
  const missing = Math.max(0, least - (high - low)) / 2;
  return [low - missing, high + missing];
}

function drawDays(
  days: readonly DayValue[],
  { left, right, bottom, x, palette }: {
    left: number;
    right: number;
    bottom: number;
    x: (day: Day) => number;
    palette: Palette;
  },
): Shape[] {
  const last = days.at(-1)!.day;
  const text = (day: Day): string => dayText(day, last);
  const shapes: Shape[] = [
    { kind: "line", points: [left, bottom, right, bottom], stroke: palette.zero, width: 1 },
  ];
  const wide = Math.max(...days.map(({ day }) => textWidth(text(day), SIZES.tick, "regular"))) + 24;
  const count = Math.max(2, Math.floor((right - left) / wide));
  let free = -Infinity;
  for (let i = 0; i < count; i++) {
    const { day } = days[Math.round((days.length - 1) * i / (count - 1))]!;
    const half = textWidth(text(day), SIZES.tick, "regular") / 2;
    const middle = Math.min(Math.max(x(day), left + half), right - half);
    if (middle - half < free) continue;
    free = middle + half + 8;
    shapes.push({ kind: "line", points: [x(day), bottom, x(day), bottom + 4], stroke: palette.zero, width: 1 });
    shapes.push(
      write(text(day), {
        x: middle,
        y: bottom + 8 + SIZES.tick,
        anchor: "middle",
        size: SIZES.tick,
        fill: palette.quiet,
      }),
    );
  }
  return shapes;
}

/** Dots and figures: the highest and the lowest day, and the last. */
function drawExtremes(
  days: readonly DayValue[],
  { left, right, x, y, palette, color }: {
    left: number;
    right: number;
    x: (day: Day) => number;
    y: (value: number) => number;
    palette: Palette;
    color: string;
  },
): Shape[] {
  const { highest, lowest } = extremesOf(days);
  const label = ({ day, value }: DayValue, offset: number): Shape[] => {
    const text = dollarText(value);
    const half = textWidth(text, SIZES.tick, "semibold") / 2;
    return [
      { kind: "dot", x: x(day), y: y(value), radius: 3.5, fill: color, stroke: palette.background, width: 1.5 },
      write(text, {
        x: Math.min(Math.max(x(day), left + half), right - half),
        y: y(value) + offset,
        anchor: "middle",
        size: SIZES.tick,
        weight: "semibold",
        fill: palette.text,
      }),
    ];
  };
  return highest === lowest ? [] : [...label(highest, -9), ...label(lowest, 9 + 0.76 * SIZES.tick)];
}

/** The first of the highest days, and the first of the lowest. */
export function extremesOf(days: readonly DayValue[]): { highest: DayValue; lowest: DayValue } {
  return {
    highest: days.reduce((best, day) => day.value > best.value ? day : best),
    lowest: days.reduce((best, day) => day.value < best.value ? day : best),
  };
}

const sourceText = ({ source, isSimulated, at }: ValueChart): string =>
  `Source: ${source}${isSimulated ? " (simulated market)" : ""}, ${stampText(at)}. Dashed: the first day.`;

function describe({ days, isSimulated }: ValueChart): string {
  const [first, last] = [days[0]!, days.at(-1)!];
  const { highest, lowest } = extremesOf(days);
  const change = first.value === 0 ? "" : ` (${percentText(last.value / first.value - 1)})`;
  return [
    `From ${dollarText(first.value)} on ${first.day} to ${dollarText(last.value)} on ${last.day}${change}.`,
    `Highest ${dollarText(highest.value)} on ${highest.day}, lowest ${dollarText(lowest.value)} on ${lowest.day}.`,
    ...(isSimulated ? ["Simulated market."] : []),
  ].join(" ");
}
