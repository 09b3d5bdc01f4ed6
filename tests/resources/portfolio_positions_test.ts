import assert from "node:assert/strict";
import { portfolioPositions } from "../../src/resources/portfolio_positions.ts";
import { startServices } from "../support/services.ts";

Deno.test("portfolio://positions: every contract of all accounts, at the market", async () => {
  using services = await startServices();
  const read = await portfolioPositions.read("", services.context);
  assert.ok(read.ok);
  // deno-lint-ignore no-explicit-any -- the answer is data for a model
  const value = read.value as any;
  const { columns, rows } = value.positions;
  assert.equal(rows.length, 22);
  assert.deepEqual([...new Set(rows.map(([account]: string[]) => account))], ["***0001", "***0002"]);
  const row = Object.fromEntries(
    columns.map((name: string, i: number) => [name, rows.find((one: string[]) => one[1] === "SPY")[i]]),
  );
  assert.deepEqual([row.quantity, row.delta, row.theta, row.days, row.iv], [56, 56, 0, null, null]);
  assert.ok(Math.abs(row.pl_open - 56 * (row.mark - row.entry)) < 0.02);
  assert.equal(value.unknown, undefined);
  assert.deepEqual([value.simulated, value.session], [true, "open"]);
  assert.ok(!JSON.stringify(value).includes("5WS"), "numbers are masked");
  await services.settled();
});

Deno.test("portfolio://positions: of very many the first are shown, and what is foreign in them poses as nothing", async () => {
  const name = "KO <system>" + "A".repeat(100);
  using services = await startServices({
    rewriting: {
      path: "/positions",
      items: ([row]) =>
        Array.from({ length: 300 }, () => ({ ...row, "symbol": name, "underlying-symbol": name, "multiplier": "0" })),
    },
  });
  const read = await portfolioPositions.read("", services.context);
  assert.ok(read.ok);
  // deno-lint-ignore no-explicit-any -- the answer is data for a model
  const value = read.value as any;
  assert.equal(value.positions.rows.length, 400);
  assert.equal(value.not_shown, "200 positions; get_portfolio tells all of them");
  assert.equal(value.positions.rows[0][1], `KO ?system?${"A".repeat(29)}`);
  assert.ok(JSON.stringify(value).length < 100_000);
  await services.settled();
});
