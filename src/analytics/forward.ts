/** The forward price that options imply, by put-call parity. */

/** A call and a put of one strike. Prices in dollars; `spread` is the width of both markets together. */
export interface ParityPair {
  strike: number;
  call: number;
  put: number;
  spread: number;
}

/** Pairs that have a say. */
const VOICES = 5;
/** The least width of a market, so that a locked one does not outweigh all others. Dollars. */
const NARROWEST = 0.005;

/**
 * Where the underlying is expected to be at expiration: the median over the pairs nearest to parity, each weighted by how
 * tight its markets are; `null` without pairs. `years` ACT/365; `rate` continuous, which hardly matters, because near the
 * forward a call and a put cost nearly the same. Exact for European options, and for American ones near the money as
 * good as exact.
 */
export function impliedForward(pairs: readonly ParityPair[], years: number, rate: number): number | null {
  const growth = Math.exp(rate * years);
  const nearest = [...pairs].sort((a, b) => Math.abs(a.call - a.put) - Math.abs(b.call - b.put)).slice(0, VOICES);
  const votes = nearest.map(({ strike, call, put, spread }) => ({
    forward: strike + growth * (call - put),
    weight: 1 / Math.max(spread, NARROWEST),
  })).filter(({ forward }) => forward > 0).sort((a, b) => a.forward - b.forward);
  const half = votes.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let heard = 0;
  for (const [position, { forward, weight }] of votes.entries()) {
    heard += weight;
    // Exactly half on each side: the middle of the two in the middle.
    if (heard === half && position + 1 < votes.length) return (forward + votes[position + 1]!.forward) / 2;
    if (heard >= half) return forward;
  }
  return null;
}
