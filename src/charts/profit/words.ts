/** What is written around a profit chart: title, mark, legend, source. */

import { type Day, daysBetween, newYorkDay } from "../../core/calendar.ts";
import type { Leg } from "../../analytics/positions/leg.ts";
import { dayText, priceText, timeText, type Unit } from "../figures.ts";
import { lineHeight, SIZES, write } from "../lettering.ts";
import type { Palette } from "../palette.ts";
import type { Shape } from "../picture.ts";
import type { Moment, ProfitView } from "./view.ts";
import { quantityText } from "./strikes.ts";
import { fitText, textWidth, wrapText } from "../text_width.ts";

/** A curve and how it is drawn, so that it can be told from the others without its colour. */
export interface Stroke {
  color: string;
  width: number;
  dash: readonly number[];
}

export const strokes = (palette: Palette): Record<Moment, Stroke> => ({
  expiration: { color: palette.expiration, width: 2.6, dash: [] },
  halfway: { color: palette.halfway, width: 2, dash: [9, 5] },
  now: { color: palette.now, width: 2.2, dash: [2, 3.5] },
});

export interface LegendEntry {
  text: string;
  stroke: Stroke | null;
}

const EDGE = 16;
const SAMPLE = 28;
const MILLISECONDS_A_YEAR = 365 * 86_400_000;

/** Names of the moments: `At expiration, Jan 15 (54 days)`, `Halfway, Dec 19`, `Now`. */
export function momentNames(at: number, { years, isModelled }: ProfitView): Record<Moment, string> {
  const today = newYorkDay(at);
  const expiresAt = at + (years ?? 0) * MILLISECONDS_A_YEAR;
  const last = newYorkDay(expiresAt);
  const days = daysBetween(today, last);
  const halfAt = (at + expiresAt) / 2;
  const day = (other: Day): string => dayText(other, today);
  return {
    expiration: `At ${isModelled ? "first " : ""}expiration, ${
      days === 0 ? "today" : `${day(last)} (${days} ${days === 1 ? "day" : "days"})`
    }`,
    halfway: `Halfway, ${days < 2 ? timeText(halfAt) : day(newYorkDay(halfAt))}`,
    now: "Now",
  };
}

/** `+100 shares at $271.20` for what is held besides options: the net of it, and its average price if it has one. */
export function linearTexts(legs: readonly Leg[], unit: Unit): string[] {
  return (["stock", "future"] as const).flatMap((kind) => {
    const held = legs.filter((leg) => leg.kind === kind);
    if (held.length === 0) return [];
    const net = held.reduce((sum, { quantity }) => sum + quantity, 0);
    const cost = held.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
    const isOneSided = held.every(({ quantity }) => quantity * net > 0);
    const name = `${kind === "stock" ? "share" : "future"}${Math.abs(net) === 1 ? "" : "s"}`;
    return [`${quantityText(net)} ${name}${isOneSided ? ` at ${priceText(cost / net, unit)}` : ""}`];
  });
}

/** Title, subtitle, mark and legend, and the height they take. */
export function drawHeader(
  { title, subtitle, isSimulated, legend }: {
    title: string;
    subtitle: string;
    isSimulated: boolean;
    legend: readonly LegendEntry[];
  },
  { width, palette }: { width: number; palette: Palette },
): { shapes: Shape[]; height: number } {
  const shapes: Shape[] = [];
  let y = 12 + SIZES.title;
  let room = width - 2 * EDGE;
  if (isSimulated) {
    const mark = "SIMULATED";
    const wide = textWidth(mark, SIZES.note, "semibold") + 16;
    const left = width - EDGE - wide;
    shapes.push({ kind: "box", x: left, y: y - 16, width: wide, height: 20, radius: 4, fill: palette.mark });
    shapes.push(write(mark, {
      x: left + wide / 2,
      y: y - 2,
      anchor: "middle",
      size: SIZES.note,
      weight: "semibold",
      fill: palette.markText,
    }));
    room -= wide + 10;
  }
  shapes.push(write(fitText(title, SIZES.title, "semibold", room), {
    x: EDGE,
    y,
    size: SIZES.title,
    weight: "semibold",
    fill: palette.text,
  }));
  for (const line of subtitle === "" ? [] : wrapText(subtitle, SIZES.text, "regular", width - 2 * EDGE, 2)) {
    y += lineHeight(SIZES.text) + 3;
    shapes.push(write(line, { x: EDGE, y, fill: palette.quiet }));
  }
  y += lineHeight(SIZES.text) + 8;
  let x = EDGE;
  for (const { text, stroke } of legend) {
    const sample = stroke === null ? 0 : SAMPLE + 7;
    const fitting = fitText(text, SIZES.text, "regular", width - 2 * EDGE - sample);
    const wide = sample + textWidth(fitting, SIZES.text, "regular");
    if (x > EDGE && x + wide > width - EDGE) {
      x = EDGE;
      y += lineHeight(SIZES.text) + 3;
    }
    if (stroke !== null) {
      const height = y - 0.36 * SIZES.text;
      shapes.push({
        kind: "line",
        points: [x, height, x + SAMPLE, height],
        stroke: stroke.color,
        width: stroke.width,
        ...(stroke.dash.length > 0 ? { dash: stroke.dash } : {}),
      });
    }
    shapes.push(write(fitting, { x: x + sample, y, fill: palette.text }));
    x += wide + 18;
  }
  return { shapes, height: y + 8 };
}

/** Notes at the lower edge of the picture, wherever that will be, and the height they take. */
export function layFooter(
  notes: readonly string[],
  { width, palette }: { width: number; palette: Palette },
): { height: number; draw: (edge: number) => Shape[] } {
  const lines = wrapText(notes.join(" "), SIZES.note, "regular", width - 2 * EDGE);
  const step = lineHeight(SIZES.note) + 1;
  const draw = (edge: number): Shape[] =>
    lines.map((line, i) =>
      write(line, { x: EDGE, y: edge - 11 - (lines.length - 1 - i) * step, size: SIZES.note, fill: palette.quiet })
    );
  return { height: lines.length * step + 12, draw };
}
