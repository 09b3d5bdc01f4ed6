/** Pixels as a PNG file (W3C PNG, third edition). */

import type { Canvas } from "./canvas.ts";
import { paletteColors } from "./palette_colors.ts";

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

/** Depth and kind of the image. */
const BITS = 8;
const BY_PALETTE = 3;

/** Remainders of the CRC-32 of chunks, by the last byte. */
const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) value = remainders[(value ^ bytes[i]!) & 255]! ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

function chunk(name: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = name.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

const compress = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"))).bytes();

/** The file; what has more than 256 colours loses the rarest to their neighbours. */
export async function pngFile({ width, height, pixels, colors }: Canvas): Promise<Uint8Array<ArrayBuffer>> {
  const { palette, places } = paletteColors(colors, pixels);
  // Each row is preceded by the number of its filter: none, the best one for palettes.
  const rows = new Uint8Array((width + 1) * height);
  for (let row = 0, from = 0, to = 0; row < height; row++) {
    rows[to++] = 0;
    for (let x = 0; x < width; x++) rows[to++] = places[pixels[from++]!]!;
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([BITS, BY_PALETTE], 8);
  const parts = [
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", header),
    chunk("PLTE", palette),
    chunk("IDAT", await compress(rows)),
    chunk("IEND", new Uint8Array(0)),
  ];
  return await new Response(new Blob(parts)).bytes();
}
