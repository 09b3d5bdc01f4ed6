import assert from "node:assert/strict";
import { answer, createAuthorize, withoutEmpty } from "../../src/auth/authorize.ts";
import type { Client } from "../../src/auth/client.ts";
import { newSecret } from "../../src/auth/secret.ts";
import { fail, ok } from "../../src/core/failure.ts";
import { authorizePath, CALLBACK, ORIGIN } from "../support/login.ts";
import { ASKED, openParts } from "./parts.ts";

const CLIENT: Client = {
  id: "client",
  name: "A client",
  verifiedHost: null,
  redirectUris: [CALLBACK],
  authMethod: "none",
  secretHash: null,
};

async function openAuthorize(client: Partial<Client> = {}) {
  const parts = await openParts();
  const browser = newSecret();
  const authorize = createAuthorize({
    origin: ORIGIN,
    find: (id) =>
      Promise.resolve(
        id === "client"
          ? ok({ ...CLIENT, ...client })
          : fail({ kind: "invalid", subject: "client_id", problem: "Nobody has this id.", remedy: "Register" }),
      ),
    requests: parts.requests,
  });
  const ask = (changes: Record<string, string | null> = {}, id = "client") => {
    const { searchParams } = new URL(ORIGIN + authorizePath(id, { state: "state", ...changes }));
    return authorize(searchParams, browser, new AbortController().signal);
  };
  return { ...parts, browser, ask };
}

Deno.test("authorize: a good request is kept for the person to decide, with what was asked", async () => {
  using house = await openAuthorize();
  for (const [scope, scopes] of [["read", ["read"]], ["trade x offline_access", ["read", "trade"]], [null, ["read"]]]) {
    const outcome = await house.ask({ scope: scope as string | null });
    assert.ok(outcome.kind === "opened");
    const { value } = (await house.requests.read(outcome.requestId, house.browser))!;
    const { browserHash: _, csrf: _csrf, ...kept } = value;
    assert.deepEqual(kept, { ...ASKED, scopes, granted: null, brokerStateHash: null });
  }
});

Deno.test("authorize: an unknown client or address is for the person to hear of, never by redirect", async () => {
  using house = await openAuthorize();
  const unknown = await house.ask({}, "nobody");
  assert.deepEqual(unknown, { kind: "refused", reason: "unknown_client", detail: "Nobody has this id." });
  assert.equal((await house.ask({}, "")).kind, "refused");
  const strange = await house.ask({ redirect_uri: "https://evil.example/", response_type: "token" });
  assert.ok(strange.kind === "refused" && strange.reason === "wrong_redirect");
  assert.doesNotMatch(strange.detail, /evil/);
});

Deno.test("authorize: every other mistake goes back to the client, with its state and our name", async () => {
  using house = await openAuthorize();
  for (
    const [changes, error] of [
      [{ response_type: "token" }, "unsupported_response_type"],
      [{ code_challenge: "short" }, "invalid_request"],
      [{ code_challenge_method: "plain" }, "invalid_request"],
      [{ resource: "https://other.example" }, "invalid_target"],
    ] as [Record<string, string>, string][]
  ) {
    const outcome = await house.ask(changes);
    assert.ok(outcome.kind === "redirect", JSON.stringify(changes));
    const { origin, pathname, searchParams } = new URL(outcome.location);
    assert.equal(origin + pathname, CALLBACK);
    const { error_description, ...rest } = Object.fromEntries(searchParams);
    assert.deepEqual(rest, { error, state: "state", iss: ORIGIN });
    assert.match(error_description!, /^[\w. ]+$/);
  }
});

Deno.test("authorize: a client with one address need not name it", async () => {
  using one = await openAuthorize();
  const outcome = await one.ask({ redirect_uri: null });
  assert.ok(outcome.kind === "opened");
  const { redirectUri, isRedirectNamed } = (await one.requests.read(outcome.requestId, one.browser))!.value;
  assert.deepEqual([redirectUri, isRedirectNamed], [CALLBACK, false]);
  using two = await openAuthorize({ redirectUris: [CALLBACK, "https://app.example/"] });
  assert.equal((await two.ask({ redirect_uri: null })).kind, "refused");
});

Deno.test("authorize: an answer is added to the address and its query", () => {
  assert.equal(
    answer("https://a/cb?x=1", { code: "c d", state: null, iss: "https://t" }),
    "https://a/cb?x=1&code=c+d&iss=https%3A%2F%2Ft",
  );
  assert.equal(
    answer("cursor://anysphere.cursor-mcp/oauth/callback", { code: "c" }),
    "cursor://anysphere.cursor-mcp/oauth/callback?code=c",
  );
});

Deno.test("authorize: parameters without a value count as left out", () => {
  assert.equal(`${withoutEmpty(new URLSearchParams("a=&b=1&a=2&c"))}`, "b=1&a=2");
});
