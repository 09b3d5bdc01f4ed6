/**
 * Secrets at rest: AES-256-GCM with a fresh nonce, bound to whose they are, under keys that can be rotated.
 *
 * A sealed text is `v1.<key id>.<nonce>.<ciphertext>`, the last two in base64url. The key id is the beginning of the
 * key's SHA-256, so that keys need no names.
 */

/** Keys by id; the newest seals, all of them open. */
export interface SealKeys {
  newest: string;
  byId: ReadonlyMap<string, CryptoKey>;
}

const VERSION = "v1";
const NONCE_BYTES = 12;

/** Reads keys of 32 bytes in base64, the newest first. `RangeError` for anything else. */
export async function importSealKeys(texts: readonly string[]): Promise<SealKeys> {
  const byId = new Map<string, CryptoKey>();
  for (const text of texts) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    if (bytes.length !== 32) throw new RangeError("a sealing key has 32 bytes");
    byId.set(await keyId(bytes), await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]));
  }
  const [newest] = byId.keys();
  if (newest === undefined) throw new RangeError("there is no sealing key");
  return { newest, byId };
}

/** Eight characters that name a key and give nothing of it away. */
export async function keyId(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))).slice(0, 8);
}

/** Seals `text` for `owner`, such as a user's id: it opens for no other. */
export async function seal(keys: SealKeys, text: string, owner: string): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce, additionalData: new TextEncoder().encode(owner) },
    keys.byId.get(keys.newest)!,
    new TextEncoder().encode(text),
  );
  return [VERSION, keys.newest, toBase64Url(nonce), toBase64Url(new Uint8Array(sealed))].join(".");
}

/** The text, or `null` when it was sealed for another owner, under a key that is gone, or has been tampered with. */
export async function unseal(keys: SealKeys, sealed: string, owner: string): Promise<string | null> {
  const [version, id, nonce, ciphertext] = sealed.split(".");
  const key = keys.byId.get(id ?? "");
  if (version !== VERSION || key === undefined || nonce === undefined || ciphertext === undefined) return null;
  try {
    const opened = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: fromBase64Url(nonce), additionalData: new TextEncoder().encode(owner) },
      key,
      fromBase64Url(ciphertext),
    );
    return new TextDecoder().decode(opened);
  } catch {
    return null;
  }
}

/** Whether a sealed text should be sealed anew, because its key is no longer the newest. */
export function isSealedByOlderKey(keys: SealKeys, sealed: string): boolean {
  return sealed.split(".")[1] !== keys.newest;
}

/** Bytes in the alphabet of URLs, without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}
