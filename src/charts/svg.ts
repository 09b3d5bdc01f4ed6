/** A picture as SVG: text and plain shapes, no style sheet, no script, nothing from elsewhere. */

import type { Line, Picture, Shape, Text } from "./picture.ts";
import { textWidth } from "./text_width.ts";

/** Characters from which on a text is long. */
const LONG = 12;

/** The font of the measurements if it is there, and those that are as wide or narrower. */
const FONTS = "Aileron,Helvetica Neue,Helvetica,Arial,Liberation Sans,sans-serif";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** What XML 1.0 allows, with its own signs written out; anything else becomes U+FFFD. */
export const escapeXml = (text: string): string =>
  text.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign]!);

export function svg({ width, height, background, title, description, shapes }: Picture): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"` +
    ` font-family="${FONTS}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(description)}</desc>`,
    `<path fill="${background}" d="M0 0h${width}v${height}H0z"/>`,
    ...elements(shapes),
    "</svg>\n",
  ].join("\n");
}

/** Neighbours that look alike are written together. */
function elements(shapes: readonly Shape[]): string[] {
  const found: string[] = [];
  for (let i = 0; i < shapes.length;) {
    const style = styleOf(shapes[i]!);
    const run = [shapes[i]!];
    for (
      let next = shapes[i + 1];
      next?.kind === run[0]!.kind && styleOf(next) === style;
      next = shapes[i + run.length]
    ) {
      run.push(next);
    }
    i += run.length;
    if (run[0]!.kind === "line") {
      found.push(`<path ${style} d="${(run as readonly Line[]).map(({ points }) => path(points)).join("")}"/>`);
    } else if (run.length === 1) found.push(element(run[0]!, ` ${style}`));
    else found.push(`<g ${style}>`, ...run.map((shape) => element(shape, "")), "</g>");
  }
  return found;
}

function element(shape: Shape, style: string): string {
  switch (shape.kind) {
    case "polygon":
    case "line":
      return `<path${style} d="${path(shape.points)}${shape.kind === "polygon" ? "z" : ""}"/>`;
    case "box": {
      const { x, y, width, height, radius } = shape;
      const round = radius === undefined ? "" : ` rx="${radius}"`;
      return `<rect x="${tenths(x)}" y="${tenths(y)}" width="${tenths(width)}" height="${
        tenths(height)
      }"${round}${style}/>`;
    }
    case "dot":
      return `<circle cx="${tenths(shape.x)}" cy="${tenths(shape.y)}" r="${shape.radius}"${style}/>`;
    case "text":
      return `<text x="${tenths(shape.x)}" y="${tenths(shape.y)}"${extent(shape)}${style}>${
        escapeXml(shape.text)
      }</text>`;
  }
}

function styleOf(shape: Shape): string {
  switch (shape.kind) {
    case "polygon":
    case "box":
      return `fill="${shape.fill}"${shape.opacity === undefined ? "" : ` fill-opacity="${shape.opacity}"`}`;
    case "line": {
      const dashes = shape.dash === undefined ? "" : ` stroke-dasharray="${shape.dash.join(" ")}"`;
      return `fill="none" stroke="${shape.stroke}" stroke-width="${shape.width}"${dashes} stroke-linejoin="round"`;
    }
    case "dot":
      return `fill="${shape.fill}" stroke="${shape.stroke}" stroke-width="${shape.width}"`;
    case "text": {
      const weight = shape.weight === "regular" ? "" : ' font-weight="600"';
      const anchor = shape.anchor === "start" ? "" : ` text-anchor="${shape.anchor}"`;
      return `font-size="${shape.size}"${weight}${anchor} fill="${shape.fill}"`;
    }
  }
}

/** Long texts are held to the width they were measured with, whatever font there is. */
function extent({ text, size, weight }: Text): string {
  if (text.length < LONG) return "";
  return ` textLength="${tenths(textWidth(text, size, weight))}" lengthAdjust="spacingAndGlyphs"`;
}

const tenths = (value: number): string => String(Math.round(value * 10) / 10 + 0);

/** Points in turn, the first one absolute, the others as steps from rounded point to rounded point. */
function path(points: readonly number[]): string {
  const rounded = points.map((value) => Math.round(value * 10));
  let text = `M${rounded[0]! / 10} ${rounded[1]! / 10}`;
  for (let i = 2; i < rounded.length; i += 2) {
    const [dx, dy] = [(rounded[i]! - rounded[i - 2]!) / 10, (rounded[i + 1]! - rounded[i - 1]!) / 10];
    text += dy === 0 ? `h${dx}` : dx === 0 ? `v${dy}` : `l${dx}${dy < 0 ? "" : " "}${dy}`;
  }
  return text;
}
