import assert from "node:assert/strict";
import { contractOf, expirationType, isListed, type Series } from "../../../src/services/chain/series.ts";

const SERIES: Series = {
  root: "SPXW",
  day: "2026-12-18",
  type: "weekly",
  settlement: "PM",
  multiplier: 100,
  underlying: { type: "index", symbol: "SPX" },
  underlyingStreamer: "SPX",
  stopsAt: 0,
  expiresAt: 0,
  spelling: {
    head: "SPXW  261218",
    strikes: "thousandths",
    streamer: { head: ".SPXW261218", tail: "" },
    odd: { P6200: ".SPXW261218P6200.0", C6200: null },
  },
  strikes: [0.5, 6200, 6262.5],
  onlyCalls: [0.5],
  onlyPuts: [],
};

Deno.test("series: an option is spelled by the rule of its series", () => {
  assert.deepEqual(contractOf(SERIES, 6262.5, "put"), {
    type: "equity_option",
    symbol: "SPXW  261218P06262500",
    day: "2026-12-18",
    strike: 6262.5,
    right: "put",
    streamer: ".SPXW261218P6262.5",
  });
  assert.equal(contractOf(SERIES, 0.5, "call").symbol, "SPXW  261218C00000500");
});

Deno.test("series: exceptions to the rule are spelled as the broker spells them", () => {
  assert.equal(contractOf(SERIES, 6200, "put").streamer, ".SPXW261218P6200.0");
  assert.equal(contractOf(SERIES, 6200, "call").streamer, null);
});

Deno.test("series: a strike may have one side only", () => {
  assert.deepEqual([isListed(SERIES, 0.5, "call"), isListed(SERIES, 0.5, "put"), isListed(SERIES, 6200, "put")], [
    true,
    false,
    true,
  ]);
});

Deno.test("series: the broker's kinds of expiration, and one we do not know", () => {
  assert.deepEqual(["Regular", "Weekly", "Quarterly", "End-Of-Month", "Lunar", null].map(expirationType), [
    "monthly",
    "weekly",
    "quarterly",
    "month_end",
    null,
    null,
  ]);
});
