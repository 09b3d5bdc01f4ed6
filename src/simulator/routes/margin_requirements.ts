/** What margin goes by: the rates of one underlying for an account, and the interest rate for everybody. */

import { CASH_SETTLED_INDEX_MARGIN, EQUITY_MARGIN } from "../../analytics/margin/rules.ts";
import type { Account } from "../customers.ts";
import { RATE } from "../market/surface.ts";
import { accountRoute } from "../own_account.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, decimal, missingRecord, type Reply } from "../wire.ts";

/** `GET /margin-requirements-public-configuration`, which is open, and `GET /accounts/{n}/margin-requirements/{s}/effective`. */
export const marginRequirementsRoutes: Route[] = [
  {
    method: "GET",
    path: "/margin-requirements-public-configuration",
    open: true,
    handle: ({ path }) => data({ "risk-free-rate": decimal(RATE) }, path),
  },
  accountRoute("GET", "/margin-requirements/:underlying+/effective", effective),
];

/** Cents a contract, as the broker seems to write it. */
const NAKED_FLOOR = 251;

function effective({ market, parameters, path, supportId }: CustomerCall, { margin }: Account): Reply {
  const listing = market.prices.listings.get(parameters.underlying!);
  if (listing === undefined) return missingRecord("Margin Requirement", supportId);
  const rules = listing.kind === "index" ? CASH_SETTLED_INDEX_MARGIN : EQUITY_MARGIN;
  const share = (fraction: number) => decimal(margin ? fraction : 1);
  return data({
    "underlying-symbol": listing.symbol,
    "long-equity-initial": share(rules.shares.initial),
    "short-equity-initial": share(rules.shortShares.initial),
    "long-equity-maintenance": share(rules.shares.maintenance),
    "short-equity-maintenance": share(rules.shortShares.maintenance),
    "naked-option-standard": share(rules.uncovered),
    "naked-option-minimum": share(rules.least),
    "naked-option-floor": decimal(NAKED_FLOOR),
    "clearing-identifier": listing.symbol,
    "is-deleted": false,
  }, path);
}
