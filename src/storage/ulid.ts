/** ULIDs: 26 characters that sort by the time they were made; 48 bits of milliseconds, 80 of chance. */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_LENGTH = 10;
const CHANCE_LENGTH = 16;
/** Twenty bits are well within what one number in [0, 1) carries. */
const LETTERS_PER_DRAW = 4;
const LATEST = 2 ** 48 - 1;

/**
 * A maker of ULIDs, each greater than the one before, also within a millisecond and when the clock steps back.
 * `random` is uniform in [0, 1). `RangeError` if the clock cannot be written in 48 bits.
 */
export function createUlid(now: () => number, random: () => number): () => string {
  let lastAt = -1;
  let chance = "";
  return () => {
    const at = Math.floor(now());
    if (!(at >= 0 && at <= LATEST)) throw new RangeError(`The clock says ${at}; a ULID holds 0 to ${LATEST} ms.`);
    const next = at > lastAt ? null : increment(chance);
    if (next === null) {
      // Chance that ran over carries into the time, so that order holds.
      lastAt = at > lastAt ? at : lastAt + 1;
      chance = drawChance(random);
    } else {
      chance = next;
    }
    return encodeTime(lastAt) + chance;
  };
}

/** Uniform in [0, 1), from the platform's cryptographic source. */
export const secureRandom = (): number => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32;

function encodeTime(at: number): string {
  let text = "";
  for (let rest = at; text.length < TIME_LENGTH; rest = Math.floor(rest / 32)) text = ALPHABET[rest % 32] + text;
  return text;
}

function drawChance(random: () => number): string {
  let text = "";
  while (text.length < CHANCE_LENGTH) {
    let bits = Math.floor(random() * 32 ** LETTERS_PER_DRAW);
    for (let letter = 0; letter < LETTERS_PER_DRAW; letter++, bits >>>= 5) text += ALPHABET[bits % 32];
  }
  return text;
}

/** The next text in order, or `null` after the last. */
function increment(text: string): string | null {
  for (let place = text.length - 1; place >= 0; place--) {
    const digit = ALPHABET.indexOf(text[place]!);
    if (digit < 31) return text.slice(0, place) + ALPHABET[digit + 1] + "0".repeat(text.length - place - 1);
  }
  return null;
}
