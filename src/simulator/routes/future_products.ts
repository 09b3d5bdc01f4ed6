/** What futures are listed on: `GET /instruments/future-products` and one of them. */

import { FUTURE_EXCHANGE, writeFutureOptionProduct, writeFutureProduct } from "../future_product.ts";
import { rootsOf } from "../market/future_option_roots.ts";
import type { FutureProduct } from "../market/futures.ts";
import type { Market } from "../market/market.ts";
import { paged } from "../pagination.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, missingRecord, type Reply } from "../wire.ts";

/** The endpoints of future products. */
export const futureProductRoutes: Route[] = [
  { method: "GET", path: "/instruments/future-products", handle: futureProducts },
  { method: "GET", path: "/instruments/future-products/:exchange/:code", handle: futureProduct },
];

function futureProducts(call: CustomerCall): Reply {
  const { market } = call;
  return paged(call, [...market.futures.products.values()], (product) => write(product, market));
}

function futureProduct({ market, parameters, path, supportId }: CustomerCall): Reply {
  const product = parameters.exchange === FUTURE_EXCHANGE ? market.futures.products.get(parameters.code!) : undefined;
  return product === undefined ? missingRecord("Future Product", supportId) : data(write(product, market), path);
}

/** Products without options have an empty list of them. */
function write(product: FutureProduct, market: Market): Record<string, unknown> {
  const options = market.futureOptions.products.get(product.code);
  const roots = options === undefined ? [] : rootsOf(options);
  return {
    ...writeFutureProduct(product, market),
    "option-products": roots.map((root) => writeFutureOptionProduct(root, product)),
  };
}
