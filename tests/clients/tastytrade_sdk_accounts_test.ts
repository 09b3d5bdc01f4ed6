/** The broker's official JavaScript SDK against the simulator over HTTP: what accounts hold and what happened to them. */

import assert from "node:assert/strict";
import type { Json } from "../simulator/client.ts";
import { openDesk } from "./tastytrade_desk.ts";

const ACCOUNT = "5WS00001";

Deno.test("tastytrade SDK: every method of balances and positions", async () => {
  await using desk = openDesk();
  const service = desk.client.balancesAndPositionsService;
  const positions: Json[] = await service.getPositionsList(ACCOUNT, { includeMarks: true });
  assert.ok(positions.length > 10 && positions.every((position) => "mark-price" in position));
  const [share] = await service.getPositionsList(ACCOUNT, { symbol: "AAPL" });
  assert.deepEqual([share.quantity, share["quantity-direction"]], [200, "Long"]);
  const ours = await service.getPositionsList(ACCOUNT, { underlyingSymbol: ["AAPL", "SPX"] });
  assert.deepEqual([...new Set(ours.map((position: Json) => position["underlying-symbol"]))].sort(), ["AAPL", "SPX"]);
  const [balance] = await service.getAccountBalanceValues(ACCOUNT);
  assert.ok(Number(balance["net-liquidating-value"]) > 0);
  const [now, latest] = await service.getBalanceSnapshots(ACCOUNT, { timeOfDay: "EOD" });
  assert.deepEqual([now, latest["snapshot-date"]], [balance, "2026-11-19"]);
});

Deno.test("tastytrade SDK: every method of transactions", async () => {
  await using desk = openDesk();
  const service = desk.client.transactionsService;
  const lines: Json[] = await service.getAccountTransactions(ACCOUNT, { perPage: 3, startDate: "2026-01-01" });
  assert.equal(lines.length, 3);
  assert.deepEqual(await service.getTransaction(ACCOUNT, lines[0].id), lines[0]);
  assert.match((await service.getTotalFees(ACCOUNT))["total-fees"], /^\d+\.\d+$/);
  const dividends: Json[] = await service.getAccountTransactions(ACCOUNT, { subType: ["Dividend"] });
  assert.ok(dividends.length > 4 && dividends.every((line) => line["transaction-sub-type"] === "Dividend"));
});

Deno.test("tastytrade SDK: every method that reads orders", async () => {
  await using desk = openDesk();
  const service = desk.client.orderService;
  const found: Json[] = await service.getOrders(ACCOUNT, { startDate: "2026-11-01", perPage: 200, status: ["Filled"] });
  assert.ok(found.length > 5 && found.every((order) => order.status === "Filled"));
  assert.deepEqual(await service.getOrder(ACCOUNT, found[0].id), found[0]);
  const live: Json[] = await service.getLiveOrders(ACCOUNT);
  assert.ok(live.some((order) => order.status === "Live") && live.some((order) => order.status === "Contingent"));
  const numbers = { "account-numbers[]": ACCOUNT };
  const ours: Json[] = await service.getCustomerOrders("me", { ...numbers, startDate: "2026-11-01", perPage: 200 });
  assert.deepEqual(ours.filter((order) => order.status === "Filled"), found);
  // The client has no place for the accounts that the broker wants to be named.
  await assert.rejects(
    service.getLiveOrdersForCustomer("me"),
    (error: Json) => error.response.status === 400 && error.response.data.error.errors[0].domain === "account-numbers",
  );
});

Deno.test("tastytrade SDK: net liquidation, its history, margin, limits and status are of one account", async () => {
  await using desk = openDesk();
  const { client } = desk;
  const [balance] = await client.balancesAndPositionsService.getAccountBalanceValues(ACCOUNT);
  const history: Json[] = await client.netLiquidatingValueHistoryService.getNetLiquidatingValueHistory(ACCOUNT, {
    timeBack: "1d",
  });
  const worth = balance["net-liquidating-value"];
  assert.ok(history.length > 10);
  assert.equal(history.at(-1).close, worth);
  assert.equal((await client.netLiquidatingValueHistoryService.getNetLiquidatingValue(ACCOUNT) as Json).close, worth);
  const report: Json = await client.marginRequirementsService.getMarginRequirements(ACCOUNT);
  assert.equal(report["option-buying-power"], balance["derivative-buying-power"]);
  assert.equal((await client.riskParametersService.getPositionLimit(ACCOUNT) as Json)["equity-order-size"], 50_000);
  const margin: Json = await client.riskParametersService.getEffectiveMarginRequirements(ACCOUNT, "AAPL");
  assert.deepEqual([margin["underlying-symbol"], margin["long-equity-initial"]], ["AAPL", "0.5"]);
  const status: Json = await client.accountStatusService.getAccountStatus(ACCOUNT);
  assert.deepEqual([status["account-number"], status["is-closed"]], [ACCOUNT, false]);
});

Deno.test("tastytrade SDK: an account of somebody else is not permitted", async () => {
  await using desk = openDesk();
  await assert.rejects(
    desk.client.balancesAndPositionsService.getPositionsList("5WT00117"),
    (error: Json) => error.response.status === 403 && error.response.data.error.code === "not_permitted",
  );
});
