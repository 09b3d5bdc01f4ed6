/** An alert on a quote as the account stream brings it when it goes off. */

import * as z from "zod";
import { anyInstant, decimal, instrumentType, optionalInstant, text } from "../wire.ts";

export interface QuoteAlert {
  id: string;
  symbol: string;
  /** In our spelling, such as `equity`; the list is open. */
  type: string | null;
  /** `Last`, `Bid`, `Ask` or `IV`; the list is open. */
  field: string | null;
  /** `>` or `<`. */
  operator: string | null;
  threshold: number | null;
  createdAt: number | null;
  triggeredAt: number | null;
  completedAt: number | null;
  dismissedAt: number | null;
  expiresAt: number | null;
}

export const quoteAlertRow = z.object({
  "alert-external-id": z.string(),
  symbol: z.string(),
  "instrument-type": instrumentType,
  field: text,
  operator: text,
  threshold: decimal,
  "created-at": optionalInstant,
  "triggered-at": optionalInstant,
  "completed-at": optionalInstant,
  "dismissed-at": optionalInstant,
  "expires-at": anyInstant,
}).transform((wire): QuoteAlert => ({
  id: wire["alert-external-id"],
  symbol: wire.symbol,
  type: wire["instrument-type"],
  field: wire.field,
  operator: wire.operator,
  threshold: wire.threshold,
  createdAt: wire["created-at"],
  triggeredAt: wire["triggered-at"],
  completedAt: wire["completed-at"],
  dismissedAt: wire["dismissed-at"],
  expiresAt: wire["expires-at"],
}));
