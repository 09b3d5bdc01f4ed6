/** `GET /customers/me`: who the login belongs to. Only what TTAI uses is kept; the answer holds far more that is private. */

import * as z from "zod";
import type { Endpoint } from "../endpoint.ts";
import { flag } from "../wire.ts";

export interface Customer {
  id: string;
  /** Quotes are 15 minutes old for this customer. */
  hasDelayedQuotes: boolean | null;
}

export const customer: Endpoint<void, Customer> = {
  name: "customer",
  method: "GET",
  group: "other",
  path: () => "/customers/me",
  answer: z.object({ id: z.union([z.string(), z.number()]), "has-delayed-quotes": flag })
    .transform((wire): Customer => ({ id: String(wire.id), hasDelayedQuotes: wire["has-delayed-quotes"] })),
};
