/** `GET /margin-requirements-public-configuration`: the interest rate that margin and the prices of options go by. */

import { RATE } from "../market/surface.ts";
import type { Route } from "../route.ts";
import { data, decimal } from "../wire.ts";

/** The open endpoint of margin requirements. */
export const marginRequirementsRoutes: Route[] = [{
  method: "GET",
  path: "/margin-requirements-public-configuration",
  open: true,
  handle: ({ path }) => data({ "risk-free-rate": decimal(RATE) }, path),
}];
