/** A browser and a partner application at the simulated broker, as far as a login needs them. */

import { SIMULATED_PARTNER_CLIENT_ID, SIMULATED_PARTNER_CLIENT_SECRET } from "../../src/simulator/simulator.ts";
import { type Answer, type Client, ORIGIN } from "./client.ts";

export const CALLBACK = "http://127.0.0.1:8787/oauth/callback";

export const PARTNER = { clientId: SIMULATED_PARTNER_CLIENT_ID, clientSecret: SIMULATED_PARTNER_CLIENT_SECRET };

/** The address of the authorize page; a parameter that is `null` is left out. */
export function authorizeUrl(parameters: Record<string, string | null> = {}): string {
  const all = {
    client_id: PARTNER.clientId,
    redirect_uri: CALLBACK,
    response_type: "code",
    scope: "read trade",
    state: "a state",
    ...parameters,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  return `${ORIGIN}/auth.html?${new URLSearchParams(given)}`;
}

/** Chooses a customer by first name on the page, and presses a button. No User-Agent and no token, like a browser's fetch. */
export async function decide(
  { simulator }: Client,
  firstName: string,
  parameters: Record<string, string | null> = {},
  decision = "allow",
): Promise<{ code: string | null; location: string | null; status: number }> {
  const page = await (await simulator.fetch(authorizeUrl(parameters))).text();
  const customer = new RegExp(`name="customer" value="([^"]*)"[^>]*> ${firstName} `).exec(page)![1]!;
  const body = new URLSearchParams({ customer, decision });
  const response = await simulator.fetch(authorizeUrl(parameters), { method: "POST", body });
  const location = response.headers.get("Location");
  const code = location === null ? null : new URL(location).searchParams.get("code");
  return { code, location, status: response.status };
}

/** Exchanges a code as the partner application; `fields` may override all it sends. */
export const redeem = (client: Client, fields: Record<string, string>): Promise<Answer> =>
  client.login({
    grant_type: "authorization_code",
    client_id: PARTNER.clientId,
    client_secret: PARTNER.clientSecret,
    redirect_uri: CALLBACK,
    ...fields,
  });
