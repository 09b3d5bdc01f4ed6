/** The contours of what a pen draws: lines with a width, dashes, circles, boxes with round corners. */

import { thinned } from "../polyline.ts";
import type { Contours } from "./coverage.ts";

/** Turns up to this, in radians, are cut along one edge that both segments share; sharper ones are rounded. */
const SLIGHT = 0.35;
/** Pixels that a polygon may differ from the circle it stands for. */
const ROUGHNESS = 0.03;

/** A point of the arc that begins at one angle and ends at another. */
function arc(x: number, y: number, radius: number, from: number, to: number): number[] {
  const step = 2 * Math.acos(1 - Math.min(0.5, ROUGHNESS / radius));
  const count = Math.max(1, Math.ceil(Math.abs(to - from) / step));
  return Array.from({ length: count + 1 }, (_, i) => from + (to - from) * i / count)
    .flatMap((angle) => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]);
}

export const circle = (x: number, y: number, radius: number): Contours => [arc(x, y, radius, 0, 2 * Math.PI)];

export function box(x: number, y: number, width: number, height: number, radius = 0): Contours {
  if (radius === 0) return [[x, y, x + width, y, x + width, y + height, x, y + height]];
  const [left, right, top, bottom] = [x + radius, x + width - radius, y + radius, y + height - radius];
  const quarter = Math.PI / 2;
  return [[
    ...arc(right, bottom, radius, 0, quarter),
    ...arc(left, bottom, radius, quarter, 2 * quarter),
    ...arc(left, top, radius, 2 * quarter, 3 * quarter),
    ...arc(right, top, radius, 3 * quarter, 4 * quarter),
  ]];
}

/** The parts of a line that a dash pattern leaves: lengths drawn and left out in turn. */
export function dashes(points: readonly number[], pattern: readonly number[]): number[][] {
  const parts: number[][] = [];
  let [place, rest] = [0, pattern[0]!];
  let part: number[] = [points[0]!, points[1]!];
  for (let i = 2; i < points.length; i += 2) {
    let [x, y] = [points[i - 2]!, points[i - 1]!];
    const [toX, toY] = [points[i]!, points[i + 1]!];
    for (let length = Math.hypot(toX - x, toY - y); length > 0;) {
      const step = Math.min(rest, length);
      [x, y] = step === length ? [toX, toY] : [x + (toX - x) * step / length, y + (toY - y) * step / length];
      [length, rest] = [length - step, rest - step];
      if (place % 2 === 0) part.push(x, y);
      if (rest <= 0) {
        if (place % 2 === 0) parts.push(part);
        place = (place + 1) % pattern.length;
        rest = pattern[place]!;
        part = [x, y];
      }
    }
  }
  if (place % 2 === 0 && part.length > 2) parts.push(part);
  return parts;
}

/** A line drawn with a pen of this width, its ends cut off straight. All contours wind the same way. */
export function stroke(line: readonly number[], width: number): Contours {
  const points = thinned(line, 0.01);
  const contours: number[][] = [];
  const half = width / 2;
  const last = points.length / 2 - 2;
  const angle = (segment: number): number =>
    Math.atan2(points[2 * segment + 3]! - points[2 * segment + 1]!, points[2 * segment + 2]! - points[2 * segment]!);
  /** From the line to its left side, where a segment begins. */
  let [acrossX, acrossY] = [half * Math.sin(angle(0)), -half * Math.cos(angle(0))];
  for (let segment = 0; segment <= last; segment++) {
    const [x, y, toX, toY] = points.slice(2 * segment, 2 * segment + 4) as [number, number, number, number];
    const here = angle(segment);
    const turn = segment === last ? 0 : wrapped(angle(segment + 1) - here);
    const isSlight = Math.abs(turn) <= SLIGHT;
    // At a slight turn both segments end on the line that halves the angle.
    const reach = isSlight ? half / Math.cos(turn / 2) : half;
    const side = here + (isSlight ? turn / 2 : 0);
    const [endX, endY] = [reach * Math.sin(side), -reach * Math.cos(side)];
    contours.push([
      ...[x + acrossX, y + acrossY, toX + endX, toY + endY],
      ...[toX - endX, toY - endY, x - acrossX, y - acrossY],
    ]);
    if (isSlight) [acrossX, acrossY] = [endX, endY];
    else {
      const next = here + turn;
      [acrossX, acrossY] = [half * Math.sin(next), -half * Math.cos(next)];
      const outer = turn > 0 ? -Math.PI / 2 : Math.PI / 2;
      const wedge = [toX, toY, ...arc(toX, toY, half, here + outer, next + outer)];
      contours.push(turn > 0 ? wedge : reversed(wedge));
    }
  }
  return contours;
}

const wrapped = (angle: number): number => Math.atan2(Math.sin(angle), Math.cos(angle));

function reversed(points: readonly number[]): number[] {
  const turned: number[] = [];
  for (let i = points.length - 2; i >= 0; i -= 2) turned.push(points[i]!, points[i + 1]!);
  return turned;
}
