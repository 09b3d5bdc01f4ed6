import assert from "node:assert/strict";
import { PersonalGrantSteps } from "../../src/web/grant_steps.tsx";
import { textOf } from "./page_rules.ts";

Deno.test("grant steps: both environments end with a secret and a token, each from its own site", () => {
  const production = textOf(String(PersonalGrantSteps({ environment: "production" })));
  const sandbox = textOf(String(PersonalGrantSteps({ environment: "sandbox" })));
  assert.match(production, /my\.tastytrade\.com/);
  assert.match(sandbox, /developer\.tastytrade\.com .*with your sandbox user/);
  for (const text of [production, sandbox]) {
    assert.match(text, /scope read , and trade as well/);
    assert.match(text, /client secret .*first field .*Create Grant .*refresh token : copy it into the second field/);
  }
});
