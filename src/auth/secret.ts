/** Unguessable strings, and what is kept of them. */

import { toBase64Url } from "../core/seal.ts";

/** 256 random bits in 43 characters. */
export function newSecret(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/** SHA-256 in base64url: what is stored of a secret. Enough for secrets of 256 bits, too little for passwords. */
export async function hashSecret(secret: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret))));
}

/** Compares two hashes in a time that does not tell where they differ. */
export function equalHashes(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let position = 0; position < one.length; position++) {
    difference |= one.charCodeAt(position) ^ other.charCodeAt(position % Math.max(1, other.length));
  }
  return difference === 0;
}
