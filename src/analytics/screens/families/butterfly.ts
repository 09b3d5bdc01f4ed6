import { CLOSE, isWithin } from "../criteria.ts";
import { contractAt, placeBeside, withDelta } from "../ladder.ts";
import { type Family, type Search, type Shape, shapeOf } from "../shape.ts";

type Right = "call" | "put";

const shapeOfButterfly = (right: Right): Shape =>
  shapeOf([[right, 1], [right, -2], [right, 1]], { wings: [[0, 1], [1, 2]], isCovered: true });

/** Two sold in the middle, one bought as far away on each side. */
const enumerateEqual = (right: Right) => ({ book, front, limits, share, offer }: Search): void => {
  const ladder = right === "call" ? front.calls : front.puts;
  const { width, longDelta, shortDelta } = limits;
  const bodies = withDelta(ladder, shortDelta);
  for (let i = 0; i < bodies.length; i++) {
    if (!share(bodies.length - i)) continue;
    const body = bodies[i]!;
    const strike = book.strike[body]!;
    for (let low = placeBeside(ladder, strike, width.min, -1); low >= 0; low--) {
      const wing = strike - ladder.strikes[low]!;
      if (wing > width.max + CLOSE) break;
      const lower = ladder.ids[low]!;
      if (!isWithin(longDelta, Math.abs(book.delta[lower]!))) continue;
      const upper = contractAt(ladder, strike + wing);
      if (upper < 0 || !isWithin(longDelta, Math.abs(book.delta[upper]!))) continue;
      if (!offer(lower, body, upper)) break;
    }
  }
};

/** The same with the wing that is farther out of the money the wider one: above for calls, below for puts. */
const enumerateBroken = (right: Right) => ({ book, front, limits, share, offer }: Search): void => {
  const ladder = right === "call" ? front.calls : front.puts;
  const { ids, strikes } = ladder;
  const { width, longDelta, shortDelta } = limits;
  const outward = right === "call" ? 1 : -1;
  const inward = right === "call" ? -1 : 1;
  const bodies = withDelta(ladder, shortDelta);
  for (let i = 0; i < bodies.length; i++) {
    if (!share(bodies.length - i)) continue;
    const body = bodies[i]!;
    const strike = book.strike[body]!;
    nearer: for (
      let near = placeBeside(ladder, strike, width.min, inward);
      near >= 0 && near < ids.length;
      near += inward
    ) {
      const wing = Math.abs(strikes[near]! - strike);
      if (wing > width.max + CLOSE) break;
      if (!isWithin(longDelta, Math.abs(book.delta[ids[near]!]!))) continue;
      for (let far = placeBeside(ladder, strike, wing, outward); far >= 0 && far < ids.length; far += outward) {
        const span = Math.abs(strikes[far]! - strike);
        if (span > width.max + CLOSE) break;
        if (span <= wing + CLOSE || !isWithin(longDelta, Math.abs(book.delta[ids[far]!]!))) continue;
        const goesOn = outward === 1 ? offer(ids[near]!, body, ids[far]!) : offer(ids[far]!, body, ids[near]!);
        if (!goesOn) break nearer;
      }
    }
  }
};

export const callButterfly: Family = {
  name: "call_butterfly",
  shape: shapeOfButterfly("call"),
  enumerate: enumerateEqual("call"),
};

export const putButterfly: Family = {
  name: "put_butterfly",
  shape: shapeOfButterfly("put"),
  enumerate: enumerateEqual("put"),
};

export const brokenWingCallButterfly: Family = {
  name: "broken_wing_call_butterfly",
  shape: shapeOfButterfly("call"),
  enumerate: enumerateBroken("call"),
};

export const brokenWingPutButterfly: Family = {
  name: "broken_wing_put_butterfly",
  shape: shapeOfButterfly("put"),
  enumerate: enumerateBroken("put"),
};
