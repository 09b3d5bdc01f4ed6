import assert from "node:assert/strict";
import { createAccountShelves } from "../../src/services/account_shelves.ts";
import { startServices } from "../support/services.ts";

Deno.test("account shelves: what one user holds is nobody else's, and outlives the process for seconds only", async () => {
  using services = await startServices();
  const { broker, storage, clock, context } = services;
  const shelvesOf = (prefix: string) =>
    createAccountShelves({ broker, cache: storage.cache, now: () => clock.at, prefix });
  const calls = () => services.simulator.requests.filter(({ path }) => path.endsWith("/positions")).length;
  const read = async (prefix: string) => {
    const answer = await shelvesOf(prefix).positions.read(["5WS00001"], context);
    await services.settled();
    assert.ok(answer.ok);
    return answer.value.get("5WS00001")!.value!.positions.length;
  };
  const held = await read("user:a:");
  assert.ok(held > 10);
  assert.deepEqual([await read("user:a:"), calls()], [held, 1]);
  assert.deepEqual([await read("user:b:"), calls()], [held, 2]);
  clock.at += 21_000;
  assert.deepEqual([await read("user:a:"), calls()], [held, 3]);
});

Deno.test("account shelves: an account that is somebody else's is an error, and is not kept", async () => {
  using services = await startServices();
  const ask = async () =>
    await services.context.market.part(createAccountShelves).positions.read(["5WT00117"], services.context);
  const failed = await ask();
  assert.deepEqual(failed, { ok: false, failure: { kind: "forbidden", endpoint: "positions" } });
  await ask();
  assert.equal(services.simulator.requests.filter(({ status }) => status === 403).length, 2);
  await services.settled();
});

Deno.test("account shelves: balances and trading status are kept apart by account, and for their own times", async () => {
  using services = await startServices();
  const { balances, tradingStatus } = services.context.market.part(createAccountShelves);
  const numbers = ["5WS00001", "5WS00002"];
  const calls = (what: string) => services.simulator.requests.filter(({ path }) => path.endsWith(`/${what}`)).length;
  const startedAt = services.clock.at;
  for (const [seconds, ...count] of [[0, 2, 2], [15, 2, 2], [30, 4, 2], [75, 6, 4]] as const) {
    services.clock.at = startedAt + seconds * 1000;
    const [money, status] = [
      await balances.read(numbers, services.context),
      await tradingStatus.read(numbers, services.context),
    ];
    assert.ok(money.ok && status.ok);
    for (const number of numbers) {
      assert.equal(money.value.get(number)!.value!.balances[0]!.account, number);
      assert.equal(status.value.get(number)!.value!.status.account, number);
    }
    assert.deepEqual([calls("balances"), calls("trading-status")], count);
  }
  await services.settled();
});

Deno.test("account shelves: one account that is denied spoils only itself for those who ask for each alone", async () => {
  using services = await startServices();
  services.simulator.world.stage("5WS00001", "denied", services.clock.at);
  const { balances } = services.context.market.part(createAccountShelves);
  const [denied, read] = await Promise.all(
    ["5WS00001", "5WS00002"].map((number) => balances.read([number], services.context)),
  );
  assert.deepEqual(denied, { ok: false, failure: { kind: "forbidden", endpoint: "balances" } });
  assert.ok(read!.ok);
  assert.equal((await balances.read(["5WS00001", "5WS00002"], services.context)).ok, false);
  await services.settled();
});
