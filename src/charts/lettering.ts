/** How large text is in a chart, and the room it takes. */

import type { Area } from "./label_place.ts";
import type { Anchor, Text, Weight } from "./picture.ts";
import { textWidth } from "./text_width.ts";

export const SIZES = { title: 18, text: 13, tick: 12, note: 11 } as const;

/** The parts of its size that text reaches above and below the line it stands on. */
const ASCENT = 0.76;
const DESCENT = 0.24;

/** Pixels from one line to the next. */
export const lineHeight = (size: number): number => Math.round(size * 1.25);

export function write(
  text: string,
  { x, y, fill, size = SIZES.text, weight = "regular", anchor = "start" }: {
    x: number;
    y: number;
    fill: string;
    size?: number;
    weight?: Weight;
    anchor?: Anchor;
  },
): Text {
  return { kind: "text", x, y, text, size, weight, anchor, fill };
}

/** What the text covers. */
export function areaOf({ x, y, text, size, weight, anchor }: Text): Area {
  const width = textWidth(text, size, weight);
  const left = x - (anchor === "start" ? 0 : anchor === "middle" ? width / 2 : width);
  return { left, right: left + width, top: y - ASCENT * size, bottom: y + DESCENT * size };
}
