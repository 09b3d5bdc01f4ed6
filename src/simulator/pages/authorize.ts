/** The broker's authorize page, `/auth.html`, where a customer allows or denies an application. */

import type { Broker } from "../answer.ts";
import { methodNotAllowed, respond, words } from "../wire.ts";
import { SCOPES, type World } from "../world.ts";
import { pageResponse, safe } from "./page.ts";

/** Where the page is. */
export const AUTHORIZE_PATH = "/auth.html";

const CODE_LIFETIME_SECONDS = 300;

/**
 * Shows the page, and takes its form: a POST to the page's own address, query included, with `customer` (an external id)
 * and `decision`; anything but `allow` denies.
 */
export async function authorize(request: Request, url: URL, { world, now, supportId }: Broker): Promise<Response> {
  const query = url.searchParams;
  // Proof keys are not supported, and the real front says so in JSON.
  if (/[?&]code_challenge/.test(url.search)) return respond(methodNotAllowed(supportId()));
  const clientId = query.get("client_id") ?? "";
  const redirectUri = query.get("redirect_uri") ?? "";
  const application = world.applications.get(clientId);
  if (!application?.allowsRedirect?.(redirectUri)) {
    const text = `No application <b>${safe(clientId)}</b> is answered at <b>${safe(redirectUri)}</b>.`;
    return pageResponse(400, "Unknown application", text);
  }
  const asked = words(query.get("scope"));
  const scopes = asked.length === 0 ? SCOPES : asked;
  const error = query.get("response_type") !== "code"
    ? "unsupported_response_type"
    : scopes.some((scope) => !SCOPES.includes(scope))
    ? "invalid_scope"
    : null;
  if (error === null && request.method !== "POST") {
    return pageResponse(
      200,
      "Allow access?",
      `<p><b>${safe(clientId)}</b> asks to <b>${safe(scopes.join(" and "))}</b>. ` +
        `The answer goes to <b>${safe(redirectUri)}</b>.</p>${form(world)}`,
    );
  }

  const answer = new URLSearchParams(error === null ? decide(new URLSearchParams(await request.text())) : { error });
  const state = query.get("state");
  if (state !== null) answer.set("state", state);
  const Location = redirectUri + (redirectUri.includes("?") ? "&" : "?") + answer;
  return new Response(null, { status: 302, headers: { Location, "X-Simulated": "true" } });

  function decide(fields: URLSearchParams): Record<string, string> {
    const customer = world.customers.get(fields.get("customer") ?? "");
    if (customer === undefined || fields.get("decision") !== "allow") return { error: "access_denied" };
    const at = now();
    const grant = { application: application!, customer, scopes, revocations: customer.revocations };
    const claims = { exp: at / 1000 + CODE_LIFETIME_SECONDS, redirect_uri: redirectUri };
    return { code: world.issue("code+jwt", grant, at, claims) };
  }
}

/** The form without an action goes to the address it came from, so that nothing of the query is rewritten on the way. */
function form({ customers }: World): string {
  const choices = [...customers.values()].map(({ externalId, firstName, lastName, accounts }, i) =>
    `<label><input type="radio" name="customer" value="${safe(externalId)}"${i === 0 ? " checked" : ""}> ` +
    `${safe(`${firstName} ${lastName}`)}<small>` +
    `${safe(accounts.map(({ nickname }) => nickname).join(", ") || "No funded account")}</small></label>`
  );
  return `<form method="post"><fieldset><legend>Log in as</legend>${choices.join("")}</fieldset>` +
    `<button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></form>`;
}
