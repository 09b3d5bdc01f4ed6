/** A picture as a PNG image, drawn by this room's own pen: no library and no browser, the same pixels everywhere. */

import type { Picture, Shape } from "../picture.ts";
import { type Canvas, createCanvas } from "./canvas.ts";
import { textContours } from "./glyphs.ts";
import { box, circle, dashes, stroke } from "./outline.ts";
import { pngFile } from "./png_file.ts";

/** The image, enlarged by `scale`: 2 is sharp on the screens of telephones. */
export async function png(picture: Picture, scale = 2): Promise<Uint8Array<ArrayBuffer>> {
  return await pngFile(paint(picture, scale));
}

export function paint({ width, height, background, shapes }: Picture, scale: number): Canvas {
  const canvas = createCanvas(Math.round(width * scale), Math.round(height * scale), background);
  for (const shape of shapes) draw(canvas, shape, scale);
  return canvas;
}

function draw(canvas: Canvas, shape: Shape, scale: number): void {
  const enlarged = (points: readonly number[]): number[] => points.map((value) => value * scale);
  switch (shape.kind) {
    case "polygon":
      return canvas.fill([enlarged(shape.points)], shape.fill, shape.opacity);
    case "box": {
      const [x, y, width, height] = enlarged([shape.x, shape.y, shape.width, shape.height]) as [
        number,
        number,
        number,
        number,
      ];
      return canvas.fill(box(x, y, width, height, (shape.radius ?? 0) * scale), shape.fill, shape.opacity);
    }
    case "line": {
      const points = enlarged(shape.points);
      const parts = shape.dash === undefined ? [points] : dashes(points, enlarged(shape.dash));
      for (const part of parts) canvas.fill(stroke(part, shape.width * scale), shape.stroke);
      return;
    }
    case "dot": {
      const [x, y, radius, half] = enlarged([shape.x, shape.y, shape.radius, shape.width / 2]) as [
        number,
        number,
        number,
        number,
      ];
      canvas.fill(circle(x, y, radius + half), shape.stroke);
      return canvas.fill(circle(x, y, radius - half), shape.fill);
    }
    case "text":
      return canvas.fill(textContours(shape, scale), shape.fill);
  }
}
