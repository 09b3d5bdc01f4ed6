/** How well text can be read on what lies under it (WCAG 2.2, contrast ratio). */

import { areaOf } from "../../src/charts/lettering.ts";
import type { Picture, Text } from "../../src/charts/picture.ts";
import { createCanvas } from "../../src/charts/png/canvas.ts";
import { box } from "../../src/charts/png/outline.ts";

function luminance(color: number): number {
  const [red, green, blue] = [16, 8, 0].map((shift) => {
    const part = (color >> shift & 255) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const parse = (color: string | number): number => typeof color === "number" ? color : parseInt(color.slice(1), 16);

/** 1 to 21. */
export function contrast(one: string | number, other: string | number): number {
  const [dark, light] = [luminance(parse(one)), luminance(parse(other))].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The colours of the areas under a text of the picture; lines are passed over. */
export function groundsOf({ width, height, background, shapes }: Picture, text: Text): number[] {
  const canvas = createCanvas(width, height, background);
  for (const shape of shapes.slice(0, shapes.indexOf(text))) {
    if (shape.kind === "polygon") canvas.fill([shape.points], shape.fill, shape.opacity);
    if (shape.kind === "box") {
      // Corners are left square: text does not reach into them.
      canvas.fill(box(shape.x, shape.y, shape.width, shape.height), shape.fill, shape.opacity);
    }
  }
  const { left, right, top, bottom } = areaOf(text);
  const found = new Set<number>();
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, bottom); y++) {
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, right); x++) {
      found.add(canvas.colors[canvas.pixels[y * width + x]!]!);
    }
  }
  return [...found];
}
