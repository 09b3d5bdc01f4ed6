import assert from "node:assert/strict";
import { exchange, untilAborted } from "../../src/broker/exchange.ts";
import { ok } from "../../src/core/failure.ts";

const QUESTION = {
  endpoint: "quotes",
  url: "http://broker.invalid/x",
  method: "GET",
  headers: { "user-agent": "ttai/1" },
};
const signal = new AbortController().signal;

/** A network that answers with `response`. */
const answering = (response: () => Response): typeof fetch => () => Promise.resolve(response());

/** A network that never answers, but hangs up when told to. */
const silent: typeof fetch = (_input, init) =>
  new Promise((_, reject) => init!.signal!.addEventListener("abort", () => reject(init!.signal!.reason)));

Deno.test("exchange: a JSON answer comes back with its status and the simulator's mark", async () => {
  const network = answering(() => Response.json({ data: 1 }, { status: 201, headers: { "x-simulated": "true" } }));
  assert.deepEqual(
    await exchange(network, QUESTION, 1000, signal),
    ok({ status: 201, body: { data: 1 }, isSimulated: true }),
  );
});

Deno.test("exchange: HTML and half a JSON are no body", async () => {
  for (const text of ["<html>maintenance</html>", '{"data":{"items":[']) {
    const answer = await exchange(answering(() => new Response(text)), QUESTION, 1000, signal);
    assert.deepEqual(answer, ok({ status: 200, body: undefined, isSimulated: false }));
  }
});

Deno.test("exchange: an empty answer is told from an unreadable one", async () => {
  for (const status of [200, 204]) {
    const answer = await exchange(answering(() => new Response(null, { status })), QUESTION, 1000, signal);
    assert.deepEqual(answer, ok({ status, body: null, isSimulated: false }));
  }
});

Deno.test("exchange: a lost connection is an outage of the network", async () => {
  const network: typeof fetch = () => Promise.reject(new TypeError("connection reset by 10.0.0.1"));
  assert.deepEqual(await exchange(network, QUESTION, 1000, signal), {
    ok: false,
    failure: { kind: "broker_unavailable", endpoint: "quotes", reason: "network" },
  });
});

Deno.test("exchange: silence ends at the time-out, also in the middle of a body", async () => {
  const timeout = { ok: false, failure: { kind: "broker_unavailable", endpoint: "quotes", reason: "timeout" } };
  assert.deepEqual(await exchange(silent, QUESTION, 5, signal), timeout);
  const stalled: typeof fetch = (_input, init) => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"data":'));
        init!.signal!.addEventListener("abort", () => controller.error(init!.signal!.reason));
      },
    });
    return Promise.resolve(new Response(body));
  };
  assert.deepEqual(await exchange(stalled, QUESTION, 5, signal), timeout);
});

Deno.test("exchange: a caller who goes away ends the request on the wire", async () => {
  const caller = new AbortController();
  const answer = exchange(silent, QUESTION, 60_000, caller.signal);
  caller.abort();
  assert.deepEqual(await answer, { ok: false, failure: { kind: "cancelled" } });
});

Deno.test("exchange: redirects are not followed", async () => {
  let redirect: string | undefined;
  await exchange(
    (_input, init) => {
      redirect = init?.redirect;
      return Promise.resolve(new Response("{}"));
    },
    QUESTION,
    1000,
    signal,
  );
  assert.equal(redirect, "manual");
});

Deno.test("exchange: waiting stops when the caller goes, and the work goes on for others", async () => {
  const caller = new AbortController();
  const work = Promise.withResolvers<{ ok: true; value: number }>();
  const left = untilAborted(work.promise, caller.signal);
  const stayed = untilAborted(work.promise, signal);
  caller.abort();
  assert.deepEqual(await left, { ok: false, failure: { kind: "cancelled" } });
  work.resolve({ ok: true, value: 7 });
  assert.deepEqual(await stayed, ok(7));
  assert.deepEqual(await untilAborted(work.promise, caller.signal), { ok: false, failure: { kind: "cancelled" } });
});
