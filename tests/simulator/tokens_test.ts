import assert from "node:assert/strict";
import { type Claims, createTokens } from "../../src/simulator/tokens.ts";

const CLAIMS: Claims = { aud: "app", sub: "C1", scope: "read", iat: 1, jti: "x", revocations: 0 };

Deno.test("tokens: any instance of the same seed reads them, another seed does not", () => {
  const token = createTokens("a").write("at+jwt", CLAIMS);
  assert.deepEqual(createTokens("a").read("at+jwt", token), { iss: "simulator", ...CLAIMS });
  assert.equal(createTokens("b").read("at+jwt", token), null);
});

Deno.test("tokens: each kind is read as itself only", () => {
  const tokens = createTokens("a");
  const kinds = ["at+jwt", "rt+jwt", "code+jwt"] as const;
  for (const written of kinds) {
    const token = tokens.write(written, CLAIMS);
    assert.deepEqual(kinds.filter((kind) => tokens.read(kind, token) !== null), [written]);
  }
});

Deno.test("tokens: what was changed, cut or made up is none", () => {
  const tokens = createTokens("a");
  const token = tokens.write("at+jwt", CLAIMS);
  const [head, claims, seal] = token.split(".") as [string, string, string];
  const [, others] = tokens.write("at+jwt", { ...CLAIMS, sub: "C2" }).split(".");
  for (
    const other of [
      "",
      "..",
      "x.y.z",
      head,
      `${head}.${claims}`,
      `${head}.${claims}.`,
      `${head}.${others}.${seal}`,
      `${token}.more`,
      token.toUpperCase(),
    ]
  ) assert.equal(tokens.read("at+jwt", other), null, other);
});
