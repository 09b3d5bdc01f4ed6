/** At most 256 colours for a palette. */

const MOST = 256;
/** So many of them are simply those used most; the others are those that would be missed most. */
const BY_USE = 160;

export interface PaletteColors {
  /** Red, green and blue of each colour. */
  palette: Uint8Array;
  /** For the number of each colour its place in the palette, or that of the colour most like it. */
  places: Uint8Array;
}

/** `colors` are 0xrrggbb; `pixels` are their numbers. */
export function paletteColors(colors: readonly number[], pixels: Uint16Array): PaletteColors {
  const counts = countUses(colors.length, pixels);
  const order = [...colors.keys()].sort((a, b) => counts[b]! - counts[a]! || a - b);
  const kept = order.slice(0, colors.length <= MOST ? MOST : BY_USE);
  const places = new Uint8Array(colors.length);
  const distances = new Float64Array(colors.length).fill(Infinity);
  /** Gives a place to a colour, and to all that no other is so much like. */
  const keep = (number: number, place: number): void => {
    for (let other = 0; other < colors.length; other++) {
      const distance = distanceBetween(colors[number]!, colors[other]!);
      if (distance < distances[other]!) [distances[other], places[other]] = [distance, place];
    }
  };
  kept.forEach(keep);
  while (kept.length < Math.min(MOST, colors.length)) {
    const missed = order.reduce((most, number) =>
      counts[number]! * distances[number]! > counts[most]! * distances[most]! ? number : most
    );
    keep(missed, kept.length);
    kept.push(missed);
  }
  const palette = kept.flatMap((number) => [colors[number]! >> 16, colors[number]! >> 8 & 255, colors[number]! & 255]);
  return { palette: Uint8Array.from(palette), places };
}

/** Run by run: most neighbours are alike. */
function countUses(size: number, pixels: Uint16Array): Uint32Array {
  const counts = new Uint32Array(size);
  for (let i = 0; i < pixels.length;) {
    const number = pixels[i]!;
    const start = i;
    while (pixels[++i] === number);
    counts[number]! += i - start;
  }
  return counts;
}

function distanceBetween(one: number, other: number): number {
  const red = (one >> 16) - (other >> 16);
  const green = (one >> 8 & 255) - (other >> 8 & 255);
  const blue = (one & 255) - (other & 255);
  return red * red + green * green + blue * blue;
}
