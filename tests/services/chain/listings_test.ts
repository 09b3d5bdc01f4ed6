import assert from "node:assert/strict";
import { createListings } from "../../../src/services/chain/listings.ts";
import { type Subject, subjectOf } from "../../../src/services/chain/subject.ts";
import { startServices, type TestServices } from "../../support/services.ts";

const subject = (text: string): Subject => {
  const read = subjectOf(text, "2026-11-20");
  assert.ok(read.ok);
  return read.value;
};

const open = ({ broker, storage, clock }: TestServices) =>
  createListings({ broker, cache: storage.cache, now: () => clock.at, prefix: "user:7:" });

Deno.test("listings: shares and futures are asked for in their own ways, and kept under the user's prefix", async () => {
  using services = await startServices();
  const read = await open(services).read([subject("AAPL"), subject("/CLZ6")], services.context);
  assert.ok(read.ok);
  assert.deepEqual([...read.value.keys()].sort(), ["/CL", "AAPL"]);
  assert.ok(read.value.get("AAPL")!.value!.series.length > 5 && read.value.get("/CL")!.value!.series.length > 5);
  const paths = services.simulator.requests.map(({ path }) => path);
  assert.deepEqual(paths.slice(1).sort(), ["/futures-option-chains/CL/nested", "/option-chains/AAPL/compact"]);
  await services.settled();
  assert.ok(await services.storage.cache.read("user:7:chain:/CL"));
});

Deno.test("listings: that there is no chain is remembered too", async () => {
  using services = await startServices();
  const listings = open(services);
  for (let attempt = 0; attempt < 2; attempt++) {
    const read = await listings.read([subject("ZZZZ")], services.context);
    assert.ok(read.ok);
    assert.equal(read.value.get("ZZZZ")!.value, null);
  }
  assert.equal(services.simulator.requests.filter(({ path }) => path.includes("ZZZZ")).length, 1);
});

Deno.test("listings: a chain that cannot be had is a failure, not an empty chain", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 429, path: "/option-chains/AAPL/compact" });
  const read = await open(services).read([subject("AAPL")], services.context);
  assert.equal(read.ok, false);
  if (!read.ok) assert.equal(read.failure.kind, "rate_limited");
});
