/** `GET /market-metrics/historic-corporate-events/...`: what companies have paid and earned. */

import { newYorkDay } from "../../core/calendar.ts";
import { FIRST_DAY } from "../market/timeline.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, decimal, invalidParameter, isDay, missingRecord, type Reply } from "../wire.ts";

const EVENTS = "/market-metrics/historic-corporate-events";

/** The endpoints of past dividends and earnings reports. */
export const corporateEventsRoutes: Route[] = [
  { method: "GET", path: `${EVENTS}/dividends/:symbol`, handle: dividends },
  { method: "GET", path: `${EVENTS}/earnings-reports/:symbol`, handle: earningsReports },
];

/** Since the market began, newest first. */
function dividends({ market, parameters, at, supportId }: CustomerCall): Reply {
  const listing = market.prices.listings.get(parameters.symbol!);
  if (listing === undefined) return missingRecord("Dividend", supportId);
  const items = market.prices.events.dividends(listing, FIRST_DAY, newYorkDay(at)).reverse()
    .map(({ exDay, amount }) => ({ "occurred-date": exDay, "amount": decimal(amount) }));
  return data({ items });
}

/** Those of the quarters that ended in the days asked for, oldest first. */
function earningsReports({ market, parameters, query, at, supportId }: CustomerCall): Reply {
  const [from, to] = [query.get("start-date"), query.get("end-date") ?? newYorkDay(at)];
  if (!from) return invalidParameter("start-date", "is missing");
  if (!isDay(from)) return invalidParameter("start-date", "is invalid");
  if (!isDay(to)) return invalidParameter("end-date", "is invalid");
  const listing = market.prices.listings.get(parameters.symbol!);
  if (listing === undefined) return missingRecord("Earnings Report", supportId);
  const items = market.prices.events.reports(listing, FIRST_DAY, newYorkDay(at))
    .filter((report) => report.at <= at && report.quarterEnd >= from && report.quarterEnd <= to)
    .map((report) => ({
      "occurred-date": report.quarterEnd,
      "eps": decimal(market.earnings(listing, report).actual, 2),
    }));
  return data({ items });
}
