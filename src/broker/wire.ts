/** How the broker writes values: decimals as strings, absent keys for what it does not know, open lists of names. */

import * as z from "zod";
import type { Day } from "../core/calendar.ts";

/** Beyond any price, quantity or sum there is; what is calculated from less stays finite and can be drawn. */
const LARGEST = 1e15;

const isNumber = (number: number): boolean => Math.abs(number) <= LARGEST;

/** A decimal carried as a string or number; what is absent, null, `"NaN"` or larger than anything real becomes `null`. */
export const decimal = z.union([z.string(), z.number()]).nullish().transform((value) => {
  if (value === null || value === undefined || value === "") return null;
  const number = Number(value);
  return isNumber(number) ? number : null;
});

/** A decimal without which the row means nothing. */
export const amount = z.union([z.string(), z.number()]).transform((value, context) => {
  const number = value === "" ? NaN : Number(value);
  if (isNumber(number)) return number;
  context.issues.push({ code: "custom", message: "is not a number", input: value });
  return z.NEVER;
});

/** A text that may be absent. */
export const text = z.string().nullish().transform((value) => value ?? null);

/** Longer than any symbol there is. */
const LONGEST_SYMBOL = 40;

/** A symbol that is shown: of foreign text no more and nothing else than one could be, so that it poses as nothing of ours. */
export const symbol = z.string().transform((value) =>
  value.slice(0, LONGEST_SYMBOL).replace(/[^\w ./:+$^=*@#&-]/g, "?")
);

/** The same when it may be absent. */
export const optionalSymbol = symbol.nullish().transform((value) => value ?? null);

/** A flag that may be absent. */
export const flag = z.boolean().nullish().transform((value) => value ?? null);

/** The years in which something can have happened or been agreed; calendars do not reach to the ends of time. */
const [EARLIEST, LATEST] = [Date.UTC(1900, 0, 1), Date.UTC(2200, 0, 1)];

const isInstant = (at: number): boolean => at >= EARLIEST && at < LATEST;

/** An ISO-8601 timestamp as epoch milliseconds. */
export const instant = z.string().transform((value, context) => {
  const at = Date.parse(value);
  if (isInstant(at)) return at;
  context.issues.push({ code: "custom", message: "is not a timestamp", input: value });
  return z.NEVER;
});

/** A timestamp that may be absent or unreadable. */
export const optionalInstant = z.string().nullish().transform((value) => {
  const at = value ? Date.parse(value) : NaN;
  return isInstant(at) ? at : null;
});

/** A timestamp that may be absent and comes as text or, in orders, as epoch milliseconds, where 0 means none. */
export const anyInstant = z.union([z.string(), z.number()]).nullish().transform((value) => {
  const at = typeof value === "string" && !/^\d+$/.test(value) ? Date.parse(value) : Number(value);
  return isInstant(at) && at !== 0 ? at : null;
});

/** The day a text begins with; `null` for what no calendar has. */
function dayIn(value: string): Day | null {
  const written = /^\d{4}-\d{2}-\d{2}(?!\d)/.exec(value)?.[0];
  const at = written === undefined ? NaN : Date.parse(`${written}T00:00:00Z`);
  return isInstant(at) && new Date(at).toISOString().startsWith(written!) ? written! : null;
}

/** A calendar day; some services write a time of day after it. */
export const day = z.string().transform((value, context): Day => {
  const read = dayIn(value);
  if (read !== null) return read;
  context.issues.push({ code: "custom", message: "is not a day", input: value });
  return z.NEVER;
});

/** A calendar day that may be absent or unreadable. */
export const optionalDay = z.string().nullish().transform((value): Day | null => value ? dayIn(value) : null);

/** Whether an option is settled at the open or at the close of its last day; `null` when it is said in other words. */
export const settlement = z.string().nullish().transform((value): Settlement | null =>
  value === "AM" || value === "PM" ? value : null
);

export type Settlement = "AM" | "PM";

/** A kind of instrument in our spelling: `Equity Option` becomes `equity_option`. The list is open: `bond`, `warrant`. */
export const instrumentType = z.string().nullish().transform((value) =>
  value && /^[A-Za-z ]{1,30}$/.test(value) ? value.toLowerCase().replaceAll(" ", "_") : null
);

const inOurSpelling = (value: string | null | undefined): string | null =>
  value && /^[A-Za-z][A-Za-z0-9 _-]{0,39}$/.test(value) ? value.toLowerCase().replaceAll(/[ -]+/g, "_") : null;

/** A name out of an open list in our spelling: `Buy to Open` becomes `buy_to_open`; `null` when absent or no name. */
export const term = z.string().nullish().transform(inOurSpelling);

/** The same of a key that must be there. */
export const requiredTerm = z.string().transform(inOurSpelling);

/** A number that stands for a record; never calculated with. */
export const id = z.union([z.string(), z.number()]).transform(String);

/** The same when it may be absent. */
export const optionalId = id.nullish().transform((value) => value ?? null);

/** Money written without sign beside a `Credit` or `Debit`: credit positive, `null` when the side is unknown. */
export function signed(value: number | null, effect: string | null): number | null {
  if (value === null || value === 0) return value === null ? null : 0;
  if (effect === "Credit") return value;
  return effect === "Debit" ? -value : null;
}

/** The keys of such money, two for each name: `x` and `x-effect`. */
export function sums<Name extends string>(...names: Name[]): SumKeys<Name> {
  return Object.fromEntries(names.flatMap((name) => [[name, decimal], [`${name}-effect`, text]])) as SumKeys<Name>;
}

type SumKeys<Name extends string> = Record<Name, typeof decimal> & Record<`${Name}-effect`, typeof text>;

/** What such a pair of keys says. */
export const sum = <Name extends string>(
  wire: Record<Name, number | null> & Record<`${Name}-effect`, string | null>,
  name: Name,
): number | null => signed(wire[name], (wire as Record<string, string | null>)[`${name}-effect`] ?? null);

/** A collection's rows: `data.items`. */
export const items = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item) }).transform((data) => data.items);
