import assert from "node:assert/strict";
import { EVENT_FIELDS, type EventType, type Row } from "../../../src/broker/dxlink/event_fields.ts";
import { createFeedDecoder, type FeedDecoder } from "../../../src/broker/dxlink/feed_decoder.ts";

function decode(data: unknown, decoder: FeedDecoder = createFeedDecoder()): [EventType, ...Row][] {
  const rows: [EventType, ...Row][] = [];
  const count = decoder.decode(data, (type, row) => rows.push([type, ...row]));
  assert.equal(count, rows.length);
  return rows;
}

Deno.test("feed decoder: compact rows are cut by the fields asked for until others are announced", () => {
  assert.deepEqual(decode(["Quote", ["AAPL", 1, 2, 3, 4, "SPY", 5, "NaN", 7, 8]]), [
    ["Quote", "AAPL", 1, 2, 3, 4],
    ["Quote", "SPY", 5, "NaN", 7, 8],
  ]);
});

Deno.test("feed decoder: one frame may hold several types", () => {
  assert.deepEqual(decode(["Quote", ["AAPL", 1, 2, 3, 4], "Order", ["AAPL", 9], "Trade", ["AAPL", 5, 6, 7, 8]]), [
    ["Quote", "AAPL", 1, 2, 3, 4],
    ["Trade", "AAPL", 5, 6, 7, 8],
  ]);
});

Deno.test("feed decoder: an announced order is followed, fields we did not ask for are passed over, absent ones undefined", () => {
  const decoder = createFeedDecoder();
  decoder.configure({ Quote: ["eventType", "eventSymbol", "askPrice", "bidPrice", "eventTime"] });
  assert.deepEqual(decode(["Quote", ["Quote", "AAPL", 2, 1, 0, "Quote", "SPY", 4, 3, 0]], decoder), [
    ["Quote", "AAPL", 1, 2, undefined, undefined],
    ["Quote", "SPY", 3, 4, undefined, undefined],
  ]);
});

Deno.test("feed decoder: announcements add up, type by type", () => {
  const decoder = createFeedDecoder();
  decoder.configure({ Quote: ["eventSymbol", "askPrice"] });
  decoder.configure({ Trade: ["price", "eventSymbol"] });
  decoder.configure(undefined);
  decoder.configure({ Quote: [], Trade: null, Order: ["eventSymbol"] });
  assert.deepEqual(decode(["Quote", ["AAPL", 2], "Trade", [7, "AAPL"]], decoder), [
    ["Quote", "AAPL", undefined, 2, undefined, undefined],
    ["Trade", "AAPL", undefined, 7, undefined, undefined],
  ]);
  decoder.configure({ Quote: EVENT_FIELDS.Quote });
  assert.deepEqual(decode(["Quote", ["AAPL", 1, 2, 3, 4]], decoder), [["Quote", "AAPL", 1, 2, 3, 4]]);
});

Deno.test("feed decoder: a type may bring its fields along", () => {
  const decoder = createFeedDecoder();
  assert.deepEqual(decode([["Quote", ["bidPrice", "eventSymbol"]], [1, "AAPL"]], decoder), [
    ["Quote", "AAPL", 1, undefined, undefined, undefined],
  ]);
  assert.deepEqual(decode(["Quote", [3, "SPY"]], decoder), [["Quote", "SPY", 3, undefined, undefined, undefined]]);
});

Deno.test("feed decoder: full objects are read without any announcement", () => {
  assert.deepEqual(
    decode([
      { eventType: "Quote", eventSymbol: "AAPL", askPrice: 2, bidPrice: 1 },
      { eventType: "Order", eventSymbol: "AAPL" },
      { eventSymbol: "AAPL" },
      { eventType: "Trade", eventSymbol: "AAPL", price: 5 },
    ]),
    [["Quote", "AAPL", 1, 2, undefined, undefined], ["Trade", "AAPL", undefined, 5, undefined, undefined]],
  );
});

Deno.test("feed decoder: rows that do not fit the order are left out, whatever else is in the frame", () => {
  assert.deepEqual(decode(["Quote", ["AAPL", 1, 2], "Trade", ["AAPL", 5, 6, 7, 8]]), [["Trade", "AAPL", 5, 6, 7, 8]]);
  for (const data of [null, 7, "x", {}, ["Quote"], ["Quote", "AAPL"], [null, null], [[], []], [[1, 2], [3]]]) {
    assert.deepEqual(decode(data), []);
  }
});
