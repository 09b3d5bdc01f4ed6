/** Reads back a PNG image with a palette, by another library's checksum and decompression than the one it was written with. */

import { Buffer } from "node:buffer";
import { crc32, inflateSync } from "node:zlib";

export interface Image {
  width: number;
  height: number;
  /** Red, green and blue of each pixel. */
  pixels: Uint8Array;
  colors: number;
}

/** Throws for anything that is not the plainest PNG with a palette of bytes. */
export function readPng(bytes: Uint8Array): Image {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) throw new Error("no PNG");
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < bytes.length;) {
    const size = view.getUint32(at);
    const body = bytes.subarray(at + 4, at + 8 + size);
    if (crc32(Buffer.from(body)) !== view.getUint32(at + 8 + size)) throw new Error("wrong checksum");
    chunks.set(String.fromCharCode(...body.subarray(0, 4)), body.slice(4));
    at += 12 + size;
  }
  if ([...chunks.keys()].join() !== "IHDR,PLTE,IDAT,IEND") throw new Error(`chunks ${[...chunks.keys()]}`);
  const header = new DataView(chunks.get("IHDR")!.buffer);
  const [width, height] = [header.getUint32(0), header.getUint32(4)];
  if ([8, 9, 10, 11, 12].map((at) => header.getUint8(at)).join() !== "8,3,0,0,0") {
    throw new Error("another kind of PNG");
  }
  const palette = chunks.get("PLTE")!;
  const rows = inflateSync(Buffer.from(chunks.get("IDAT")!));
  if (rows.length !== (width + 1) * height) throw new Error("too few or too many rows");
  const pixels = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    if (rows[row * (width + 1)] !== 0) throw new Error("a filter");
    for (let x = 0; x < width; x++) {
      const place = rows[row * (width + 1) + 1 + x]!;
      pixels.set(palette.subarray(3 * place, 3 * place + 3), 3 * (row * width + x));
    }
  }
  return { width, height, pixels, colors: palette.length / 3 };
}
