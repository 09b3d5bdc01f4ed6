/** What options on futures are listed on: `GET /instruments/future-option-products` and one of them. */

import { FUTURE_EXCHANGE, writeFutureOptionProduct, writeFutureProduct } from "../future_product.ts";
import { type FutureOptionRoot, rootsOf } from "../market/future_option_roots.ts";
import type { FutureProduct } from "../market/futures.ts";
import type { Market } from "../market/market.ts";
import { paged } from "../pagination.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, missingRecord, type Reply } from "../wire.ts";

/** The endpoints of future option products. */
export const futureOptionProductRoutes: Route[] = [
  { method: "GET", path: "/instruments/future-option-products", handle: futureOptionProducts },
  { method: "GET", path: "/instruments/future-option-products/:root", handle: futureOptionProduct },
  { method: "GET", path: "/instruments/future-option-products/:exchange/:root", handle: futureOptionProduct },
];

/** A root and the future's product that it belongs to. */
interface Rooted {
  root: FutureOptionRoot;
  product: FutureProduct;
}

function futureOptionProducts(call: CustomerCall): Reply {
  return paged(call, allRoots(call.market), (rooted) => write(rooted, call.market));
}

function futureOptionProduct({ market, parameters, path, supportId }: CustomerCall): Reply {
  const { exchange = FUTURE_EXCHANGE, root: asked } = parameters;
  const found = allRoots(market).find(({ root }) => exchange === FUTURE_EXCHANGE && root.root === asked);
  return found === undefined ? missingRecord("Future Option Product", supportId) : data(write(found, market), path);
}

const allRoots = ({ futures, futureOptions }: Market): Rooted[] =>
  [...futureOptions.products.values()].flatMap((options) =>
    rootsOf(options).map((root) => ({ root, product: futures.products.get(options.code)! }))
  );

const write = ({ root, product }: Rooted, market: Market): Record<string, unknown> => ({
  ...writeFutureOptionProduct(root, product),
  "future-product": writeFutureProduct(product, market),
});
