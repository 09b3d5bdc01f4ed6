import assert from "node:assert/strict";
import { createFaults, readFault } from "../../src/simulator/faults.ts";
import { type Client, startClient } from "./client.ts";

const QUOTES = "/market-data/by-type?equity=AAPL";

async function loggedIn(): Promise<Client> {
  const client = startClient();
  await client.get("/customers/me");
  return client;
}

Deno.test("faults: each status comes with a body in the broker's style", async () => {
  const { simulator, get } = await loggedIn();
  for (const status of [401, 403, 404, 429, 500, 502] as const) {
    simulator.faults.add({ kind: "status", status, times: 1 });
    const answer = await get(QUOTES);
    assert.equal(answer.status, status);
    assert.equal(typeof answer.body.error.code, "string");
    assert.equal(answer.headers.has("Retry-After"), false);
  }
  assert.equal((await get(QUOTES)).status, 200);
});

Deno.test("faults: they strike the paths they name, as often as they say, the first one first", async () => {
  const { simulator, get } = await loggedIn();
  simulator.faults.add({ kind: "status", status: 500, path: "/market-data", times: 2 });
  simulator.faults.add({ kind: "status", status: 429, path: "/market-data/by-type", times: 1 });
  const statuses = [];
  for (const path of [QUOTES, "/customers/me", QUOTES, QUOTES, QUOTES]) statuses.push((await get(path)).status);
  assert.deepEqual(statuses, [500, 200, 500, 429, 200]);
  assert.deepEqual(simulator.faults.list(), []);
});

Deno.test("faults: without a number of times they strike until cleared", async () => {
  const { simulator, get } = await loggedIn();
  simulator.faults.add({ kind: "status", status: 502 });
  for (let i = 0; i < 3; i++) assert.equal((await get(QUOTES)).status, 502);
  assert.deepEqual(simulator.faults.list(), [{ kind: "status", status: 502 }]);
  simulator.faults.clear();
  assert.equal((await get(QUOTES)).status, 200);
});

Deno.test("faults: a page of HTML comes as such", async () => {
  const { simulator, get } = await loggedIn();
  simulator.faults.add({ kind: "html", times: 1 });
  const { status, headers, body } = await get(QUOTES);
  assert.deepEqual([status, headers.get("Content-Type")], [502, "text/html"]);
  assert.match(body, /<html>/);
  simulator.faults.add({ kind: "html", status: 200, times: 1 });
  assert.equal((await get(QUOTES)).status, 200);
});

Deno.test("faults: half a JSON body does not parse", async () => {
  const { simulator, get } = await loggedIn();
  simulator.faults.add({ kind: "half_json", times: 1 });
  await assert.rejects(get(QUOTES), SyntaxError);
});

Deno.test("faults: a wrong shape lacks its key wherever it stood", async () => {
  const { simulator, get } = await loggedIn();
  const right = (await get(QUOTES)).body;
  simulator.faults.add({ kind: "wrong_shape", key: "symbol", times: 1 });
  const { status, body } = await get(QUOTES);
  assert.equal(status, 200);
  delete right.data.items[0].symbol;
  assert.deepEqual(body, right);
});

Deno.test("faults: a dropped connection rejects as fetch does and leaves no status in the log", async () => {
  const { simulator, get } = await loggedIn();
  simulator.faults.add({ kind: "dropped", times: 1 });
  await assert.rejects(get(QUOTES), TypeError);
  assert.equal(simulator.requests.at(-1)!.status, null);
});

Deno.test("faults: silence ends when the caller gives up, with the caller's reason", async () => {
  const { simulator, get } = await loggedIn();
  simulator.faults.add({ kind: "silent", times: 1 });
  const abort = new AbortController();
  const headers = { "User-Agent": "ttai-test/1.0" };
  const answer = assert.rejects(get(QUOTES, { signal: abort.signal, headers }), /had enough/);
  abort.abort(new Error("had enough"));
  await answer;
});

Deno.test("faults: a slow answer is right, unless the caller gives up before", async () => {
  const { simulator, get } = await loggedIn();
  simulator.faults.add({ kind: "slow", milliseconds: 1, times: 1 });
  assert.equal((await get(QUOTES)).status, 200);
  simulator.faults.add({ kind: "slow", milliseconds: 3_600_000, times: 1 });
  const abort = new AbortController();
  const answer = assert.rejects(get(QUOTES, { signal: abort.signal }), /had enough/);
  abort.abort(new Error("had enough"));
  await answer;
});

Deno.test("faults: the list is nobody's but its own", () => {
  const faults = createFaults();
  const fault = { kind: "dropped", times: 2 } as const;
  faults.add(fault);
  assert.deepEqual(faults.strike("/x"), { kind: "dropped", times: 1 });
  assert.deepEqual(fault, { kind: "dropped", times: 2 });
  faults.list()[0]!.times = 99;
  assert.deepEqual(faults.list(), [{ kind: "dropped", times: 1 }]);
});

Deno.test("faults: what is no fault is not read as one", () => {
  for (
    const fault of [
      { kind: "status", status: 429, path: "/oauth", times: 3 },
      { kind: "html" },
      { kind: "html", status: 200 },
      { kind: "slow", milliseconds: 5 },
      { kind: "wrong_shape", key: "data" },
      { kind: "half_json" },
    ]
  ) assert.deepEqual(readFault(fault), fault);
  for (
    const other of [
      null,
      "dropped",
      {},
      { kind: "explode" },
      { kind: "status" },
      { kind: "status", status: 418 },
      { kind: "html", status: "200" },
      { kind: "slow" },
      { kind: "wrong_shape" },
      { kind: "dropped", times: 0 },
      { kind: "dropped", path: 7 },
    ]
  ) assert.equal(readFault(other), null, JSON.stringify(other));
});
