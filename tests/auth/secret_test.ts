import assert from "node:assert/strict";
import { equalHashes, hashSecret, newSecret } from "../../src/auth/secret.ts";

Deno.test("secret: a new one has 43 characters, and is never the same", () => {
  const secrets = Array.from({ length: 100 }, newSecret);
  assert.equal(new Set(secrets).size, 100);
  for (const secret of secrets) assert.match(secret, /^[\w-]{43}$/);
});

Deno.test("secret: what is kept is SHA-256 in base64url", async () => {
  // FIPS 180-2, appendix B.1: "abc".
  assert.equal(await hashSecret("abc"), "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
});

Deno.test("secret: hashes are equal when every character is", () => {
  assert.ok(equalHashes("abc", "abc"));
  assert.ok(equalHashes("", ""));
  for (const [one, other] of [["abc", "abd"], ["abc", "ab"], ["ab", "abc"], ["abc", ""], ["", "abc"], ["aa", "a"]]) {
    assert.equal(equalHashes(one!, other!), false, `${one} ${other}`);
  }
});
