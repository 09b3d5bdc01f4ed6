import assert from "node:assert/strict";
import { explain } from "../../../src/core/failure.ts";
import { type LegInput, readLegs } from "../../../src/services/position/leg_input.ts";

const read = (leg: LegInput, underlying?: string) => {
  const legs = readLegs([leg], underlying);
  assert.ok(legs.ok, legs.ok ? "" : explain(legs.failure));
  return legs.value[0]!;
};

const refusal = (leg: LegInput, underlying?: string): string => {
  const legs = readLegs([leg], underlying);
  assert.equal(legs.ok, false);
  return legs.ok ? "" : explain(legs.failure);
};

const PUT: LegInput = { expiration: "2026-12-18", right: "put", strike: 600, quantity: -2 };

Deno.test("leg input: an OCC symbol names root, day, right and strike", () => {
  assert.deepEqual(read({ symbol: "spxw  261218p06000000", quantity: -1, price: 3.5 }), {
    kind: "option",
    label: "SPXW  261218P06000000",
    quantity: -1,
    price: 3.5,
    priceSource: "given",
    underlying: "SPXW",
    root: "SPXW",
    future: null,
    expiration: "2026-12-18",
    right: "put",
    at: { strike: 6000 },
  });
});

Deno.test("leg input: the root of a share class is looked up under the underlying that is named", () => {
  const leg = read({ symbol: "BRKB  261218P00450000", underlying: "BRK/B", quantity: 1 });
  assert.deepEqual([leg.underlying, leg.kind === "option" && leg.root], ["BRK/B", "BRKB"]);
});

Deno.test("leg input: a futures option names its future and its contract", () => {
  const leg = read({ symbol: "./ESZ6 EW3Z6 261218P7000", quantity: -1 });
  assert.deepEqual(leg.kind === "option" && [leg.underlying, leg.future, leg.root], ["/ESZ6", "/ESZ6", "EW3Z6"]);
});

Deno.test("leg input: a symbol alone is the thing itself, with a right beside it the underlying of an option", () => {
  assert.equal(read({ symbol: "AAPL", quantity: 100 }).kind, "underlying");
  const option = read({ ...PUT, symbol: "AAPL" });
  assert.deepEqual([option.kind, option.underlying], ["option", "AAPL"]);
  assert.equal(read({ quantity: 100 }, "AAPL").kind, "underlying");
  assert.equal(read({ ...PUT, symbol: "/ES" }).underlying, "/ES");
});

Deno.test("leg input: deltas are understood with their sign and without", () => {
  for (const delta of [0.3, -0.3]) {
    const leg = read({ ...PUT, strike: undefined, delta }, "SPY");
    assert.deepEqual(leg.kind === "option" && leg.at, { delta: 0.3 });
  }
  assert.match(refusal({ ...PUT, right: "call", strike: undefined, delta: -0.3 }, "SPY"), /Calls have positive deltas/);
});

Deno.test("leg input: what makes no sense is refused in a sentence that says which leg", () => {
  const legs = readLegs([{ ...PUT }, { ...PUT, quantity: NaN }], "SPY");
  assert.match(legs.ok ? "" : explain(legs.failure), /^leg 2: has quantity NaN/);
  assert.match(refusal({ ...PUT, quantity: 1e9 }, "SPY"), /Send a number within 100000/);
  assert.match(refusal({ ...PUT, delta: 0.3 }, "SPY"), /has both `strike` and `delta`/);
  assert.match(refusal({ ...PUT, strike: -5 }, "SPY"), /leg 1: has strike -5/);
  assert.match(refusal({ ...PUT, expiration: -3 }, "SPY"), /expires in -3 days/);
  assert.match(refusal({ ...PUT, expiration: "2026-02-30" }, "SPY"), /no calendar has/);
  assert.match(refusal({ ...PUT, price: Infinity }, "SPY"), /has price Infinity/);
  assert.match(refusal({ symbol: "BTC/USD", quantity: 1 }), /cryptocurrency/);
  assert.match(refusal({ symbol: "not a symbol at all", quantity: 1 }), /is not a symbol/);
});
