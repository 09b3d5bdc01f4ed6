import assert from "node:assert/strict";
import { atStreamEnd, isEventStream } from "../../src/web/stream_end.ts";

/** A stream that is fed by hand, and the response that carries it. */
function start() {
  let ends = 0;
  let cancelled: unknown = null;
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    start: (given) => void (controller = given),
    cancel: (reason) => void (cancelled = reason),
  });
  const headers = { "content-type": "text/event-stream", "x-kept": "yes" };
  const response = atStreamEnd(new Response(body, { status: 201, headers }), () => ends++);
  return {
    response,
    controller,
    ends: () => ends,
    cancelled: () => cancelled,
    send: (text: string) => controller.enqueue(new TextEncoder().encode(text)),
  };
}

Deno.test("stream end: the end is told when the last of it has been read, and nothing is changed", async () => {
  const { response, controller, ends, send } = start();
  assert.deepEqual([response.status, response.headers.get("x-kept"), isEventStream(response)], [201, "yes", true]);
  send("one ");
  send("two");
  assert.equal(ends(), 0);
  const text = response.text();
  controller.close();
  assert.equal(await text, "one two");
  assert.equal(ends(), 1);
});

Deno.test("stream end: who stops reading ends it, and the source hears of it", async () => {
  const { response, ends, cancelled, send } = start();
  send("one");
  const reader = response.body!.getReader();
  await reader.read();
  await reader.cancel("gone");
  assert.deepEqual([ends(), cancelled()], [1, "gone"]);
});

Deno.test("stream end: who stops while the next part is awaited ends it once", async () => {
  const { response, ends } = start();
  const reader = response.body!.getReader();
  const pending = reader.read();
  await reader.cancel();
  assert.equal((await pending).done, true);
  assert.equal(ends(), 1);
});

Deno.test("stream end: a stream that breaks has ended, and breaks for its reader", async () => {
  const { response, controller, ends } = start();
  controller.error(new Error("broken"));
  await assert.rejects(response.text(), /broken/);
  assert.equal(ends(), 1);
});

Deno.test("stream end: without a body it ends at once; what is not a stream of events is not called one", () => {
  let ends = 0;
  atStreamEnd(new Response(null, { status: 204 }), () => ends++);
  assert.equal(ends, 1);
  assert.equal(isEventStream(Response.json({})), false);
});
