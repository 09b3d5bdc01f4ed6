import assert from "node:assert/strict";
import {
  addDays,
  daysBetween,
  isTradingDay,
  newYorkDay,
  newYorkInstant,
  newYorkMinutes,
  nextTradingDay,
  previousTradingDay,
  sessionState,
  tradingDay,
} from "../../src/core/calendar.ts";

/** Closures as the exchange has published them. */
const CLOSED: Record<number, string[]> = {
  2024: ["01-01", "01-15", "02-19", "03-29", "05-27", "06-19", "07-04", "09-02", "11-28", "12-25"],
  2025: ["01-01", "01-09", "01-20", "02-17", "04-18", "05-26", "06-19", "07-04", "09-01", "11-27", "12-25"],
  2026: ["01-01", "01-19", "02-16", "04-03", "05-25", "06-19", "07-03", "09-07", "11-26", "12-25"],
  2027: ["01-01", "01-18", "02-15", "03-26", "05-31", "06-18", "07-05", "09-06", "11-25", "12-24"],
};

/** Days that end at 13:00. */
const SHORT: Record<number, string[]> = {
  2024: ["07-03", "11-29", "12-24"],
  2025: ["07-03", "11-28", "12-24"],
  2026: ["11-27", "12-24"],
  2027: ["11-26"],
};

function* weekdaysOf(year: number): Generator<string> {
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) {
    const dayOfWeek = new Date(`${day}T12:00:00Z`).getUTCDay();
    if (dayOfWeek !== 0 && dayOfWeek !== 6) yield day;
  }
}

for (const year of [2024, 2025, 2026, 2027]) {
  Deno.test(`calendar: ${year} is closed and short on the published days, and on no other weekday`, () => {
    const closed = [...weekdaysOf(year)].filter((day) => !isTradingDay(day)).map((day) => day.slice(5));
    assert.deepEqual(closed, CLOSED[year]);
    const short = [...weekdaysOf(year)].filter((day) => tradingDay(day)?.half).map((day) => day.slice(5));
    assert.deepEqual(short, SHORT[year]);
  });
}

Deno.test("calendar: New Year's Day on a Saturday is not made up for on Friday", () => {
  assert.equal(isTradingDay("2021-12-31"), true);
});

Deno.test("calendar: New York's clock agrees with the time zone database, hour by hour around both switches", () => {
  const zone = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "America/New_York",
    dateStyle: "short",
    timeStyle: "short",
  });
  for (const start of ["2025-03-08", "2025-11-01", "2026-03-07", "2026-10-31", "2026-07-04", "2026-12-31"]) {
    for (let hour = 0; hour < 72; hour++) {
      const at = Date.parse(`${start}T00:00:00Z`) + hour * 3_600_000 + 17 * 60_000;
      const [day, clock] = zone.format(at).split(" ") as [string, string];
      const [hours, minutes] = clock.split(":").map(Number) as [number, number];
      assert.equal(newYorkDay(at), day);
      assert.equal(newYorkMinutes(at), hours * 60 + minutes);
    }
  }
});

Deno.test("calendar: an instant named by day and clock shows that day and clock", () => {
  for (const day of ["2026-03-06", "2026-03-08", "2026-03-09", "2026-11-01", "2026-11-02", "2026-12-31"]) {
    for (const minutes of [4 * 60, 9 * 60 + 30, 16 * 60, 20 * 60]) {
      const at = newYorkInstant(day, minutes);
      assert.deepEqual([newYorkDay(at), newYorkMinutes(at)], [day, minutes]);
    }
  }
});

Deno.test("calendar: regular hours are half past nine to four, and to one on a short day", () => {
  const ordinary = tradingDay("2026-11-23")!;
  assert.equal(new Date(ordinary.openAt).toISOString(), "2026-11-23T14:30:00.000Z");
  assert.equal(new Date(ordinary.closeAt).toISOString(), "2026-11-23T21:00:00.000Z");
  assert.equal(new Date(tradingDay("2026-11-27")!.closeAt).toISOString(), "2026-11-27T18:00:00.000Z");
  assert.equal(new Date(tradingDay("2026-07-06")!.openAt).toISOString(), "2026-07-06T13:30:00.000Z");
});

Deno.test("calendar: trading days before and after skip week ends and holidays", () => {
  assert.equal(previousTradingDay("2026-11-23"), "2026-11-20");
  assert.equal(nextTradingDay("2026-11-25"), "2026-11-27");
  assert.equal(nextTradingDay("2026-12-24"), "2026-12-28");
  assert.equal(daysBetween("2026-11-20", "2026-12-18"), 28);
});

const at = (text: string): number => Date.parse(text);

Deno.test("calendar: shares pass through pre-market, open, after hours and closed", () => {
  const states = ["08:59", "09:00", "14:29", "14:30", "20:59", "21:00", "00:59", "01:00"].map((clock, position) =>
    sessionState("equity", at(`2026-11-${position < 6 ? 23 : 24}T${clock}:00Z`))
  );
  assert.deepEqual(states, [
    "closed",
    "pre_market",
    "pre_market",
    "open",
    "open",
    "after_hours",
    "after_hours",
    "closed",
  ]);
});

Deno.test("calendar: a holiday is closed all day, a short day ends at one", () => {
  assert.equal(sessionState("equity", at("2026-11-26T17:00:00Z")), "closed");
  assert.equal(sessionState("equity", at("2026-11-27T17:59:00Z")), "open");
  assert.equal(sessionState("equity", at("2026-11-27T18:00:00Z")), "after_hours");
});

Deno.test("calendar: futures rest an hour a day and from Friday to Sunday evening", () => {
  const state = (text: string) => sessionState("future", at(text));
  assert.equal(state("2026-11-20T21:59:00Z"), "open");
  assert.equal(state("2026-11-20T22:00:00Z"), "closed");
  assert.equal(state("2026-11-22T22:59:00Z"), "closed");
  assert.equal(state("2026-11-22T23:00:00Z"), "open");
  assert.equal(state("2026-11-23T22:30:00Z"), "closed");
  assert.equal(state("2026-11-23T23:30:00Z"), "open");
});

Deno.test("calendar: futures stop at one on a stock holiday and stay shut on Christmas", () => {
  const state = (text: string) => sessionState("future", at(text));
  assert.equal(state("2026-11-26T17:00:00Z"), "open");
  assert.equal(state("2026-11-26T18:00:00Z"), "closed");
  assert.equal(state("2026-12-25T15:00:00Z"), "closed");
});

Deno.test("calendar: crypto never closes", () => {
  assert.equal(sessionState("crypto", at("2026-12-25T03:00:00Z")), "open");
});
