import assert from "node:assert/strict";
import { importSealKeys, isSealedByOlderKey, keyId, seal, toBase64Url, unseal } from "../../src/core/seal.ts";

const key = (letter: string) => btoa(letter.repeat(32));

Deno.test("seal: what was sealed opens for its owner and for no other", async () => {
  const keys = await importSealKeys([key("a")]);
  const text = '{"refreshToken":"é \u{1f510}"}';
  const sealed = await seal(keys, text, "u_ada");
  assert.equal(await unseal(keys, sealed, "u_ada"), text);
  for (const owner of ["u_ben", "", "u_ada "]) assert.equal(await unseal(keys, sealed, owner), null);
});

Deno.test("seal: the same text is never sealed alike, and shows nothing of itself", async () => {
  const keys = await importSealKeys([key("a")]);
  const sealed = await Promise.all([1, 2, 3].map(() => seal(keys, "a secret", "u_ada")));
  assert.equal(new Set(sealed).size, 3);
  for (const text of sealed) {
    assert.match(text, /^v1\.[\w-]{8}\.[\w-]{16}\.[\w-]+$/);
    assert.doesNotMatch(text, /secret/);
  }
});

Deno.test("seal: another program opens it, by AES-256-GCM with the owner as additional data", async () => {
  const keys = await importSealKeys([key("a")]);
  const [, id, nonce, sealed] = (await seal(keys, "plain", "u_ada")).split(".") as [string, string, string, string];
  const bytes = (text: string) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const raw = new TextEncoder().encode("a".repeat(32));
  const imported = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  const additionalData = new TextEncoder().encode("u_ada");
  const opened = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: bytes(nonce), additionalData },
    imported,
    bytes(sealed),
  );
  assert.equal(new TextDecoder().decode(opened), "plain");
  assert.equal(id, await keyId(raw));
});

Deno.test("seal: whatever was altered does not open", async () => {
  const keys = await importSealKeys([key("a")]);
  const sealed = await seal(keys, "text", "u_ada");
  const [version, id, nonce, text] = sealed.split(".") as [string, string, string, string];
  const turned = (part: string) => (part.startsWith("A") ? "B" : "A") + part.slice(1);
  for (
    const wrong of [
      ["v2", id, nonce, text],
      [version, turned(id), nonce, text],
      [version, id, turned(nonce), text],
      [version, id, nonce, turned(text)],
      [version, id, nonce, text.slice(0, -4)],
      [version, id, nonce],
      [version, id, "!", text],
      [""],
    ]
  ) assert.equal(await unseal(keys, wrong.join("."), "u_ada"), null, wrong.join("."));
  assert.equal(await unseal(keys, sealed, "u_ada"), "text");
});

Deno.test("seal: keys rotate: the newest seals, all open, and one that has gone opens nothing", async () => {
  const [old, both, fresh] = await Promise.all(
    [["a"], ["b", "a"], ["b"]].map((letters) => importSealKeys(letters.map(key))),
  );
  const sealed = await seal(old!, "text", "u_ada");
  assert.equal(isSealedByOlderKey(old!, sealed), false);
  assert.equal(await unseal(both!, sealed, "u_ada"), "text");
  assert.equal(isSealedByOlderKey(both!, sealed), true);
  assert.equal(await unseal(fresh!, sealed, "u_ada"), null);
  const again = await seal(both!, "text", "u_ada");
  assert.equal(isSealedByOlderKey(both!, again), false);
  assert.equal(await unseal(fresh!, again, "u_ada"), "text");
  assert.equal(await unseal(old!, again, "u_ada"), null);
});

Deno.test("seal: a key of another length, or none at all, is a bug", async () => {
  for (const texts of [[], [btoa("short")], [key("a"), btoa("a".repeat(33))]]) {
    await assert.rejects(importSealKeys(texts), RangeError);
  }
});

Deno.test("seal: bytes in the alphabet of URLs, as in RFC 4648", () => {
  assert.equal(toBase64Url(new Uint8Array([0xfb, 0xff, 0xfe])), "-__-");
  assert.equal(toBase64Url(new TextEncoder().encode("fooba")), "Zm9vYmE");
  assert.equal(toBase64Url(new Uint8Array()), "");
});
