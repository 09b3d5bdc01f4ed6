/**
 * A picture as shapes in pixels from the upper left corner, drawn in order. `svg.ts` prints one as text, `png/png.ts` as
 * an image; neither needs the other.
 */

export interface Picture {
  width: number;
  height: number;
  background: string;
  /** What a screen reader says: a name, and what is to be seen. */
  title: string;
  description: string;
  shapes: readonly Shape[];
}

/** Colours are `#rrggbb`; `opacity` is 1 unless given. */
export type Shape = Polygon | Box | Line | Dot | Text;

export interface Polygon {
  kind: "polygon";
  /** x and y in turn. */
  points: readonly number[];
  fill: string;
  opacity?: number;
}

export interface Box {
  kind: "box";
  x: number;
  y: number;
  width: number;
  height: number;
  /** Of its corners. */
  radius?: number;
  fill: string;
  opacity?: number;
}

export interface Line {
  kind: "line";
  /** x and y in turn. */
  points: readonly number[];
  stroke: string;
  width: number;
  /** Lengths drawn and left out in turn; an even number of them. */
  dash?: readonly number[];
}

export interface Dot {
  kind: "dot";
  x: number;
  y: number;
  radius: number;
  fill: string;
  /** A ring around it. */
  stroke: string;
  width: number;
}

export type Weight = "regular" | "semibold";
export type Anchor = "start" | "middle" | "end";

export interface Text {
  kind: "text";
  /** Of the anchor on the baseline. */
  x: number;
  y: number;
  text: string;
  size: number;
  weight: Weight;
  anchor: Anchor;
  fill: string;
}
