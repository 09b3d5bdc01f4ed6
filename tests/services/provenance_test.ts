import assert from "node:assert/strict";
import { provenance } from "../../src/services/provenance.ts";

Deno.test("provenance: what is not real or not in time says so, and nothing read says nothing", () => {
  assert.deepEqual(provenance("tastytrade"), { source: "tastytrade" });
  assert.deepEqual(provenance("simulator"), { source: "simulator", simulated: true });
  assert.deepEqual(provenance("tastytrade sandbox"), { source: "tastytrade sandbox", delayed_minutes: 15 });
  assert.deepEqual(provenance(undefined), {});
});
