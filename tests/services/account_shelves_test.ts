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
