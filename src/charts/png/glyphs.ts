/** Text as contours. */

import { outlines as regular } from "../font/regular.ts";
import { outlines as semibold } from "../font/semibold.ts";
import type { Text, Weight } from "../picture.ts";
import { advanceOf, textWidth, writable } from "../text_width.ts";
import type { Contours } from "./coverage.ts";

/** Thousandths of the size: steps of lines and quadratic curves, as the tables in `font/` have them. */
type Steps = readonly (readonly [letter: string, ...numbers: number[]])[];

const sources: Record<Weight, string> = { regular, semibold };
const lines = new Map<Weight, Map<string, string>>();
const glyphs = new Map<string, Steps>();

function pathOf(character: string, weight: Weight): string {
  let table = lines.get(weight);
  if (table === undefined) {
    const rows = sources[weight].trim().replaceAll("\n ", "").split("\n");
    lines.set(weight, table = new Map(rows.map((row) => [row[0]!, row.slice(1)])));
  }
  return table.get(character) ?? "";
}

function stepsOf(character: string, weight: Weight): Steps {
  const key = weight[0]! + character;
  let steps = glyphs.get(key);
  if (steps === undefined) {
    steps = [...pathOf(character, weight).matchAll(/([Mlq])([^Mlq]*)/g)]
      .map(([, letter, numbers]) => [letter!, ...numbers!.match(/-?\d+/g)!.map(Number)] as const);
    glyphs.set(key, steps);
  }
  return steps;
}

/** Pixels that a flattened curve may differ from the true one. */
const FLATNESS = 0.08;

/** The contours of a text, everything enlarged by `scale`. */
export function textContours({ x, y, text, size, weight, anchor }: Text, scale: number): Contours {
  const contours: number[][] = [];
  const unit = size * scale / 1000;
  const width = textWidth(text, size, weight);
  let left = (x - (anchor === "start" ? 0 : anchor === "middle" ? width / 2 : width)) * scale;
  for (const character of writable(text)) {
    let contour: number[] = [];
    let [atX, atY] = [0, 0];
    const add = (toX: number, toY: number): void => void contour.push(left + toX * unit, y * scale - toY * unit);
    for (const [letter, ...numbers] of stepsOf(character, weight)) {
      const [a, b, c = 0, d = 0] = numbers as [number, number, number?, number?];
      if (letter === "M") {
        contours.push(contour = []);
        add(atX = a, atY = b);
      } else if (letter === "l") add(atX += a, atY += b);
      else {
        const count = Math.max(1, Math.ceil(Math.sqrt(Math.hypot(2 * a - c, 2 * b - d) * unit / (8 * FLATNESS))));
        for (let i = 1; i <= count; i++) {
          const part = i / count;
          const [bend, end] = [2 * part * (1 - part), part * part];
          add(atX + bend * a + end * c, atY + bend * b + end * d);
        }
        [atX, atY] = [atX + c, atY + d];
      }
    }
    left += advanceOf(character, weight) * unit;
  }
  return contours;
}
