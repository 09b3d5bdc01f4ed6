/** `market://session`: whether the market is open, when it opens and closes next, and the holidays ahead. */

import { explain, ok } from "../core/failure.ts";
import { newYorkTime } from "../services/new_york_time.ts";
import { provenance } from "../services/provenance.ts";
import { defineResource } from "./resource.ts";

export const marketSession = defineResource({
  uri: "market://session",
  name: "market_session",
  title: "Market session",
  description:
    "Whether the stock exchanges are open now, the next opening and close, holidays and half days of the coming year, and what futures and crypto are doing. New York time.",
  async read(_value, context) {
    const { readMarketSession } = await import("../services/market_session.ts");
    const read = await readMarketSession(context);
    if (!read.ok) return read;
    const session = read.value;
    return ok({
      time: newYorkTime(context.now()),
      open_now: session.isOpen,
      session: session.state,
      ...(session.isHalfDay ? { half_day_today: true } : {}),
      next_open: newYorkTime(session.nextOpenAt),
      next_close: newYorkTime(session.nextCloseAt),
      futures: session.futures,
      crypto: session.crypto,
      holidays: session.holidays,
      half_days: session.halfDays,
      calendar: session.checkedWith === null
        ? "exchange rules only; tastytrade could not be asked"
        : "exchange rules, checked with the broker",
      ...(session.differences.length > 0 ? { differences: session.differences } : {}),
      ...(session.checkFailure ? { warning: explain(session.checkFailure) } : {}),
      ...provenance(session.checkedWith ?? undefined),
    });
  },
});
