import assert from "node:assert/strict";
import { ok } from "../../src/core/failure.ts";
import { type DataResource, defineResource, variableOf } from "../../src/resources/resource.ts";

const with_ = (changes: Partial<DataResource>): DataResource => ({
  uri: "market://session",
  name: "market_session",
  title: "Session",
  description: "The session.",
  read: () => Promise.resolve(ok({})),
  ...changes,
});

Deno.test("resource: the last part of an address may be a variable", () => {
  assert.equal(variableOf(defineResource(with_({ uri: "market://symbol/{symbol}" }))), "symbol");
  assert.equal(variableOf(defineResource(with_({}))), null);
});

const BAD: [name: string, changes: Partial<DataResource>][] = [
  ["a variable in the middle", { uri: "market://{symbol}/card" }],
  ["two variables", { uri: "market://{a}/{b}" }],
  ["no scheme", { uri: "session" }],
  ["a name that is no word", { name: "Market Session" }],
  ["a completion of nothing", { complete: () => Promise.resolve([]) }],
];

for (const [name, changes] of BAD) {
  Deno.test(`resource: ${name} is a mistake when the program starts`, () => {
    assert.throws(() => defineResource(with_(changes)), RangeError);
  });
}
