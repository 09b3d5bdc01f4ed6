/** `GET /instruments/warrants` and one of them: none is listed in the simulated market. */

import type { CustomerCall, Route } from "../route.ts";
import { data, missingRecord } from "../wire.ts";

/** The endpoints of warrants. */
export const warrantRoutes: Route[] = [
  { method: "GET", path: "/instruments/warrants", handle: ({ path }: CustomerCall) => data({ items: [] }, path) },
  {
    method: "GET",
    path: "/instruments/warrants/:symbol",
    handle: ({ supportId }: CustomerCall) => missingRecord("Warrant", supportId),
  },
];
