import assert from "node:assert/strict";
import { createSocketPair } from "../../src/simulator/socket_pair.ts";

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function pair() {
  const heard: string[] = [];
  const received: string[] = [];
  const ends = createSocketPair({ receive: (text) => void received.push(text), end: () => void received.push("end") });
  for (const type of ["open", "error"] as const) ends.client.addEventListener(type, () => heard.push(type));
  ends.client.addEventListener("close", ({ code }) => heard.push(`close ${code}`));
  ends.client.addEventListener("message", ({ data }) => heard.push(data));
  return { ...ends, heard, received };
}

Deno.test("socket pair: both sides hear in order what the other said, after the work at hand", async () => {
  const { client, server, heard, received } = pair();
  assert.throws(() => client.send("too early"), DOMException);
  server.open();
  server.send("a");
  server.send("b");
  client.send("c");
  assert.deepEqual([heard, received], [[], []]);
  await settle();
  assert.deepEqual([heard, received], [["open", "a", "b"], ["c"]]);
});

Deno.test("socket pair: a proper end comes after all that was said, a broken connection with an error", async () => {
  const proper = pair();
  proper.server.open();
  proper.server.send("last");
  proper.server.close(1001);
  await settle();
  assert.deepEqual(proper.heard, ["open", "last", "close 1001"]);
  const broken = pair();
  broken.server.drop();
  await settle();
  assert.deepEqual([broken.heard, broken.client.readyState], [["error", "close 1006"], 3]);
});

Deno.test("socket pair: the client's end is heard once, and nothing after it", async () => {
  const { client, server, heard, received } = pair();
  server.open();
  await settle();
  client.close();
  client.close();
  client.send("ignored");
  await settle();
  server.send("ignored");
  await settle();
  assert.deepEqual([heard, received], [["open", "close 1000"], ["end"]]);
});
