/** Randomness that remembers nothing: every draw is a hash of the seed, a named stream and two whole numbers. */

/** Draws from one seed. The same seed, stream and numbers always give the same draw. */
export interface Noise {
  /** The number of a named stream, to be kept and passed to the draws. */
  stream(name: string): number;
  /** Evenly spread over (0, 1), both ends excluded. */
  uniform(stream: number, a: number, b: number): number;
  /** Standard normal. */
  normal(stream: number, a: number, b: number): number;
}

/** All the randomness of one simulated market. */
export function createNoise(seed: string): Noise {
  const root = hashText(seed);
  return {
    stream: (name) => scramble(root ^ hashText(name)),
    uniform: (stream, a, b) => fraction(combine(stream, a, b)),
    normal(stream, a, b) {
      const hash = combine(stream, a, b);
      // Box and Muller: two even draws make a normal one.
      return Math.sqrt(-2 * Math.log(fraction(hash))) * Math.cos(2 * Math.PI * fraction(scramble(hash ^ 0x5bd1e995)));
    },
  };
}

/** A 32-bit hash of a text (FNV-1a). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Spreads every bit of a 32-bit number over all others (the finalizer of MurmurHash3, which is in the public domain). */
export function scramble(bits: number): number {
  let hash = bits;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const combine = (stream: number, a: number, b: number): number =>
  scramble(scramble(stream ^ Math.imul(a, 0x9e3779b1)) + Math.imul(b, 0x85ebca77));

const fraction = (hash: number): number => (hash + 0.5) / 4294967296;
