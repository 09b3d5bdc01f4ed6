/**
 * Writes the tables of `src/charts/font/` from a WOFF file with quadratic outlines:
 * `deno run --allow-read tests/charts/font_to_outlines.ts FILE.woff` prints the outlines, and with `--advances` the widths.
 *
 * The committed tables come from Aileron 1.102 by Sora Sagano, weights 400 and 600, which is dedicated to the public
 * domain (CC0 1.0), as the npm package `@fontsource/aileron` 5.3.0 carries it.
 */

import { CHARACTERS } from "../../src/charts/text_width.ts";

const UNITS = 1000;
const WIDTH = 118;

interface Point {
  x: number;
  y: number;
  isOn: boolean;
}

interface Glyph {
  advance: number;
  contours: Point[][];
}

async function readTables(file: string): Promise<Map<string, DataView>> {
  const bytes = await Deno.readFile(file);
  const view = new DataView(bytes.buffer);
  const tables = new Map<string, DataView>();
  for (let at = 44; at < 44 + 20 * view.getUint16(12); at += 20) {
    const [offset, packed, size] = [4, 8, 12].map((field) => view.getUint32(at + field)) as [number, number, number];
    const part = bytes.slice(offset, offset + packed);
    const stream = new Blob([part]).stream().pipeThrough(new DecompressionStream("deflate"));
    const table = packed < size ? await new Response(stream).bytes() : part;
    tables.set(String.fromCharCode(...bytes.subarray(at, at + 4)), new DataView(table.buffer));
  }
  return tables;
}

/** The glyph of a code point by the table's segments of the basic plane (format 4). */
function glyphIndex(cmap: DataView, code: number): number {
  for (let table = 0; table < cmap.getUint16(2); table++) {
    const start = cmap.getUint32(4 + table * 8 + 4);
    if (cmap.getUint16(start) !== 4) continue;
    const doubled = cmap.getUint16(start + 6);
    for (let segment = 0; segment < doubled; segment += 2) {
      const [end, first] = [cmap.getUint16(start + 14 + segment), cmap.getUint16(start + 16 + doubled + segment)];
      if (code > end) continue;
      if (code < first) return 0;
      const delta = cmap.getUint16(start + 16 + 2 * doubled + segment);
      const place = start + 16 + 3 * doubled + segment;
      const shift = cmap.getUint16(place);
      const index = shift === 0 ? code : cmap.getUint16(place + shift + 2 * (code - first));
      return index === 0 ? 0 : (index + delta) & 0xffff;
    }
  }
  return 0;
}

function readContours(glyf: DataView, start: number): Point[][] {
  const count = glyf.getInt16(start);
  if (count < 0) throw new Error("a glyph made of other glyphs: not read");
  const ends = Array.from({ length: count }, (_, i) => glyf.getUint16(start + 10 + 2 * i));
  const size = ends.at(-1)! + 1;
  let at = start + 10 + 2 * count;
  at += 2 + glyf.getUint16(at);
  const flags: number[] = [];
  while (flags.length < size) {
    const flag = glyf.getUint8(at++);
    const repeats = flag & 8 ? glyf.getUint8(at++) : 0;
    for (let i = 0; i <= repeats; i++) flags.push(flag);
  }
  const readAxis = (short: number, same: number): number[] => {
    let value = 0;
    return flags.map((flag) => {
      if (flag & short) value += (flag & same ? 1 : -1) * glyf.getUint8(at++);
      else if (!(flag & same)) {
        value += glyf.getInt16(at);
        at += 2;
      }
      return value;
    });
  };
  const [xs, ys] = [readAxis(2, 16), readAxis(4, 32)];
  return ends.map((end, i) => {
    const from = i === 0 ? 0 : ends[i - 1]! + 1;
    return Array.from({ length: end - from + 1 }, (_, k) => ({
      x: xs[from + k]!,
      y: ys[from + k]!,
      isOn: (flags[from + k]! & 1) === 1,
    }));
  });
}

function readGlyph(tables: Map<string, DataView>, character: string): Glyph {
  const [cmap, head, hhea, hmtx, loca, glyf] = ["cmap", "head", "hhea", "hmtx", "loca", "glyf"].map((name) =>
    tables.get(name)!
  ) as [DataView, DataView, DataView, DataView, DataView, DataView];
  const index = glyphIndex(cmap, character.codePointAt(0)!);
  if (index === 0) throw new Error(`the font has no ${character}`);
  const isLong = head.getInt16(50) === 1;
  const place = (i: number): number => isLong ? loca.getUint32(4 * i) : 2 * loca.getUint16(2 * i);
  const scale = UNITS / head.getUint16(18);
  const rounded = (point: Point): Point => ({
    ...point,
    x: Math.round(point.x * scale),
    y: Math.round(point.y * scale),
  });
  const contours = place(index) === place(index + 1) ? [] : readContours(glyf, place(index));
  return {
    advance: Math.round(hmtx.getUint16(4 * Math.min(index, hhea.getUint16(34) - 1)) * scale),
    contours: contours.map((contour) => contour.map(rounded)),
  };
}

/** The minus sign that this font lacks: the bar of its plus. */
function minus(plus: Glyph): Glyph {
  const [contour] = plus.contours;
  const ys = [...new Set(contour!.map(({ y }) => y))].sort((a, b) => a - b).slice(1, -1);
  const xs = contour!.map(({ x }) => x);
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), ys[0]!, ys.at(-1)!];
  const corners = [[left, low], [left, high], [right, high], [right, low]] as const;
  return { advance: plus.advance, contours: [corners.map(([x, y]) => ({ x, y, isOn: true }))] };
}

/** A contour as an SVG path of relative lines and quadratic curves, closed by its end. */
function pathOf(contour: readonly Point[]): string {
  const between = (a: Point, b: Point): Point => ({
    x: Math.round((a.x + b.x) / 2),
    y: Math.round((a.y + b.y) / 2),
    isOn: true,
  });
  const on = contour.findIndex(({ isOn }) => isOn);
  // A contour of curves alone starts halfway between two of its control points.
  const points = on < 0
    ? [between(contour.at(-1)!, contour[0]!), ...contour, between(contour.at(-1)!, contour[0]!)]
    : [...contour.slice(on), ...contour.slice(0, on + 1)];
  let here = points[0]!;
  let path = `M${here.x} ${here.y}`;
  const number = (value: number, isFirst: boolean): string => value < 0 || isFirst ? `${value}` : ` ${value}`;
  const step = (point: Point, isFirst: boolean): string =>
    number(point.x - here.x, isFirst) + number(point.y - here.y, false);
  for (let i = 1; i < points.length; i++) {
    const point = points[i]!;
    if (point.isOn) {
      if (i < points.length - 1) path += `l${step(point, true)}`;
      here = point;
      continue;
    }
    const next = points[i + 1]!;
    const end = next.isOn ? next : between(point, next);
    path += `q${step(point, true)}${step(end, false)}`;
    here = end;
    if (next.isOn) i++;
  }
  return path;
}

/** Lines of at most `WIDTH`, those that go on with the same glyph indented by a blank. */
function wrap(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const piece of text.split(/(?=[MlqQ])/)) {
    if (line.length + piece.length > WIDTH) {
      lines.push(line);
      line = " ";
    }
    line += piece;
  }
  return [...lines, line].join("\n");
}

const escaped = (text: string): string => text.replaceAll(/[\\`$]/g, (character) => `\\${character}`);

const [file, mode] = Deno.args;
const tables = await readTables(file!);
const plus = readGlyph(tables, "+");
const glyphs = [...CHARACTERS].map((character) =>
  [character, character === "−" ? minus(plus) : readGlyph(tables, character)] as const
);
const text = mode === "--advances"
  ? glyphs.map(([, { advance }]) => advance).join(" ")
  : glyphs.filter(([, { contours }]) => contours.length > 0).map(([character, { contours }]) =>
    wrap(escaped(character) + contours.map(pathOf).join(""))
  ).join("\n");
await new Blob([`${text}\n`]).stream().pipeTo(Deno.stdout.writable);
