/**
 * Tokens shaped like JWTs that any simulator of the same seed can check, so that a restart or another process makes none
 * of them invalid. Enough for play money; not cryptography.
 */

import { createNoise, hashText, scramble } from "./market/noise.ts";

/** What a token says. `iat` and `exp` in seconds. */
export interface Claims {
  /** The application's client id. */
  aud: string;
  /** The customer's external id. */
  sub: string;
  scope: string;
  iat: number;
  jti: string;
  /** The customer's revocations when the grant was made. */
  revocations: number;
  /** Of access tokens, quote tokens and codes. */
  exp?: number;
  /** Of codes: where they are sent. */
  redirect_uri?: string;
}

/** An access token, a refresh token, an authorization code, a token for the stream of quotes. */
export type TokenType = "at+jwt" | "rt+jwt" | "code+jwt" | "quote+jwt";

export interface Tokens {
  write(type: TokenType, claims: Claims): string;
  /** The claims of a token of that type; `null` when it is another or forged. Does not look at `exp`. */
  read(type: TokenType, token: string): Claims | null;
}

/** The tokens of one seed. */
export function createTokens(seed: string): Tokens {
  const sign = signer(seed);
  function seal(type: TokenType, claims: string): string {
    const text = `${encode({ alg: "none", typ: type, kid: "simulated" })}.${claims}`;
    return `${text}.${sign(text)}`;
  }
  return {
    write(type, claims) {
      return seal(type, encode({ iss: "simulator", ...claims }));
    },
    read(type, token) {
      const claims = token.split(".")[1] ?? "";
      return seal(type, claims) === token ? decode(claims) : null;
    },
  };
}

function signer(seed: string): (text: string) => string {
  const keys = [1, 2, 3, 4, 5, 6].map((part) => createNoise(seed).stream(`token ${part}`));
  return (text) => {
    const hash = hashText(text);
    return keys.map((key) => scramble(scramble(hash ^ key) ^ hashText(key + text)).toString(36).padStart(7, "0")).join(
      "",
    );
  };
}

const encode = (content: unknown): string =>
  btoa(JSON.stringify(content)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const decode = (text: string): Claims => JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
