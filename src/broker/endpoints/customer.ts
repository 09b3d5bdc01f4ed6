/** `GET /customers/me`: who the login belongs to. Only what TTAI uses is kept; the answer holds far more that is private. */

import * as z from "zod";
import type { Endpoint } from "../endpoint.ts";
import { flag, text } from "../wire.ts";

export interface Customer {
  /** The broker's own name for the customer, such as `C0001234567`; `id` on the wire is always `me`. */
  customerId: string | null;
  email: string | null;
  /** Quotes are 15 minutes old for this customer. */
  hasDelayedQuotes: boolean | null;
}

export const customer: Endpoint<void, Customer> = {
  name: "customer",
  method: "GET",
  group: "other",
  path: () => "/customers/me",
  answer: z.object({
    id: z.union([z.string(), z.number()]),
    "external-id": text,
    email: text,
    person: z.object({ "external-id": text }).nullish(),
    "has-delayed-quotes": flag,
  }).transform((wire): Customer => ({
    customerId: wire["external-id"] ?? wire.person?.["external-id"] ?? null,
    email: wire.email,
    hasDelayedQuotes: wire["has-delayed-quotes"],
  })),
};
