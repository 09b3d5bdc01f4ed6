import assert from "node:assert/strict";
import { explain } from "../../src/core/failure.ts";
import { readHeld } from "../../src/services/held.ts";
import { SIMULATED_CREDENTIALS } from "../../src/simulator/simulator.ts";
import { startServices } from "../support/services.ts";

Deno.test("held: positions of all accounts, signed, with what they are and whose", async () => {
  using services = await startServices();
  const read = await readHeld({}, services.context);
  assert.ok(read.ok);
  const held = read.value;
  assert.deepEqual([...new Set(held.map(({ account }) => account.masked))], ["***0001", "***0002"]);
  assert.deepEqual(held[0]!.account, {
    masked: "***0001",
    nickname: "Simulated margin",
    type: "Individual",
    rules: "margin",
  });
  const shares = held.find(({ symbol }) => symbol === "AAPL")!;
  assert.deepEqual(shares.instrument, { type: "equity", symbol: "AAPL" });
  assert.deepEqual([shares.quantity, shares.multiplier, shares.expiresAt], [200, 1, null]);
  const call = held.find(({ underlying, quantity }) => underlying === "AAPL" && quantity < 0)!;
  assert.equal(call.instrument?.type, "equity_option");
  assert.deepEqual([call.quantity, call.multiplier], [-2, 100]);
  const types = new Set(held.map(({ instrument }) => instrument?.type));
  assert.deepEqual(
    [...types].sort(),
    ["cryptocurrency", "equity", "equity_option", "future", "future_option"],
  );
  const now = services.clock.at;
  for (const leg of held) {
    assert.ok(
      leg.averageOpenPrice! > 0 && leg.closePrice! > 0 && leg.openedAt! <= now && leg.quantity !== 0,
      leg.symbol,
    );
    assert.ok(leg.expiresAt === null || leg.expiresAt > now, leg.symbol);
    assert.equal(leg.source, "simulator");
    assert.ok(!JSON.stringify(leg).includes("5WS"), "numbers are masked");
  }
  await services.settled();
});

Deno.test("held: one account by its last digits, its nickname, its type or its number", async () => {
  using services = await startServices();
  for (const account of ["0002", "02", "simulated RETIREMENT", "roth ira", "5WS00002", "***0002", "5ws00002"]) {
    const read = await readHeld({ account }, services.context);
    assert.ok(read.ok, account);
    assert.ok(read.value.length > 0 && read.value.every(({ account }) => account.masked === "***0002"), account);
  }
  await services.settled();
});

Deno.test("held: an account that is none, or several, is refused with those there are", async () => {
  using services = await startServices();
  const none = await readHeld({ account: "Ben's" }, services.context);
  assert.ok(!none.ok);
  assert.equal(
    explain(none.failure),
    'account: no account is called so. Choose one of ***0001 "Simulated margin", ***0002 "Simulated retirement", by ' +
      "nickname or last digits.",
  );
  for (const account of ["2", "", "*", "5WT00117"]) {
    const read = await readHeld({ account }, services.context);
    assert.ok(!read.ok, account);
  }
  await services.settled();
});

Deno.test("held: positions in one underlying, a future with the options on it, or all futures of a product", async () => {
  using services = await startServices();
  const symbols = async (underlying: string) => {
    const read = await readHeld({ underlying }, services.context);
    assert.ok(read.ok);
    return read.value.map(({ symbol, underlying }) => [symbol, underlying]);
  };
  const apple = await symbols("aapl");
  assert.ok(apple.length === 2 && apple.every(([, underlying]) => underlying === "AAPL"));
  const strangle = await symbols("/ES");
  assert.ok(strangle.length === 2 && strangle.every(([symbol]) => symbol!.startsWith("./ES")));
  assert.deepEqual(await symbols(strangle[0]![1]!), strangle);
  assert.deepEqual(await symbols("btc-usd"), [["BTC/USD", "BTC/USD"]]);
  assert.deepEqual(await symbols("NOPE"), []);
  await services.settled();
});

Deno.test("held: asked for again after 20 seconds, at the pace the broker permits", async () => {
  using services = await startServices({ prefix: "user:u1:" });
  const calls = () => services.simulator.requests.filter(({ path }) => path.endsWith("/positions")).length;
  const startedAt = services.clock.at;
  await readHeld({}, services.context);
  assert.equal(services.clock.at - startedAt, 1000, "one a second");
  assert.equal(calls(), 2);
  services.clock.at = startedAt + 15_000;
  await readHeld({ account: "0001" }, services.context);
  assert.equal(calls(), 2);
  services.clock.at = startedAt + 22_000;
  await readHeld({ account: "0001" }, services.context);
  assert.equal(calls(), 3);
  await services.settled();
  assert.ok(await services.storage.cache.read("user:u1:positions:5WS00001"));
  assert.equal(await services.storage.cache.read("positions:5WS00001"), null);
});

Deno.test("held: whoever has no account is told so", async () => {
  using services = await startServices();
  Object.assign(services.simulator.credentials, SIMULATED_CREDENTIALS[2]);
  const read = await readHeld({}, services.context);
  assert.ok(!read.ok);
  assert.equal(explain(read.failure), "account: this login has no open account at tastytrade.");
  await services.settled();
});
