import assert from "node:assert/strict";
import { newYorkDay } from "../../../src/core/calendar.ts";
import { demoCustomers } from "../../../src/simulator/customers.ts";
import { SIMULATED_CREDENTIALS } from "../../../src/simulator/simulator.ts";
import { FRIDAY, type Json, startClient } from "../client.ts";

const PATH = "/accounts/5WS00001/positions";

Deno.test("positions: whole numbers are integers, coins and money decimals, shares have no end", async () => {
  const { get } = startClient();
  const { status, body } = await get(PATH);
  assert.deepEqual([status, body.context], [200, PATH]);
  for (const item of body.data.items) {
    const isCoin = item["instrument-type"] === "Cryptocurrency";
    assert.equal(typeof item.quantity, isCoin ? "string" : "number", item.symbol);
    for (const key of ["close-price", "average-open-price", "realized-today"]) assert.match(item[key], /^\d+\.\d+$/);
    assert.equal("expires-at" in item, ["Equity", "Cryptocurrency"].every((type) => type !== item["instrument-type"]));
    assert.equal(item["cost-effect"], item["quantity-direction"] === "Long" ? "Credit" : "Debit");
    assert.ok(!("mark" in item) && typeof item["streamer-symbol"] === "string");
  }
});

Deno.test("positions: every filter leaves what it names", async () => {
  const { get } = startClient();
  const symbols = async (query: string): Promise<string[]> =>
    (await get(`${PATH}?${query}`)).body.data.items.map(({ symbol }: Json) => symbol);
  const all = await symbols("net-positions=true&partition-keys[]=x");
  const of = (start: string) => all.filter((symbol) => symbol.startsWith(start));
  const two = await symbols("underlying-symbol[]=AAPL&underlying-symbol[]=SPX");
  assert.deepEqual(two.sort(), [...of("AAPL"), ...of("SPX")].sort());
  assert.deepEqual(await symbols("symbol=AAPL"), ["AAPL"]);
  assert.deepEqual(await symbols("instrument-type=Future"), of("/"));
  assert.deepEqual(await symbols("underlying-product-code=ES"), of("./ES"));
  assert.deepEqual(await symbols("underlying-product-code=/MES"), of("/MES"));
  assert.deepEqual(await symbols("symbol=NOPE"), []);
});

Deno.test("positions: marks come when asked for, and are those of the quotes", async () => {
  const client = startClient();
  const items = (await client.get(`${PATH}?include-marks=true&underlying-symbol=AAPL`)).body.data.items;
  const quotes = await client.quotes({ equity: "AAPL", "equity-option": items[1].symbol });
  for (const item of items) {
    assert.equal(item["mark-price"], quotes[item.symbol].mark);
    assert.equal(item["close-price"], quotes[item.symbol]["prev-close"]);
    const mark = Number(item["mark-price"]) * item.quantity * item.multiplier;
    assert.ok(Math.abs(Number(item.mark) - mark) < 1e-6);
  }
});

Deno.test("positions: what was closed today is shown with nothing left and its profit when asked for", async () => {
  const { get, simulator, clock } = startClient();
  const [account] = demoCustomers()[0]!.accounts;
  const last = simulator.books.of(account!, FRIDAY).transactions.findLast(({ subType }) => subType === "Buy to Close")!;
  clock.at = last.at + 3_600_000;
  const { items } = (await get(`${PATH}?include-closed-positions=true`)).body.data;
  const usual = (await get(PATH)).body.data.items;
  const closed = items.filter((item: Json) => item["quantity-direction"] === "Zero");
  assert.deepEqual([closed.length > 0, items.length - closed.length], [true, usual.length]);
  for (const item of closed) {
    assert.deepEqual([item.quantity, item["average-open-price"]], [0, "0.0"]);
    assert.deepEqual([item["realized-today"] === "0.0", item["realized-today-date"]], [false, newYorkDay(last.at)]);
  }
});

Deno.test("accounts: somebody else's, and one that is none, are not permitted, whatever is asked of them", async () => {
  const ben = startClient({ credentials: SIMULATED_CREDENTIALS[1] });
  assert.equal((await ben.get("/accounts/5WT00117/positions")).status, 200);
  for (const number of ["5WS00001", "5WX99999"]) {
    for (
      const path of [
        "positions",
        "balances",
        "balances/USD",
        "transactions",
        "transactions/total-fees",
        "transactions/1",
      ]
    ) {
      const { status, body } = await ben.get(`/accounts/${number}/${path}`);
      assert.deepEqual([status, body.error.code], [403, "not_permitted"], path);
    }
  }
});
