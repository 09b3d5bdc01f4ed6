/** The broker's own login, for operators whose application is approved for others: the code flow, without proof keys. */

import * as z from "zod";
import { fail, ok, type Result } from "../core/failure.ts";
import { refusedCredential, TOKEN_PATH } from "./endpoints/token.ts";
import { exchange } from "./exchange.ts";

/** The operator's approved application, and where the broker sends people back to. */
export interface PartnerApplication {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
}

/** Where a person logs in at the broker. It refuses PKCE parameters, so there are none. */
export function brokerLoginUrl(page: string, { clientId, redirectUri }: PartnerApplication, state: string): string {
  const url = new URL(page);
  for (
    const [name, value] of [
      ["client_id", clientId],
      ["redirect_uri", redirectUri],
      ["response_type", "code"],
      ["scope", "read trade"],
      ["state", state],
    ] as const
  ) url.searchParams.set(name, value);
  return url.href;
}

const codeAnswer = z.object({ refresh_token: z.string().min(1) });

/** Exchanges the code a person came back with for a refresh token that does not expire. */
export async function exchangeCode(
  { baseUrl, fetch, userAgent, timeout }: {
    baseUrl: string;
    fetch: typeof globalThis.fetch;
    userAgent: string;
    timeout: number;
  },
  { clientId, clientSecret, redirectUri }: PartnerApplication,
  code: string,
  signal: AbortSignal,
): Promise<Result<{ refreshToken: string }>> {
  const answered = await exchange(
    fetch,
    {
      endpoint: "login",
      url: baseUrl + TOKEN_PATH,
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json", "user-agent": userAgent },
      body: JSON.stringify({
        grant_type: "authorization_code",
        code,
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uri: redirectUri,
      }),
    },
    timeout,
    signal,
  );
  if (!answered.ok) return answered;
  const { status, body } = answered.value;
  if (status >= 400 && status < 500 && status !== 429) {
    return fail({ kind: "unauthenticated", reason: refusedCredential(body) });
  }
  if (status !== 200) return fail({ kind: "broker_unavailable", endpoint: "login", reason: "server_error", status });
  const parsed = codeAnswer.safeParse(body);
  if (!parsed.success) return fail({ kind: "broker_changed", endpoint: "login", path: "refresh_token" });
  return ok({ refreshToken: parsed.data.refresh_token });
}
