import assert from "node:assert/strict";
import { type Json, startClient } from "../client.ts";

const { get } = startClient();
const data = async (path: string): Promise<Json> => (await get(`/instruments/${path}`)).body.data;

Deno.test("future products: each is found by its exchange and code, as it stands in the list", async () => {
  const { body } = await get("/instruments/future-products");
  assert.equal(body.pagination["total-items"], body.data.items.length);
  for (const product of body.data.items) {
    assert.deepEqual(await data(`future-products/${product.exchange}/${product.code}`), product);
  }
  for (const path of ["CME/XX", "CFE/ES", "CME/%2FES"]) {
    const missing = await get(`/instruments/future-products/${path}`);
    assert.deepEqual([missing.status, missing.body.error.code], [404, "record_not_found"], path);
  }
});

Deno.test("future products: indices are settled in cash and say which, oil is delivered", async () => {
  const [index, oil] = [await data("future-products/CME/ES"), await data("future-products/CME/CL")];
  assert.deepEqual(
    [index["cash-settled"], index["market-sector"], index["underlying-identifier"], index["listed-months"].join("")],
    [true, "Equity Index", "SPX", "HMUZ"],
  );
  assert.deepEqual(
    [oil["cash-settled"], oil["market-sector"], oil["product-type"], oil["streamer-exchange-code"], oil["tick-size"]],
    [false, "Energy", "Physical", "XNYM", "0.01"],
  );
  assert.ok(!("underlying-identifier" in oil));
  assert.equal((await data("future-products/CME/6J"))["tick-size"], "0.0000005");
  const micros = (await data("future-products")).items.filter((product: Json) => product["small-notional"]);
  assert.deepEqual(micros.map(({ code }: Json) => code).sort(), ["M2K", "MCL", "MES", "MGC", "MNQ"]);
});

Deno.test("future products: the E-mini has 26 roots of options, a product without options none", async () => {
  const roots = (await data("future-products/CME/ES"))["option-products"];
  assert.equal(roots.length, 26);
  const types = Object.fromEntries(roots.map((root: Json) => [root["root-symbol"], root["expiration-type"]]));
  assert.deepEqual([types.ES, types.EW, types.EW3, types.E5D], ["Regular", "End-Of-Month", "Weekly", "Weekly"]);
  assert.deepEqual((await data("future-products/CME/MES"))["option-products"], []);
});

Deno.test("future option products: each is found by its root, with its exchange or without, as in the list", async () => {
  const { body } = await get("/instruments/future-option-products");
  assert.equal(body.pagination["total-items"], body.data.items.length);
  const found = new Set(body.data.items.map((root: Json) => root["root-symbol"]));
  assert.equal(found.size, body.data.items.length);
  for (const root of body.data.items.filter((_: Json, i: number) => i % 5 === 0)) {
    assert.deepEqual(await data(`future-option-products/${root["root-symbol"]}`), root);
    assert.deepEqual(await data(`future-option-products/CME/${root["root-symbol"]}`), root);
    const { "option-products": options, ...product } = await data(`future-products/CME/${root["future-product"].code}`);
    assert.deepEqual(root["future-product"], product);
    const { "future-product": _, ...bare } = root;
    assert.deepEqual(options.find((option: Json) => option["root-symbol"] === root["root-symbol"]), bare);
  }
  for (const path of ["NOPE", "CFE/EW3"]) {
    const missing = await get(`/instruments/future-option-products/${path}`);
    assert.deepEqual([missing.status, missing.body.error.code], [404, "record_not_found"], path);
  }
});

Deno.test("future option products: only the standard options on indices settle in the morning", async () => {
  const items = (await data("future-option-products")).items;
  const morning = items.filter((root: Json) => root["is-am-settled"]).map((root: Json) => root["root-symbol"]);
  assert.deepEqual(morning.sort(), ["ES", "NQ", "RTY"]);
  const seconds = (name: string) =>
    items.find((root: Json) => root["root-symbol"] === name)["futures-trading-cutoff-times"][0]["offset-seconds"];
  assert.deepEqual([seconds("ES"), seconds("EW3")], [34_200, 57_600]);
});
