import assert from "node:assert/strict";
import { type Json, startClient } from "./client.ts";

const { get } = startClient();
const symbolsOf = ({ data }: Json): string[] => data.items.map(({ symbol }: Json) => symbol);

Deno.test("pagination: three pages make the list, and each says where it stands", async () => {
  const whole = (await get("/instruments/equities")).body;
  const count = whole.data.items.length;
  const size = Math.ceil(count / 3);
  const seen: string[] = [];
  for (let page = 0; page < 3; page++) {
    const { body } = await get(`/instruments/equities?per-page=${size}&page-offset=${page}`);
    seen.push(...symbolsOf(body));
    assert.deepEqual(body.pagination, {
      "per-page": size,
      "page-offset": page,
      "item-offset": page * size,
      "total-items": count,
      "total-pages": 3,
      "current-item-count": page < 2 ? size : count - 2 * size,
      "previous-link": null,
      "next-link": null,
      "paging-link-template": null,
    });
  }
  assert.deepEqual(seen, symbolsOf(whole));
  assert.equal(new Set(seen).size, count);
});

Deno.test("pagination: behind the last page there is nothing, and a thousand is the page when nothing is said", async () => {
  const { body } = await get("/instruments/equities?page-offset=9");
  assert.deepEqual([body.data.items, body.pagination["current-item-count"]], [[], 0]);
  assert.deepEqual([body.pagination["per-page"], body.pagination["item-offset"]], [1000, 9000]);
});

Deno.test("pagination: a page of no size, one too large, or no number is refused", async () => {
  for (const query of ["per-page=0", "per-page=1001", "per-page=ten", "page-offset=-1", "page-offset=1.5"]) {
    const { status, body } = await get(`/instruments/equities?${query}`);
    assert.equal(status, 400, query);
    assert.deepEqual(body.error.errors, [{ domain: query.split("=")[0], reason: "does not have a valid value" }]);
  }
  assert.equal((await get("/instruments/equities/active?per-page=5000")).status, 200);
  assert.equal((await get("/instruments/equities/active?per-page=5001")).status, 400);
});
