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

Deno.test("tastytrade SDK: an account of somebody else is not permitted", async () => {
  await using desk = openDesk();
  await assert.rejects(
    desk.client.balancesAndPositionsService.getPositionsList("5WT00117"),
    (error: Json) => error.response.status === 403 && error.response.data.error.code === "not_permitted",
  );
});
