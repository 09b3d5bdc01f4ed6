/** `POST /oauth/token`: a refresh token and a client secret become an access token of about 15 minutes. */

import * as z from "zod";

/** Not an `Endpoint`: it needs no token, has no envelope, and its errors have a shape of their own. */
export const TOKEN_PATH = "/oauth/token";

/** Proof of who we are at the broker. Never logged, never part of a URL. */
export interface Credentials {
  clientSecret: string;
  refreshToken: string;
  clientId?: string;
}

/** The body of a refresh; the broker takes JSON and needs no `Authorization` header. */
export function refreshBody({ clientSecret, refreshToken, clientId }: Credentials): string {
  return JSON.stringify({
    grant_type: "refresh_token",
    refresh_token: refreshToken,
    client_secret: clientSecret,
    ...(clientId === undefined ? {} : { client_id: clientId }),
  });
}

/** The answer to a refresh; lifetime in seconds. */
export const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().default(900) })
  .transform((wire) => ({ accessToken: wire.access_token, lifetimeSeconds: wire.expires_in }));

const refusal = z.object({
  error: z.unknown().optional(),
  error_code: z.string().optional(),
  error_description: z.string().optional(),
});

/**
 * Which of the two credentials was refused, from a 4xx body. The broker says `error_code` or `error`, and tells a wrong
 * secret only by its description ("Client secret mismatch"); anything else is about the grant.
 */
export function refusedCredential(body: unknown): "secret_refused" | "grant_refused" {
  const parsed = refusal.safeParse(body);
  if (!parsed.success) return "grant_refused";
  const { error, error_code, error_description } = parsed.data;
  const isClient = error === "invalid_client" || error_code === "invalid_client";
  return isClient || /secret/i.test(error_description ?? "") ? "secret_refused" : "grant_refused";
}
