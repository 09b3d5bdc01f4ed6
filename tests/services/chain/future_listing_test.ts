import assert from "node:assert/strict";
import {
  type FutureChains,
  type FutureExpiration,
  futureOptionChain,
} from "../../../src/broker/endpoints/future_option_chains.ts";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import { futureListingOf } from "../../../src/services/chain/future_listing.ts";
import { contractOf } from "../../../src/services/chain/series.ts";
import { startServices } from "../../support/services.ts";

const EXPIRATION: FutureExpiration = {
  future: "/ESZ6",
  optionRoot: "EW3",
  contract: "EW3Z6",
  day: "2026-12-18",
  daysToExpiration: 28,
  type: "Weekly",
  settlement: "PM",
  notionalValue: 0.5,
  displayFactor: 0.01,
  stopsTradingAt: newYorkInstant("2026-12-18", 16 * 60),
  strikes: [
    {
      strike: 6300,
      call: "./ESZ6 EW3Z6 261218C6300",
      callStreamer: "./EW3Z26C6300:XCME",
      put: "./ESZ6 EW3Z6 261218P6300",
      putStreamer: "./EW3Z26P6300:XCME",
    },
    {
      strike: 6302.5,
      call: "./ESZ6 EW3Z6 261218C6302.5",
      callStreamer: "./EW3Z26C6302.5:XCME",
      put: "./ESZ6 EW3Z6 261218P6302.5",
      putStreamer: null,
    },
  ],
};

const chainsOf = (...expirations: FutureExpiration[]): FutureChains => ({
  futures: [{
    symbol: "/ESZ6",
    streamerSymbol: "/ESZ26:XCME",
    expiration: "2026-12-18",
    daysToExpiration: 28,
    isActiveMonth: true,
  }],
  chains: [{ root: "/ES", exerciseStyle: "American", expirations }],
});

for (const product of ["ES", "CL", "GC", "ZB"]) {
  Deno.test(`future listing: every option of the chain of /${product} comes out as it went in`, async () => {
    using services = await startServices();
    const chains = await services.broker.call(futureOptionChain, product);
    assert.ok(chains.ok);
    const listing = futureListingOf(`/${product}`, chains.value);
    let count = 0;
    for (const { contract, day, future, strikes } of chains.value.chains.flatMap(({ expirations }) => expirations)) {
      const series = listing.series.find((one) => one.root === contract && one.day === day)!;
      assert.equal(series.underlying.symbol, future);
      assert.match(series.underlyingStreamer!, /^\/.*:X/);
      assert.ok(series.multiplier! > 0);
      for (const { strike, call, callStreamer, put, putStreamer } of strikes) {
        const [made, other] = [contractOf(series, strike, "call"), contractOf(series, strike, "put")];
        assert.deepEqual([made.symbol, made.streamer, other.symbol, other.streamer], [
          call,
          callStreamer,
          put,
          putStreamer,
        ]);
        count += 2;
      }
    }
    assert.ok(count > 100);
  });
}

Deno.test("future listing: a point's dollars, what is delivered, and options the streamer does not know", () => {
  const { series: [series] } = futureListingOf("/ES", chainsOf(EXPIRATION));
  assert.equal(series!.multiplier, 50);
  assert.deepEqual(series!.underlying, { type: "future", symbol: "/ESZ6" });
  assert.deepEqual(contractOf(series!, 6302.5, "put"), {
    type: "future_option",
    symbol: "./ESZ6 EW3Z6 261218P6302.5",
    day: "2026-12-18",
    strike: 6302.5,
    right: "put",
    streamer: null,
  });
  assert.equal(contractOf(series!, 6302.5, "call").streamer, "./EW3Z26C6302.5:XCME");
});

Deno.test("future listing: a series without any streamer symbol has none for any option", () => {
  const strikes = EXPIRATION.strikes.map((strike) => ({ ...strike, callStreamer: null, putStreamer: null }));
  const { series: [series] } = futureListingOf("/ES", chainsOf({ ...EXPIRATION, strikes }));
  assert.equal(series!.spelling.streamer, null);
  assert.deepEqual(series!.spelling.odd, {});
  assert.equal(contractOf(series!, 6300, "call").streamer, null);
});

Deno.test("future listing: unknown settlements are null, a missing time is the close, names that are none are left out", () => {
  const { series } = futureListingOf(
    "/ES",
    chainsOf(
      { ...EXPIRATION, settlement: "Future", stopsTradingAt: null, notionalValue: null },
      { ...EXPIRATION, contract: "Sell everything" },
      { ...EXPIRATION, strikes: [] },
    ),
  );
  assert.equal(series.length, 1);
  assert.deepEqual([series[0]!.settlement, series[0]!.multiplier], [null, null]);
  assert.equal(series[0]!.expiresAt, newYorkInstant("2026-12-18", 16 * 60));
});
