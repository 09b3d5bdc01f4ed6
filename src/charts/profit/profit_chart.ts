/** The picture of a position: profit and loss over the price of the underlying, now, at half time and at expiration. */

import { drawPriceAxis, drawProfitAxis, layFrame, ROOM } from "./frame.ts";
import { drawHeader, layFooter, type LegendEntry, linearTexts, momentNames, strokes } from "./words.ts";
import { priceText, stampText, type Unit } from "../figures.ts";
import { palettes, type Scheme } from "../palette.ts";
import type { Picture, Shape } from "../picture.ts";
import { drawInside } from "./curves.ts";
import { breakevenText, extremeTexts } from "./remarks.ts";
import { MOMENTS, type Position, type ProfitView, profitView } from "./view.ts";
import { strikeLabels, strikeRowHeight } from "./strikes.ts";

export interface ProfitChart extends Position {
  /** `SPY iron condor` */
  title: string;
  /** One line, or two in a narrow picture; may be empty. */
  subtitle: string;
  /** What prices of the underlying are counted in. */
  unit: Unit;
  /** When the prices are from. */
  at: number;
  /** Who says so: `tastytrade`. */
  source: string;
  isSimulated: boolean;
  scheme: Scheme;
  /** Pixels: the width from 320 on, and a height that is exceeded if the words need more. */
  width?: number;
  height?: number;
}

/** Rounds in which the notes below and the room above them come to agree. */
const ROUNDS = 4;
/** Pixels below the frame for the prices, and at least for the curves. */
const PRICES = 28;
const LEAST = 120;

/** `RangeError` for a price of the underlying that is not positive, and for a picture narrower than 320 pixels. */
export function profitChart(chart: ProfitChart): Picture {
  const { width = 600, height: wished = width < 480 ? 440 : 460, legs, underlying: { spot }, unit } = chart;
  if (!(width >= 320 && wished > 0)) throw new RangeError(`${width} x ${wished} is too small for a picture`);
  const palette = palettes[chart.scheme];
  const view = profitView(chart);
  const strikes = strikeLabels(legs);
  const looks = strokes(palette);
  const names = momentNames(chart.at, view);
  const legend: LegendEntry[] = [
    ...MOMENTS.filter((moment) => view[moment] !== null).map((moment) => ({
      text: names[moment],
      stroke: looks[moment],
    })),
    ...linearTexts(legs, unit).map((text) => ({ text, stroke: null })),
  ];
  const header = drawHeader({ ...chart, legend }, { width, palette });
  const top = header.height + strikeRowHeight(strikes) + 6;
  const skirt = chart.expectedMove === null ? 0 : 20;
  const compose = (outside: readonly string[]): { shapes: Shape[]; outside: string[]; height: number } => {
    const footer = layFooter([sourceText(chart), ...notesOf(view), ...outside], { width, palette });
    const below = PRICES + footer.height;
    const height = Math.max(wished, top + 2 * ROOM + LEAST + skirt + below);
    const { frame, profits } = layFrame(view, { width, top, bottom: height - below, skirt });
    const inside = drawInside(chart, { view, frame, palette, looks, strikes });
    const shapes = [
      ...header.shapes,
      ...inside.under,
      ...drawProfitAxis(frame, profits, palette),
      ...inside.over,
      ...drawPriceAxis(frame, view, { spot, unit, palette }),
      ...footer.draw(height),
    ];
    return { shapes, outside: inside.outside, height };
  };
  // What finds no place is said below, which takes room, so that more may find none.
  let drawn = compose([]);
  for (let round = 1, said = ""; round < ROUNDS && drawn.outside.join() !== said; round++) {
    said = drawn.outside.join();
    drawn = compose(drawn.outside);
  }
  const { title } = chart;
  return {
    width,
    height: drawn.height,
    background: palette.background,
    title,
    description: describe(chart, view),
    shapes: drawn.shapes,
  };
}

const sourceText = ({ source, isSimulated, at }: ProfitChart): string =>
  `Source: ${source}${isSimulated ? " (simulated market)" : ""}, ${stampText(at)}.`;

function notesOf({ halfway, isModelled }: ProfitView): string[] {
  if (isModelled) return ["Curves by model, IV unchanged."];
  return halfway === null ? [] : ["Before expiration: by model, IV unchanged."];
}

function describe(
  { profile, underlying: { spot }, unit, isSimulated }: ProfitChart,
  { worthless }: ProfitView,
): string {
  const extremes = profile === null ? [] : Object.values(extremeTexts(profile, worthless));
  const breakevens = (profile?.breakevens ?? []).map((price) => breakevenText(price, spot, unit));
  return [
    `Profit and loss over the price of the underlying, ${priceText(spot, unit)} now.`,
    ...extremes.map((text) => `${text}.`),
    ...(breakevens.length > 0 ? [`Breakeven ${breakevens.join(", ")}.`] : []),
    ...(isSimulated ? ["Simulated market."] : []),
  ].join(" ");
}
