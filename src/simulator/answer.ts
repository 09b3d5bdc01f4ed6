/** The rules that hold for every endpoint: headers, versions, routes, tokens and bodies, in the broker's order. */

import type { Books } from "./book/books.ts";
import type { Orders } from "./book/orders.ts";
import type { Market } from "./market/market.ts";
import { type Call, findRoute, type Route } from "./route.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { balanceRoutes } from "./routes/balances.ts";
import { complexOrderRoutes } from "./routes/complex_orders.ts";
import { corporateEventsRoutes } from "./routes/corporate_events.ts";
import { cryptocurrencyRoutes } from "./routes/cryptocurrencies.ts";
import { customerRoutes } from "./routes/customers.ts";
import { equityRoutes } from "./routes/equities.ts";
import { equityOptionRoutes } from "./routes/equity_options.ts";
import { futureOptionChainRoutes } from "./routes/future_option_chains.ts";
import { futureOptionProductRoutes } from "./routes/future_option_products.ts";
import { futureOptionRoutes } from "./routes/future_options.ts";
import { futureProductRoutes } from "./routes/future_products.ts";
import { futureRoutes } from "./routes/futures.ts";
import { instrumentSearchRoutes } from "./routes/instrument_search.ts";
import { marginReportRoutes } from "./routes/margin_report.ts";
import { marginRequirementsRoutes } from "./routes/margin_requirements.ts";
import { marketDataRoutes } from "./routes/market_data.ts";
import { marketMetricsRoutes } from "./routes/market_metrics.ts";
import { marketTimeRoutes } from "./routes/market_time.ts";
import { netLiqHistoryRoutes } from "./routes/net_liq_history.ts";
import { oauthRoutes } from "./routes/oauth.ts";
import { optionChainRoutes } from "./routes/option_chains.ts";
import { orderRoutes } from "./routes/orders.ts";
import { positionLimitRoutes } from "./routes/position_limit.ts";
import { positionRoutes } from "./routes/positions.ts";
import { quoteTokenRoutes } from "./routes/quote_tokens.ts";
import { symbolSearchRoutes } from "./routes/symbol_search.ts";
import { tradingStatusRoutes } from "./routes/trading_status.ts";
import { transactionRoutes } from "./routes/transactions.ts";
import { warrantRoutes } from "./routes/warrants.ts";
import { watchlistRoutes } from "./routes/watchlists.ts";
import { methodNotAllowed, notPermitted, refusal, type Reply, support, type WrittenReply } from "./wire.ts";
import type { World } from "./world.ts";

/** What the endpoints stand on. */
export interface Broker {
  world: World;
  market: Market;
  books: Books;
  orders: Orders;
  now: () => number;
  tokenLifetimeSeconds: number;
  sparseStreamerSymbols: boolean;
  /** A new identifier of 32 hexadecimal digits. */
  supportId: () => string;
}

const ROUTES: Route[] = [
  ...oauthRoutes,
  ...customerRoutes,
  ...accountRoutes,
  ...positionRoutes,
  ...balanceRoutes,
  ...transactionRoutes,
  ...orderRoutes,
  ...complexOrderRoutes,
  ...tradingStatusRoutes,
  ...positionLimitRoutes,
  ...marginReportRoutes,
  ...netLiqHistoryRoutes,
  ...marketDataRoutes,
  ...marketMetricsRoutes,
  ...corporateEventsRoutes,
  ...marginRequirementsRoutes,
  ...marketTimeRoutes,
  ...quoteTokenRoutes,
  ...symbolSearchRoutes,
  ...watchlistRoutes,
  ...optionChainRoutes,
  ...futureOptionChainRoutes,
  ...equityRoutes,
  ...equityOptionRoutes,
  ...futureRoutes,
  ...futureProductRoutes,
  ...futureOptionProductRoutes,
  ...futureOptionRoutes,
  ...cryptocurrencyRoutes,
  ...warrantRoutes,
  ...instrumentSearchRoutes,
];

/** The versions that changed something, oldest first; the oldest serves whoever names none. */
const VERSIONS = ["20240501", "20250715", "20250813", "20260211", "20260427", "20260629", "20261012"];

/** The broker's answer to a request. */
export async function answer(request: Request, url: URL, broker: Broker): Promise<Reply | WrittenReply> {
  const { world, market, books, orders, now, tokenLifetimeSeconds, supportId } = broker;
  if (!request.headers.get("User-Agent")) return refusal(401, "unauthorized", `Unauthorized. ${support(supportId())}`);
  const version = chooseVersion(request.headers.get("Accept-Version"));
  if (version === null) return refusal(406, 406, "The requested version is not supported.");
  const match = findRoute(ROUTES, request.method, url.pathname);
  if (match === "unknown") return refusal(404, "not_found", `Not Found. ${support(supportId())}`);
  if (match === "method") return methodNotAllowed(supportId());
  const { route, parameters } = match;
  const at = now();
  const token = /^Bearer (\S+)$/.exec(request.headers.get("Authorization") ?? "")?.[1];
  const grant = token === undefined ? null : world.grantOf(token, at);
  if (!route.open && grant === null) return refusal(401, "token_invalid", "This token is invalid or has expired");
  if (!route.open && !grant!.scopes.includes("read")) return notPermitted();
  const body = await readBody(request);
  if (body === null) return refusal(415, "unsupported_media_type", `Unsupported Media Type. ${support(supportId())}`);
  const call: Call = {
    world,
    market,
    books,
    orders,
    at,
    origin: url.origin,
    path: url.pathname,
    parameters,
    query: url.searchParams,
    body: body.content,
    version,
    tokenLifetimeSeconds,
    sparseStreamerSymbols: broker.sparseStreamerSymbols,
    supportId: supportId(),
  };
  return route.open ? route.handle(call) : route.handle({ ...call, customer: grant!.customer, grant: grant! });
}

/** The newest version at or below the one asked for, the oldest when none is, `null` when there is none so old. */
function chooseVersion(asked: string | null): string | null {
  if (asked === null) return VERSIONS[0]!;
  if (!/^\d{8}$/.test(asked)) return null;
  return VERSIONS.findLast((version) => version <= asked) ?? null;
}

/** The body of a method that has one, JSON or a form; `null` for another type. Broken JSON counts as no content. */
async function readBody(request: Request): Promise<{ content: unknown } | null> {
  if (!["POST", "PUT", "PATCH"].includes(request.method)) return { content: undefined };
  const type = request.headers.get("Content-Type") ?? "";
  if (type.startsWith("application/x-www-form-urlencoded")) {
    return { content: Object.fromEntries(new URLSearchParams(await request.text())) };
  }
  if (!type.startsWith("application/json")) return null;
  try {
    return { content: JSON.parse(await request.text()) };
  } catch {
    return { content: undefined };
  }
}
