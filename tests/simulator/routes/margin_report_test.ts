import assert from "node:assert/strict";
import { LARGE_BOOK_ACCOUNT, SIMULATED_CREDENTIALS } from "../../../src/simulator/simulator.ts";
import { FRIDAY, type Json, startClient } from "../client.ts";

const cents = (row: Json, key: string): number =>
  Math.round(Number(row[key]) * 100) * (row[`${key}-effect`] === "Debit" ? -1 : 1);

const ACCOUNTS: [person: number, number: string][] = [[0, "5WS00001"], [0, "5WS00002"], [1, "5WT00117"], [
  2,
  LARGE_BOOK_ACCOUNT,
]];

for (const [person, number] of ACCOUNTS) {
  Deno.test(`margin report: of ${number} groups add up to underlyings, these to the account, and that is its balance`, async () => {
    for (const at of [FRIDAY, FRIDAY + 7 * 3_600_000, FRIDAY + 5 * 86_400_000]) {
      const { get } = startClient({ at, credentials: SIMULATED_CREDENTIALS[person]!, largeBook: true });
      const report = (await get(`/margin/accounts/${number}/requirements`)).body.data;
      const balance = (await get(`/accounts/${number}/balances/USD`)).body.data;
      const of = (key: string) => Math.round(Number(balance[key]) * 100);
      const sum = (rows: Json[], key: string) => rows.reduce((total, row) => total + cents(row, key), 0);
      for (const key of ["margin-requirement", "initial-requirement", "maintenance-requirement", "buying-power"]) {
        for (const group of report.groups) assert.equal(sum(group.groups, key), cents(group, key), group.code);
        if (key !== "buying-power") assert.equal(sum(report.groups, key), cents(report, key), key);
      }
      const shares = report.groups.filter((group: Json) => group["underlying-type"] === "Equity");
      assert.equal(-sum(shares, "margin-requirement"), of("reg-t-margin-requirement"));
      assert.equal(-sum(shares, "maintenance-requirement"), of("maintenance-requirement"));
      assert.equal(-cents(report, "margin-requirement"), of("used-derivative-buying-power"));
      assert.equal(cents(report, "margin-equity"), of("margin-equity"));
      assert.equal(cents(report, "option-buying-power"), of("derivative-buying-power"));
      assert.equal(cents(report, "maintenance-excess"), of("maintenance-excess"));
      assert.equal(cents(report, "margin-equity") + cents(report, "margin-requirement"), of("derivative-buying-power"));
    }
  });

  Deno.test(`margin report: of ${number} every position but coins stands in groups with its whole quantity`, async () => {
    const { get } = startClient({ credentials: SIMULATED_CREDENTIALS[person]!, largeBook: true });
    const report = (await get(`/margin/accounts/${number}/requirements`)).body.data;
    const positions: Json[] = (await get(`/accounts/${number}/positions`)).body.data.items;
    const entries: Json[] = report.groups.flatMap((group: Json) =>
      group.groups.flatMap((inner: Json) => inner["position-entries"])
    );
    const counted = new Map<string, number>();
    for (const { "instrument-symbol": symbol, quantity } of entries) {
      counted.set(symbol, (counted.get(symbol) ?? 0) + Number(quantity));
    }
    const held = positions.filter((position) => position["instrument-type"] !== "Cryptocurrency")
      .map((
        position,
      ) => [position.symbol, position["quantity-direction"] === "Long" ? position.quantity : -position.quantity]);
    assert.deepEqual(new Map([...counted].sort()), new Map((held as [string, number][]).sort()));
  });
}

Deno.test("margin report: a condor takes its width less what it is worth, a cash-secured put its strike", async () => {
  const ada = startClient();
  const group = async (client: typeof ada, number: string, code: string): Promise<Json> =>
    (await client.get(`/margin/accounts/${number}/requirements`)).body.data.groups.find((one: Json) =>
      one.code === code
    );
  const condor = await group(ada, "5WS00001", "SPX");
  const legs: Json[] =
    (await ada.get("/accounts/5WS00001/positions?underlying-symbol=SPX&include-marks=true")).body.data.items;
  const worth = legs.reduce((sum, leg) => sum + (leg["quantity-direction"] === "Long" ? -1 : 1) * Number(leg.mark), 0);
  assert.deepEqual(condor.groups.map((one: Json) => one.description), ["SPREAD"]);
  assert.ok(Math.abs(Number(condor["margin-requirement"]) - (5000 - worth)) < 0.011, condor["margin-requirement"]);
  const ben = startClient({ credentials: SIMULATED_CREDENTIALS[1] });
  const put = await group(ben, "5WT00117", "BAC");
  const [held] =
    (await ben.get("/accounts/5WT00117/positions?underlying-symbol=BAC&include-marks=true")).body.data.items;
  assert.equal(put.groups[0].description, "CASH_SECURED_PUT");
  const strike = Number(held.symbol.slice(-8)) / 1000;
  assert.equal(held.quantity, 2);
  // The strike, less what the option takes off the account's worth already.
  assert.ok(Math.abs(Number(put["margin-requirement"]) - (strike * 200 - Number(held.mark))) < 0.011);
});
