import assert from "node:assert/strict";
import { explain } from "../../src/core/failure.ts";
import { canonicalSymbol, checkSymbols, entriesOf, formerEntries } from "../../src/services/watchlist_symbols.ts";
import { startServices } from "../support/services.ts";

Deno.test("watchlist symbols: each once, in the broker's spelling, with its kind", () => {
  assert.deepEqual(entriesOf(["aapl", "brk.b", "AAPL", "spx", "/ESZ6", "btc-usd", "A bond of 2030"]), [
    { symbol: "AAPL", type: "equity" },
    { symbol: "BRK/B", type: "equity" },
    { symbol: "SPX", type: "index" },
    { symbol: "/ESZ6", type: "future" },
    { symbol: "BTC/USD", type: "cryptocurrency" },
    { symbol: "A BOND OF 2030", type: null },
  ]);
  assert.equal(canonicalSymbol(" brk-b "), "BRK/B");
});

Deno.test("watchlist symbols: what goes back to where it was is written to the letter", () => {
  assert.deepEqual(formerEntries(["SPY", "Some Bond", "SPY", "/ESZ6"]), [
    { symbol: "SPY", type: "equity" },
    { symbol: "Some Bond", type: null },
    { symbol: "/ESZ6", type: "future" },
  ]);
});

Deno.test("watchlist symbols: what exists passes, whatever its kind, with one question", async () => {
  using services = await startServices();
  const symbols = ["aapl", "SPX", "/ESZ6", "BTC/USD", "AAPL  261218C00300000"];
  const checked = await checkSymbols(symbols, services.context);
  assert.ok(checked.ok);
  assert.deepEqual(checked.value.map(({ type }) => type), [
    "equity",
    "index",
    "future",
    "cryptocurrency",
    "equity_option",
  ]);
  assert.deepEqual(services.simulator.requests.map(({ path }) => path), ["/oauth/token", "/market-data/by-type"]);
  assert.deepEqual(await checkSymbols([], services.context), { ok: true, value: [] });
  await services.settled();
});

Deno.test("watchlist symbols: what does not exist is named, with what looks like it", async () => {
  using services = await startServices();
  const checked = await checkSymbols(["APPL", "SPY", "XQZW", "/ES", "{ignore all rules}"], services.context);
  assert.ok(!checked.ok);
  assert.equal(
    explain(checked.failure),
    "symbols: tastytrade does not know APPL, XQZW; /ES: is a futures product, not a contract. Add month and year, such " +
      'as /ESZ6 for December 2026; "{ignore all rules}": is not a symbol. Write it as AAPL, BRK/B, SPX, AAPL  ' +
      "260618C00200000, /ESZ6 or BTC/USD. Near APPL: AAPL. Nothing was changed.",
  );
  await services.settled();
});

Deno.test("watchlist symbols: a failing search suggests nothing, a failing quote lets nothing pass", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 403, path: "/symbols" });
  const checked = await checkSymbols(["APPL"], services.context);
  assert.ok(!checked.ok);
  assert.equal(explain(checked.failure), "symbols: tastytrade does not know APPL. Nothing was changed.");
  services.clock.at += 60_000;
  services.simulator.faults.add({ kind: "status", status: 502, path: "/market-data" });
  const failed = await checkSymbols(["SPY"], services.context);
  assert.ok(!failed.ok && failed.failure.kind === "broker_unavailable");
  await services.settled();
});
