/** `GET /accounts/{n}/orders`: what was ordered, what of it is working, and one order by its number. */

import type * as z from "zod";
import { type Endpoint, query } from "../endpoint.ts";
import { items } from "../wire.ts";
import { type Order, placedOrder } from "./order.ts";

/** `page` counts from 0, `pageSize` is 100 by default and at most 200. A page that is not full is the last. */
export interface OrderPage {
  page?: number;
  pageSize?: number;
}

/** Which orders of an account; names in our spelling. */
export interface OrderSearch extends OrderPage {
  accountNumber: string;
  /** The broker demands a beginning. */
  startAt: number;
  endAt?: number;
  /** Such as `filled`; all when there is none. */
  statuses?: readonly string[];
  underlying?: string;
  /** Such as `equity`. */
  underlyingType?: string;
  /** A future, for orders in it and in its options. */
  future?: string;
  /** By the last change; the newest first by default. */
  order?: "newest" | "oldest";
}

/** Which of today's orders. */
export interface LiveOrderSearch extends OrderPage {
  accountNumber: string;
  statuses?: readonly string[];
  underlying?: string;
}

const ordersPath = (accountNumber: string): string => `/accounts/${encodeURIComponent(accountNumber)}/orders`;

/** `in_flight` as the broker writes it: `In Flight`. */
const brokersName = (name: string): string =>
  name.split("_").map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(" ");

const timestamp = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString();

const pageKeys = ({ page = 0, pageSize = 100 }: OrderPage) => ({ "page-offset": page, "per-page": pageSize });

const answer: z.ZodType<Order[]> = items(placedOrder);

/** One page of the orders that match. */
export const orders: Endpoint<OrderSearch, Order[]> = {
  name: "orders",
  method: "GET",
  group: "other",
  path: (search) =>
    ordersPath(search.accountNumber) + query({
      "start-at": timestamp(search.startAt),
      "end-at": timestamp(search.endAt),
      "status[]": search.statuses?.map(brokersName),
      "underlying-symbol": search.underlying,
      "underlying-instrument-type": search.underlyingType && brokersName(search.underlyingType),
      "futures-symbol": search.future,
      sort: search.order === "oldest" ? "Asc" : "Desc",
      ...pageKeys(search),
    }),
  answer,
};

/** One page of the orders that changed today, in whatever status: filled and cancelled ones too. */
export const liveOrders: Endpoint<LiveOrderSearch, Order[]> = {
  name: "live orders",
  method: "GET",
  group: "other",
  path: (search) =>
    `${ordersPath(search.accountNumber)}/live` + query({
      "status[]": search.statuses?.map(brokersName),
      "underlying-symbol": search.underlying,
      ...pageKeys(search),
    }),
  answer,
};

/** One order, placed at any time. */
export const order: Endpoint<{ accountNumber: string; id: string }, Order> = {
  name: "order",
  method: "GET",
  group: "other",
  path: ({ accountNumber, id }) => `${ordersPath(accountNumber)}/${encodeURIComponent(id)}`,
  answer: placedOrder,
  subject: () => "An order of that number",
};
