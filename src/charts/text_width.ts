/** How wide text is in the pictures' own font. */

import type { Weight } from "./picture.ts";

/** What the font can write: ASCII, and the signs that figures and sentences need. */
export const CHARACTERS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("") + "−–—×±·…’“”";

/** Thousandths of the size, in the order of `CHARACTERS`; by `tests/charts/font_to_outlines.ts`. */
const ADVANCES: Record<Weight, readonly number[]> = {
  // deno-fmt-ignore
  regular: [
    216, 242, 339, 580, 580, 740, 654, 176, 315, 315, 560, 580, 220, 274, 220, 303, 580, 580, 580, 580, 580, 580, 580,
    580, 580, 580, 220, 220, 580, 580, 580, 499, 852, 639, 627, 699, 709, 587, 567, 710, 730, 264, 544, 609, 575, 866,
    718, 737, 598, 733, 619, 585, 612, 682, 622, 952, 625, 581, 591, 307, 303, 295, 580, 500, 300, 531, 611, 529, 615,
    549, 290, 615, 593, 238, 233, 522, 247, 855, 593, 586, 611, 615, 330, 459, 313, 592, 514, 785, 482, 513, 462, 303,
    250, 303, 580, 580, 500, 1000, 580, 580, 202, 620, 247, 417, 417,
  ],
  // deno-fmt-ignore
  semibold: [
    206, 252, 357, 601, 601, 751, 663, 187, 337, 336, 578, 601, 232, 284, 232, 314, 601, 601, 601, 601, 601, 601, 601,
    601, 601, 601, 232, 232, 601, 601, 601, 522, 872, 656, 641, 708, 719, 600, 579, 722, 740, 277, 568, 643, 588, 880,
    737, 750, 610, 748, 635, 595, 617, 691, 652, 968, 648, 602, 605, 333, 314, 324, 601, 500, 300, 545, 626, 544, 629,
    562, 312, 629, 606, 251, 245, 550, 262, 883, 606, 595, 626, 629, 353, 476, 335, 604, 538, 806, 509, 537, 478, 335,
    266, 335, 601, 601, 500, 1000, 601, 601, 222, 672, 266, 453, 453,
  ],
};

const places = new Map([...CHARACTERS].map((character, place) => [character, place]));

/** Text in characters of the font only: letters without their marks, a question mark for what it does not know. */
export function writable(text: string): string {
  const isPlain = [...text].every((character) => places.has(character));
  if (isPlain) return text;
  const unmarked = text.normalize("NFKD").replaceAll(/\p{M}/gu, "");
  return [...unmarked].map((character) => places.has(character) ? character : /\s/.test(character) ? " " : "?").join(
    "",
  );
}

/** Thousandths of the size that one character of `CHARACTERS` takes. */
export const advanceOf = (character: string, weight: Weight): number => ADVANCES[weight][places.get(character)!]!;

/** Pixels. */
export function textWidth(text: string, size: number, weight: Weight): number {
  let sum = 0;
  for (const character of writable(text)) sum += advanceOf(character, weight);
  return sum * size / 1000;
}

/** The text, or as much of its beginning as fits in `width` pixels, with an ellipsis. */
export function fitText(text: string, size: number, weight: Weight, width: number): string {
  if (textWidth(text, size, weight) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join("")}…`, size, weight) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** Words in at most so many lines of at most `width` pixels; what is longer is cut short. */
export function wrapText(text: string, size: number, weight: Weight, width: number, most = Infinity): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    const isLast = lines.length === most;
    if (lines.length > 0 && (isLast || textWidth(longer, size, weight) <= width)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => fitText(line, size, weight, width));
}
