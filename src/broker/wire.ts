/** How the broker writes values: decimals as strings, absent keys for what it does not know, open lists of names. */

import * as z from "zod";

/** A decimal carried as a string or number; absent, null and `"NaN"` all become `null`. */
export const decimal = z.union([z.string(), z.number()]).nullish().transform((value) => {
  if (value === null || value === undefined || value === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
});

/** A text that may be absent. */
export const text = z.string().nullish().transform((value) => value ?? null);

/** A flag that may be absent. */
export const flag = z.boolean().nullish().transform((value) => value ?? null);

/** An ISO-8601 timestamp as epoch milliseconds. */
export const instant = z.string().transform((value, context) => {
  const at = Date.parse(value);
  if (!Number.isNaN(at)) return at;
  context.issues.push({ code: "custom", message: "is not a timestamp", input: value });
  return z.NEVER;
});

/** A timestamp that may be absent or unreadable. */
export const optionalInstant = z.string().nullish().transform((value) => {
  const at = value ? Date.parse(value) : NaN;
  return Number.isNaN(at) ? null : at;
});

/** A collection's rows: `data.items`. */
export const items = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item) }).transform((data) => data.items);
