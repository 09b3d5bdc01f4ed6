import assert from "node:assert/strict";
import { startClient } from "./client.ts";

const FAULT = { kind: "status", status: 429, path: "/customers", times: 1 };

Deno.test("control: faults can be added, seen and cleared from outside", async () => {
  const { get } = startClient({ control: true });
  const post = (body: string) => get("/__simulator/faults", { method: "POST", body });
  const added = await post(JSON.stringify(FAULT));
  assert.deepEqual([added.status, added.body], [201, { data: FAULT }]);
  assert.deepEqual((await get("/__simulator/faults")).body.data.items, [FAULT]);
  assert.equal((await get("/customers/me")).status, 429);
  assert.equal((await get("/customers/me")).status, 200);
  await post(JSON.stringify(FAULT));
  assert.equal((await get("/__simulator/faults", { method: "DELETE" })).status, 200);
  assert.equal((await get("/customers/me")).status, 200);
});

Deno.test("control: what is no fault is refused", async () => {
  const { get } = startClient({ control: true });
  for (const body of ["{", "[]", '{"kind":"explode"}']) {
    const { status } = await get("/__simulator/faults", { method: "POST", body });
    assert.equal(status, 400, body);
  }
  assert.equal((await get("/__simulator/elsewhere")).status, 404);
});

Deno.test("control: the log can be read, and is not filled by reading", async () => {
  const { get } = startClient({ control: true });
  await get("/customers/me");
  for (let i = 0; i < 2; i++) {
    const { body } = await get("/__simulator/requests");
    assert.deepEqual(body.data.items.map(({ path }: { path: string }) => path), ["/oauth/token", "/customers/me"]);
  }
});

Deno.test("control: it is there only when asked for", async () => {
  const { get, simulator } = startClient();
  assert.equal((await get("/__simulator/requests")).status, 404);
  assert.equal((await get("/__simulator/faults", { method: "POST", body: JSON.stringify(FAULT) })).status, 404);
  assert.deepEqual(simulator.faults.list(), []);
});
