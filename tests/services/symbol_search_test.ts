import assert from "node:assert/strict";
import { findSymbols } from "../../src/services/symbol_search.ts";
import { startServices } from "../support/services.ts";

Deno.test("symbol search: the symbol itself comes first, then those that begin so, then those called so", async () => {
  using services = await startServices();
  const read = await findSymbols("t", services.context);
  assert.ok(read.ok);
  const symbols = read.value.found.map(({ symbol }) => symbol);
  assert.equal(symbols[0], "T");
  const beginning = symbols.map((symbol) => symbol.startsWith("T"));
  assert.deepEqual(beginning, beginning.toSorted((a, b) => Number(b) - Number(a)));
  assert.ok(beginning.includes(true) && beginning.includes(false));
  await services.settled();
});

Deno.test("symbol search: names are found as well, and one spelling of a text is asked once", async () => {
  using services = await startServices();
  for (const text of ["apple", " Apple ", "APPLE"]) {
    const read = await findSymbols(text, services.context);
    assert.ok(read.ok);
    assert.deepEqual(read.value.found.map(({ symbol }) => symbol), ["AAPL"]);
  }
  assert.equal(services.simulator.requests.filter(({ path }) => path.startsWith("/symbols")).length, 1);
  await services.settled();
});

Deno.test("symbol search: nothing found is no failure, a broker that fails is one", async () => {
  using services = await startServices();
  const nothing = await findSymbols("zzzzzz", services.context);
  assert.ok(nothing.ok);
  assert.deepEqual(nothing.value.found, []);
  services.simulator.faults.add({ kind: "status", status: 403, path: "/symbols" });
  const failed = await findSymbols("tsla", services.context);
  assert.ok(!failed.ok);
  assert.deepEqual(failed.failure, { kind: "forbidden", endpoint: "symbol search" });
  await services.settled();
});
