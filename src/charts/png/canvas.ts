/**
 * A sheet of pixels that shapes are laid on. A pixel is the number of its colour: what a colour becomes under another is
 * worked out once.
 */

import { type Contours, createCoverage, LEVELS } from "./coverage.ts";

export interface Canvas {
  width: number;
  height: number;
  /** The number of each pixel's colour, row by row. */
  pixels: Uint16Array;
  /** Colours as 0xrrggbb, in the order they came up. */
  colors: number[];
  fill(contours: Contours, color: string, opacity?: number): void;
}

const UNKNOWN = 0xffff;
/** More colours than any picture has: a bug. */
const MOST_COLORS = 1 << 11;

/** For one colour and each level: the number of what every colour becomes under it. */
type Blends = Uint16Array[];

export function createCanvas(width: number, height: number, background: string): Canvas {
  const colors: number[] = [];
  const numbers = new Map<number, number>();
  const blends = new Map<string, Blends>();
  const pixels = new Uint16Array(width * height);
  const coverage = createCoverage(width, height);
  numberOf(parse(background));

  function numberOf(color: number): number {
    let number = numbers.get(color);
    if (number === undefined) {
      number = colors.length;
      if (number === MOST_COLORS) throw new RangeError(`more than ${MOST_COLORS} colours`);
      numbers.set(color, number);
      colors.push(color);
    }
    return number;
  }

  function blend(under: number, over: number, part: number): number {
    const mix = (shift: number): number => {
      const [below, above] = [colors[under]! >> shift & 255, over >> shift & 255];
      return Math.round(below + (above - below) * part) << shift;
    };
    return numberOf(mix(16) | mix(8) | mix(0));
  }

  function fill(contours: Contours, color: string, opacity = 1): void {
    const over = parse(color);
    const key = `${color} ${opacity}`;
    const tables = blends.get(key) ?? [];
    blends.set(key, tables);
    coverage(contours, (from, to, level) => {
      const table = tables[level] ??= new Uint16Array(MOST_COLORS).fill(UNKNOWN);
      for (let at = from; at < to; at++) {
        const under = pixels[at]!;
        let number = table[under]!;
        if (number === UNKNOWN) number = table[under] = blend(under, over, level / LEVELS * opacity);
        pixels[at] = number;
      }
    });
  }

  return { width, height, pixels, colors, fill };
}

const parse = (color: string): number => parseInt(color.slice(1), 16);
