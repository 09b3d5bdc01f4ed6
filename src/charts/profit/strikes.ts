/** The strikes of a position in a row: what is held at each, and a line down to the curve. */

import type { Leg } from "../../analytics/positions/leg.ts";
import { strikeText } from "../figures.ts";
import type { Frame } from "./frame.ts";
import { seatLabels, type Wish } from "../label_row.ts";
import { lineHeight, SIZES, write } from "../lettering.ts";
import type { Palette } from "../palette.ts";
import type { Shape } from "../picture.ts";
import { textWidth } from "../text_width.ts";

export interface StrikeLabel {
  strike: number;
  /** The strike, and what is held there: `−1P`, with the days left where legs live differently long. */
  lines: string[];
  /** Contracts, bought or sold. */
  size: number;
}

/** Strikes from which on there are no lines down to the curve: they would be a fence. */
const CROWD = 13;
/** Lines under a strike; the last one of more says how many are missing. */
const MOST_LINES = 3;
const DAYS_A_YEAR = 365;

/** `−2`, `+0.5` */
export const quantityText = (quantity: number): string =>
  `${quantity < 0 ? "−" : "+"}${String(Math.round(Math.abs(quantity) * 1e4) / 1e4)}`;

export function strikeLabels(legs: readonly Leg[]): StrikeLabel[] {
  const options = legs.filter((leg) => leg.kind === "option");
  const days = (years: number): number => Math.round(years * DAYS_A_YEAR);
  const isMixed = new Set(options.map(({ years }) => days(years))).size > 1;
  const labels = new Map<number, Map<string, number>>();
  const ordered = options.toSorted((a, b) => a.strike - b.strike || a.years - b.years || (a.right < b.right ? 1 : -1));
  for (const { strike, right, years, quantity } of ordered) {
    const kind = `${right === "call" ? "C" : "P"}${isMixed ? ` ${days(years)}d` : ""}`;
    const held = labels.get(strike) ?? new Map<string, number>();
    held.set(kind, (held.get(kind) ?? 0) + quantity);
    labels.set(strike, held);
  }
  return [...labels].map(([strike, held]) => {
    const texts = [...held].filter(([, quantity]) => quantity !== 0).map(([kind, quantity]) =>
      quantityText(quantity) + kind
    );
    const shown = texts.length > MOST_LINES
      ? [...texts.slice(0, MOST_LINES - 1), `${texts.length - MOST_LINES + 1} more`]
      : texts;
    const size = [...held.values()].reduce((sum, quantity) => sum + Math.abs(quantity), 0);
    return { strike, lines: [strikeText(strike), ...shown], size };
  });
}

/** Pixels the row is high. */
export const strikeRowHeight = (labels: readonly StrikeLabel[]): number =>
  Math.max(0, ...labels.map(({ lines }) => lines.length)) * lineHeight(SIZES.tick) + (labels.length > 0 ? 10 : 0);

/** Labels above the frame, as many as have room, and for each strike a line down to the profit at expiration there. */
export function drawStrikes(
  labels: readonly StrikeLabel[],
  { frame, profitAt, palette }: { frame: Frame; profitAt: (strike: number) => number; palette: Palette },
): { lines: Shape[]; labels: Shape[]; unlabelled: number } {
  const inside = labels.map((label) => ({ ...label, x: frame.x(label.strike) }))
    .filter(({ x }) => x >= frame.left && x <= frame.right);
  const wishes = inside.map((label): Wish & StrikeLabel => ({
    ...label,
    weight: label.size,
    width: Math.max(...label.lines.map((line, i) => textWidth(line, SIZES.tick, i === 0 ? "semibold" : "regular"))),
  }));
  const row = { left: Math.min(frame.left, 16), right: frame.right, gap: 9, reach: 48 };
  const seats = seatLabels(wishes, row);
  const elbow = frame.top - 8;
  const lines = inside.map(({ x, strike }): Shape => {
    const end = inside.length < CROWD
      ? Math.min(Math.max(frame.y(profitAt(strike)), frame.ceiling), frame.floor)
      : frame.top + 6;
    const seat = seats.find(({ wish }) => wish.strike === strike);
    const points = seat === undefined ? [x, frame.top, x, end] : [seat.middle, elbow, x, frame.top, x, end];
    return { kind: "line", points, stroke: palette.zero, width: 1, dash: [1.5, 2.5] };
  });
  const step = lineHeight(SIZES.tick);
  const texts = seats.flatMap(({ wish, middle }) =>
    wish.lines.map((line, i) =>
      write(line, {
        x: middle,
        y: elbow - 5 - (wish.lines.length - 1 - i) * step,
        anchor: "middle",
        size: SIZES.tick,
        weight: i === 0 ? "semibold" : "regular",
        fill: palette.text,
      })
    )
  );
  // Alike ones together: they are written shorter.
  const sorted = texts.toSorted((a, b) => Number(a.weight === "semibold") - Number(b.weight === "semibold"));
  return { lines, labels: sorted, unlabelled: labels.length - seats.length };
}
