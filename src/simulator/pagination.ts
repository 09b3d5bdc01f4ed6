/** Lists that come in pages, counted from 0, in an order and of a time. */

import type { CustomerCall } from "./route.ts";
import { invalidParameter, isDay, type Reply } from "./wire.ts";

/** How many items a page has when nothing is said, and at most. */
export interface PageSizes {
  usual: number;
  most: number;
}

/** The sizes of most lists of instruments. */
const THOUSAND: PageSizes = { usual: 1000, most: 1000 };

const SORTS = ["Asc", "Desc"];

/** What is wrong with the order and the time that are asked of a list; `null` when nothing is. */
export function refuseOrdering(query: URLSearchParams): Reply | null {
  if (!SORTS.includes(query.get("sort") ?? "Desc")) return invalidParameter("sort", "does not have a valid value");
  for (const name of ["start-date", "end-date"]) {
    if (query.has(name) && !isDay(query.get(name)!)) return invalidParameter(name, "is invalid");
  }
  for (const name of ["start-at", "end-at"]) {
    if (query.has(name) && Number.isNaN(Date.parse(query.get(name)!))) return invalidParameter(name, "is invalid");
  }
  return null;
}

/** The page of `items` that is asked for, with the block that says where it stands. */
export function paged<Item>(
  { query, path }: CustomerCall,
  items: readonly Item[],
  write: (item: Item) => unknown,
  { usual, most }: PageSizes = THOUSAND,
): Reply {
  const perPage = wholeNumber(query.get("per-page"), usual);
  const page = wholeNumber(query.get("page-offset"), 0);
  if (perPage === null || perPage < 1 || perPage > most) {
    return invalidParameter("per-page", "does not have a valid value");
  }
  if (page === null) return invalidParameter("page-offset", "does not have a valid value");
  const written = items.slice(page * perPage, (page + 1) * perPage).map(write);
  const pagination = {
    "per-page": perPage,
    "page-offset": page,
    "item-offset": page * perPage,
    "total-items": items.length,
    "total-pages": Math.ceil(items.length / perPage),
    "current-item-count": written.length,
    "previous-link": null,
    "next-link": null,
    "paging-link-template": null,
  };
  return { status: 200, body: { data: { items: written }, context: path, pagination } };
}

/** `null` for what is no whole number of 0 or more. */
function wholeNumber(text: string | null, usual: number): number | null {
  if (text === null) return usual;
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
