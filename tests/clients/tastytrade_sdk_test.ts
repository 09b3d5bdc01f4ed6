/** The broker's official JavaScript SDK, as it is published, against the simulator over HTTP: its services of the market. */

import assert from "node:assert/strict";
import type TastytradeClient from "@tastytrade/api";
import type { Json } from "../simulator/client.ts";
import { openDesk } from "./tastytrade_desk.ts";

/** A call of every method of a service, with what must be true of the answer. */
type Calls<Name extends keyof TastytradeClient> = {
  [Method in keyof TastytradeClient[Name]]: (service: TastytradeClient[Name]) => Promise<void>;
};

const symbolsOf = (items: Json[]): string[] => items.map(({ symbol }) => symbol);

const isRefused = (status: number, code: string) => (error: Json) =>
  error.response.status === status && error.response.data.error.code === code;

const OPTION = "AAPL  261218C00300000";
const FUTURE_OPTION = "./ESZ6 EW1Z6 261204P7800";

const INSTRUMENTS: Calls<"instrumentsService"> = {
  async getCryptocurrencies(service) {
    assert.deepEqual(symbolsOf(await service.getCryptocurrencies(["ETH/USD", "BTC/USD", "NO/USD"])).sort(), [
      "BTC/USD",
      "ETH/USD",
    ]);
    assert.equal((await service.getCryptocurrencies()).length, 10);
  },
  async getSingleCryptocurrency(service) {
    assert.equal((await service.getSingleCryptocurrency("BTC/USD"))["streamer-symbol"], "BTC/USD:CXTALP");
  },
  async getActiveEquities(service) {
    const [first, second] = [await page(service, 0), await page(service, 1)];
    assert.equal(first.length, 20);
    assert.ok(symbolsOf(second).every((symbol) => !symbolsOf(first).includes(symbol)));
    function page(service: TastytradeClient["instrumentsService"], offset: number) {
      return service.getActiveEquities({ perPage: 20, pageOffset: offset }) as Promise<Json[]>;
    }
  },
  async getEquityDefinitions(service) {
    const symbols = ["AAPL", "SPX", "BRK/B", "NOPE"];
    assert.deepEqual(symbolsOf(await service.getEquityDefinitions({ symbol: symbols })).sort(), [
      "AAPL",
      "BRK/B",
      "SPX",
    ]);
  },
  async getSingleEquity(service) {
    const equity = await service.getSingleEquity("AAPL");
    assert.deepEqual([equity.symbol, equity["is-index"]], ["AAPL", false]);
    // The client does not encode the slash.
    assert.equal((await service.getSingleEquity("BRK/B"))["streamer-symbol"], "BRK/B");
    await assert.rejects(service.getSingleEquity("NOPE"), isRefused(404, "record_not_found"));
  },
  async getEquityOptions(service) {
    const [option, ...others] = await service.getEquityOptions([OPTION]);
    assert.deepEqual([option.symbol, others], [OPTION, []]);
  },
  async getSingleEquityOption(service) {
    const option = await service.getSingleEquityOption(OPTION);
    assert.deepEqual([option["streamer-symbol"], option["strike-price"]], [".AAPL261218C300", "300.0"]);
  },
  async getFutures(service) {
    const futures = await service.getFutures({ productCode: ["ES", "CL"] });
    assert.deepEqual([...new Set(futures.map((future: Json) => future["product-code"]))].sort(), ["CL", "ES"]);
    assert.deepEqual(symbolsOf(await service.getFutures({ symbol: ["/ESZ6"] })), ["/ESZ6"]);
  },
  async getSingleFuture(service) {
    for (const symbol of ["ESZ6", "/ESZ6"]) {
      assert.equal((await service.getSingleFuture(symbol))["streamer-symbol"], "/ESZ26:XCME");
    }
  },
  async getFutureOptionsProducts(service) {
    assert.ok((await service.getFutureOptionsProducts()).some((product: Json) => product["root-symbol"] === "EW1"));
  },
  async getSingleFutureOptionProduct(service) {
    assert.equal((await service.getSingleFutureOptionProduct("CME", "EW1")).exchange, "CME");
  },
  async getFutureOptions(service) {
    assert.deepEqual(symbolsOf(await service.getFutureOptions({ symbol: [FUTURE_OPTION] })), [FUTURE_OPTION]);
  },
  async getSingleFutureOption(service) {
    assert.equal((await service.getSingleFutureOption(FUTURE_OPTION))["strike-price"], "7800.0");
  },
  async getFuturesProducts(service) {
    assert.ok((await service.getFuturesProducts()).some((product: Json) => product.code === "ES"));
  },
  async getSingleFutureProduct(service) {
    assert.equal((await service.getSingleFutureProduct("CME", "ES"))["root-symbol"], "/ES");
  },
  async getQuantityDecimalPrecisions(service) {
    const precisions: Json[] = await service.getQuantityDecimalPrecisions();
    assert.ok(precisions.some((precision) => precision["instrument-type"] === "Cryptocurrency"));
  },
  async getWarrants(service) {
    assert.deepEqual(await service.getWarrants(), []);
  },
  async getSingleWarrant(service) {
    await assert.rejects(service.getSingleWarrant("NKLAW"), isRefused(404, "record_not_found"));
  },
  async getNestedFutureOptionChains(service) {
    const chains = await service.getNestedFutureOptionChains("ES");
    assert.deepEqual(Object.keys(chains).sort(), ["futures", "option-chains"]);
    assert.ok(chains["option-chains"][0].expirations.length > 3);
  },
  async getFutureOptionChain(service) {
    assert.ok(symbolsOf(await service.getFutureOptionChain("ES")).includes(FUTURE_OPTION));
  },
  async getNestedOptionChain(service) {
    const [chain] = await service.getNestedOptionChain("AAPL");
    const expiration = chain.expirations.find((row: Json) => row["expiration-date"] === "2026-12-18");
    assert.ok(expiration.strikes.some((strike: Json) => strike.call === OPTION));
  },
  async getCompactOptionChain(service) {
    const chains: Json[] = await service.getCompactOptionChain("SPX");
    assert.deepEqual([...new Set(chains.map((chain) => chain["root-symbol"]))].sort(), ["SPX", "SPXW"]);
    for (const chain of chains) assert.equal(chain.symbols.length, chain["streamer-symbols"].length);
  },
  async getOptionChain(service) {
    const options: Json[] = await service.getOptionChain("AAPL");
    assert.ok(options.length > 1000 && symbolsOf(options).includes(OPTION));
  },
};

const METRICS: Calls<"marketMetricsService"> = {
  async getMarketMetrics(service) {
    const items: Json[] = await service.getMarketMetrics({ symbols: "AAPL,SPY,BRK/B" });
    assert.deepEqual(symbolsOf(items), ["AAPL", "SPY", "BRK/B"]);
    assert.ok(items[0]["option-expiration-implied-volatilities"].length > 10);
  },
  async getHistoricalDividendData(service) {
    const [latest] = await service.getHistoricalDividendData("AAPL");
    assert.deepEqual(Object.keys(latest), ["occurred-date", "amount"]);
  },
  async getHistoricalEarningsData(service) {
    const reports: Json[] = await service.getHistoricalEarningsData("AAPL", { startDate: "2026-01-01" });
    assert.deepEqual(reports.map((report) => report["occurred-date"]), ["2026-03-31", "2026-06-30", "2026-09-30"]);
    await assert.rejects(service.getHistoricalEarningsData("AAPL"), isRefused(400, "validation_error"));
  },
};

const SEARCH: Calls<"symbolSearchService"> = {
  async getSymbolData(service) {
    assert.deepEqual(symbolsOf(await service.getSymbolData("AAP")), ["AAPL"]);
    assert.deepEqual(await service.getSymbolData("NOPE"), []);
  },
};

/** Names with spaces and slashes: the client leaves it to the URL to encode them, which it does with the spaces alone. */
const LIST = {
  "name": "my first list / of calls",
  "watchlist-entries": [{ "symbol": "AAPL", "instrument-type": "Equity" }, { "symbol": "/ESZ6" }],
  "group-name": "mine",
  "order-index": 7,
};
const namesOf = (items: Json[]): string[] => items.map(({ name }) => name);

const WATCHLISTS: Calls<"watchlistsService"> = {
  async getPairsWatchlists(service) {
    assert.ok(namesOf(await service.getPairsWatchlists()).includes("Stock Pairs"));
  },
  async getPairsWatchlist(service) {
    assert.equal((await service.getPairsWatchlist("Stock Pairs"))["pairs-equations"][0]["left-symbol"], "KO");
  },
  async getPublicWatchlists(service) {
    assert.ok((await service.getPublicWatchlists())[0]["watchlist-entries"].length > 3);
    assert.ok((await service.getPublicWatchlists(true))[0]["watchlist-entry-count"] > 3);
  },
  async getPublicWatchlist(service) {
    const { "watchlist-entries": entries } = await service.getPublicWatchlist("High Options Volume");
    assert.ok(symbolsOf(entries).includes("SPY"));
  },
  async createAccountWatchlist(service) {
    // Keys in capitals become the broker's own, but not inside lists.
    const { "watchlist-entries": watchlistEntries, "group-name": groupName, "order-index": orderIndex, name } = LIST;
    assert.deepEqual(
      await service.createAccountWatchlist({ name, watchlistEntries, groupName, orderIndex }),
      LIST,
    );
    await assert.rejects(service.createAccountWatchlist(LIST), isRefused(422, "validation_error"));
    await assert.rejects(service.createAccountWatchlist({ name: "x" }), isRefused(400, "validation_error"));
  },
  async getAllWatchlists(service) {
    assert.ok(namesOf(await service.getAllWatchlists()).includes(LIST.name));
  },
  async getSingleWatchlist(service) {
    assert.deepEqual(await service.getSingleWatchlist(LIST.name), LIST);
  },
  async replaceWatchlist(service) {
    const renamed = { ...LIST, "name": "renamed" };
    assert.deepEqual(await service.replaceWatchlist(LIST.name, renamed), renamed);
    await assert.rejects(service.getSingleWatchlist(LIST.name), isRefused(404, "record_not_found"));
    await assert.rejects(service.replaceWatchlist("nobody's", renamed), isRefused(404, "record_not_found"));
  },
  async deleteWatchlist(service) {
    assert.equal((await service.deleteWatchlist("renamed")).name, "renamed");
    assert.ok(!namesOf(await service.getAllWatchlists()).includes("renamed"));
    await assert.rejects(service.deleteWatchlist("renamed"), isRefused(404, "record_not_found"));
  },
};

const SERVICES: { [Name in keyof TastytradeClient]?: Calls<Name> } = {
  instrumentsService: INSTRUMENTS,
  marketMetricsService: METRICS,
  symbolSearchService: SEARCH,
  watchlistsService: WATCHLISTS,
};

for (const [name, calls] of Object.entries(SERVICES)) {
  Deno.test(`tastytrade SDK: every method of ${name}`, async (test) => {
    await using desk = openDesk();
    const service: Json = desk.client[name as keyof TastytradeClient];
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(service)).filter((key) => key !== "constructor");
    assert.deepEqual(Object.keys(calls).sort(), methods.sort());
    for (const [method, call] of Object.entries(calls)) await test.step(method, () => call(service));
    const agents = new Set(desk.simulator.requests.map(({ userAgent }) => userAgent));
    assert.deepEqual([...agents], ["tastytrade-sdk-js"]);
    assert.equal(desk.simulator.requests.filter(({ path }) => path === "/oauth/token").length, 1);
  });
}

Deno.test("tastytrade SDK: the customer, their accounts and their quote token", async () => {
  await using desk = openDesk();
  const service = desk.client.accountsAndCustomersService;
  assert.equal((await service.getCustomerResource())["first-name"], "Ada");
  const [{ account }] = await service.getCustomerAccounts();
  assert.deepEqual(await service.getFullCustomerAccountResource(account["account-number"]), account);
  assert.equal((await service.getCustomerAccountResources()).length, 2);
  const { token, level, "dxlink-url": url } = await service.getApiQuoteToken();
  assert.match(token, /^[\w-]+\.[\w-]+\.\w+$/);
  assert.deepEqual([level, url], ["api", `${desk.client.httpClient.baseUrl.replace("http", "ws")}/realtime`]);
});

Deno.test("tastytrade SDK: a wrong secret is refused, and a version that is too old as well", async () => {
  await using desk = openDesk();
  const { client } = desk;
  client.updateConfig({ targetApiVersion: "20200101" });
  await assert.rejects(client.symbolSearchService.getSymbolData("AAP"), (error: Json) => error.response.status === 406);
  client.updateConfig({ targetApiVersion: "20261122" });
  assert.equal((await client.symbolSearchService.getSymbolData("AAP")).length, 1);
  client.updateConfig({ clientSecret: "wrong" });
  await assert.rejects(
    client.symbolSearchService.getSymbolData("AAP"),
    (error: Json) => error.response.status === 400 && error.response.data.error_code === "invalid_grant",
  );
});
