/** Requests that say a thing twice, in another form, in another place, or at great length. */

import assert from "node:assert/strict";
import {
  askToken,
  authorizePath,
  CALLBACK,
  CHALLENGE,
  logIn,
  openBrowser,
  ORIGIN,
  post,
  register,
  VERIFIER,
} from "../../support/login.ts";
import { assertTurnedAway, openHouse, storesNothing } from "./house.ts";

Deno.test("attacks by doubling: a parameter given twice opens no request, and never picks the second", async (t) => {
  await using house = await openHouse();
  const { client_id } = await register(house);
  const mallory = await register(house, { redirect_uris: ["https://evil.example/callback"] });
  const doubled: Record<string, string> = {
    redirect_uri: "https://evil.example/callback",
    client_id: mallory.client_id,
    code_challenge: "E".repeat(43),
    code_challenge_method: "plain",
    response_type: "token",
    state: "another",
    scope: "trade",
  };
  for (const [name, value] of Object.entries(doubled)) {
    for (const isFirst of [true, false]) {
      await t.step(`${name}, ${isFirst ? "in front" : "behind"}`, async () => {
        const [path, query] = authorizePath(client_id).split("?");
        const pair = `${name}=${encodeURIComponent(value)}`;
        const url = `${path}?${isFirst ? `${pair}&${query}` : `${query}&${pair}`}`;
        const { status, location, headers } = await storesNothing(house, () => openBrowser(house).get(url));
        if (location === null) return assert.equal(status, 400);
        assert.ok(location.startsWith(`${CALLBACK}?error=`), location);
        assert.equal(new URL(location).searchParams.get("code"), null);
        assert.deepEqual(headers.getSetCookie(), []);
      });
    }
  }
});

Deno.test("attacks by doubling: at the token endpoint it is an error, and the code is still good", async (t) => {
  await using house = await openHouse();
  const { client_id } = await register(house);
  const browser = openBrowser(house);
  await logIn(house, { browser });
  const consent = await browser.get(authorizePath(client_id));
  const { location } = await browser.submit(consent, { decision: "allow" });
  const right = {
    grant_type: "authorization_code",
    code: new URL(location!).searchParams.get("code")!,
    redirect_uri: CALLBACK,
    client_id,
    code_verifier: VERIFIER,
  };
  for (const [name, value] of Object.entries(right)) {
    await t.step(name, async () => {
      const form = new URLSearchParams([...Object.entries(right), [name, `${value}x`]]);
      const { status, body } = await storesNothing(house, () => post(house, "/oauth/token", form));
      assert.deepEqual([status, body.error], [400, "invalid_request"]);
    });
  }
  await t.step("in the address instead of the form", async () => {
    const path = `/oauth/token?${new URLSearchParams(right)}`;
    const { status } = await storesNothing(house, () => post(house, path, new URLSearchParams()));
    assert.ok(status === 400 || status === 401);
  });
  await t.step("by GET", async () => {
    const response = await storesNothing(
      house,
      () => house.fetch(new Request(`${ORIGIN}/oauth/token?${new URLSearchParams(right)}`)),
    );
    assert.equal(response.status, 404);
    await response.body?.cancel();
  });
  await t.step("with a resource of ours and another", async () => {
    const form = new URLSearchParams([
      ...Object.entries(right),
      ["resource", `${ORIGIN}/mcp`],
      ["resource", "https://elsewhere.example/mcp"],
    ]);
    const { status, body } = await storesNothing(house, () => post(house, "/oauth/token", form));
    assert.deepEqual([status, body.error], [400, "invalid_target"]);
  });
  assert.equal((await askToken(house, right)).status, 200);
});

Deno.test("attacks by form: JSON, multipart and nothing at all are no forms", async (t) => {
  await using house = await openHouse();
  const { clientId, refreshToken } = await logIn(house);
  const fields = { grant_type: "refresh_token", refresh_token: refreshToken, client_id: clientId };
  const multipart = new FormData();
  for (const [name, value] of Object.entries(fields)) multipart.set(name, value);
  const bodies: Record<string, [body: BodyInit, type: string | null]> = {
    "JSON": [JSON.stringify(fields), "application/json"],
    "JSON that says it is a form": [JSON.stringify(fields), "application/x-www-form-urlencoded"],
    "a form that says it is text": [new URLSearchParams(fields).toString(), "text/plain"],
    "a form that says it is JSON": [new URLSearchParams(fields).toString(), "application/json"],
    "multipart": [multipart, null],
    "nothing": ["", "application/x-www-form-urlencoded"],
    "broken escapes": ["grant_type=%ZZ&client_id=%C0%AF&%00=%00", "application/x-www-form-urlencoded"],
  };
  for (const path of ["/oauth/token", "/token", "/oauth/revoke", "/revoke"]) {
    for (const [name, [body, type]] of Object.entries(bodies)) {
      await t.step(`${path}: ${name}`, async () => {
        const headers = type === null ? {} : { "content-type": type };
        const response = await storesNothing(
          house,
          () => house.fetch(new Request(ORIGIN + path, { method: "POST", body, headers })),
        );
        assert.ok(response.status === 400 || response.status === 401, String(response.status));
        assert.match((await response.json()).error, /^invalid_(request|client)$/);
        assert.equal(response.headers.get("cache-control"), "no-store");
      });
    }
  }
});

/** A body of so many KB that counts how much of it has been read. */
function endless(kilobytes: number) {
  const progress = { sent: 0 };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (progress.sent >= kilobytes * 1024) return controller.close();
      progress.sent += 1024;
      controller.enqueue(new TextEncoder().encode("a=1&".repeat(256)));
    },
  });
  return { body, progress };
}

Deno.test("attacks by length: a huge body is refused, and no more of it is read than is allowed", async (t) => {
  await using house = await openHouse();
  const { browser } = await logIn(house);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const paths = ["/oauth/token", "/oauth/revoke", "/oauth/register", "/oauth/consent", "/oauth/link/personal"];
  for (const path of [...paths, "/account/delete"]) {
    await t.step(path, async () => {
      const { body, progress } = endless(10_000);
      const type = path === "/oauth/register" ? "application/json" : "application/x-www-form-urlencoded";
      const response = await storesNothing(house, () =>
        house.fetch(
          new Request(ORIGIN + path, {
            method: "POST",
            body,
            headers: { "content-type": type, cookie, origin: ORIGIN },
          }),
        ));
      assert.ok(response.status >= 400 && response.status < 500);
      await response.body?.cancel();
      assert.ok(progress.sent <= 40 * 1024, `${progress.sent} bytes were read`);
    });
  }
  await t.step("an announced length is enough to refuse", async () => {
    const { body, progress } = endless(1);
    const response = await house.fetch(
      new Request(`${ORIGIN}/oauth/token`, {
        method: "POST",
        body,
        headers: { "content-type": "application/x-www-form-urlencoded", "content-length": "1000000000" },
      }),
    );
    assert.equal(response.status, 400);
    await response.body?.cancel();
    assert.ok(progress.sent <= 1024);
  });
});

Deno.test("attacks by length: long and odd parameters of an authorization are refused, not kept", async (t) => {
  await using house = await openHouse();
  const { client_id } = await register(house);
  const parameters: Record<string, Record<string, string>> = {
    "a state of 100 KB": { state: "s".repeat(100_000) },
    "a redirect of 100 KB": { redirect_uri: `${CALLBACK}?${"x".repeat(100_000)}` },
    "a challenge of 100 KB": { code_challenge: CHALLENGE.repeat(2_500) },
    "a client of 100 KB": { client_id: `https://${"a".repeat(100_000)}.example/c` },
    "a resource elsewhere": { resource: "https://elsewhere.example/mcp" },
    "a resource with our name in front": { resource: `${ORIGIN}.elsewhere.example/mcp` },
    "a resource with a fragment": { resource: `${ORIGIN}/mcp#x` },
    "an answer in the fragment": { response_type: "code token", response_mode: "fragment" },
  };
  for (const [name, changes] of Object.entries(parameters)) {
    await t.step(name, async () => {
      const page = await storesNothing(house, () => openBrowser(house).get(authorizePath(client_id, changes)));
      if (page.location === null) assertTurnedAway(page);
      else {assert.match(
          page.location,
          /^http:\/\/127\.0\.0\.1:3333\/callback\?error=[a-z_]+&error_description=[\w+%.]+/,
        );}
      assert.ok((page.location ?? "").length < 3_000);
    });
  }
  await t.step("a request by reference is not fetched", async () => {
    const changes = { request_uri: "http://169.254.169.254/", request: "e30.e30.", response_mode: "form_post" };
    const page = await openBrowser(house).get(authorizePath(client_id, changes));
    assert.equal(page.status, 200);
    assert.deepEqual(house.called, []);
  });
  await t.step("ten thousand scopes ask for no more than there are", async () => {
    const scope = Array.from({ length: 10_000 }, (_, number) => `scope${number}`).join(" ");
    assert.equal((await openBrowser(house).get(authorizePath(client_id, { scope: `${scope} admin` }))).status, 200);
    for (const text of (await house.records()).values()) assert.doesNotMatch(text, /scope9999|admin/);
  });
});

Deno.test("attacks by grant: there is no way to a token but a code and its successors", async (t) => {
  await using house = await openHouse();
  const { client_id, client_secret } = await register(house, { token_endpoint_auth_method: "client_secret_post" });
  const types = [
    "client_credentials",
    "password",
    "implicit",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:token-exchange",
    "AUTHORIZATION_CODE",
    "authorization_code ",
  ];
  for (const grant_type of types) {
    await t.step(JSON.stringify(grant_type), async () => {
      const { status, body } = await storesNothing(
        house,
        () =>
          askToken(house, {
            grant_type,
            client_id,
            client_secret,
            username: "a",
            password: "b",
            assertion: "e30.e30.",
          }),
      );
      assert.deepEqual([status, body.error], [400, "unsupported_grant_type"]);
    });
  }
});

Deno.test("attacks from pages: a foreign page may talk to the token endpoint, but to nothing that knows a cookie", async (t) => {
  await using house = await openHouse();
  const { browser } = await logIn(house);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const evil = { origin: "https://evil.example", cookie };
  const closed = [
    "/account",
    "/account/data",
    "/account/delete",
    "/oauth/consent",
    "/oauth/link",
    "/mcp",
    "/oauth/authorize",
  ];
  for (const path of closed) {
    for (const method of ["GET", "POST", "OPTIONS"]) {
      await t.step(`${method} ${path}`, async () => {
        const response = await storesNothing(
          house,
          () => house.fetch(new Request(ORIGIN + path, { method, headers: evil })),
        );
        assert.equal(response.status, 403);
        assert.equal(response.headers.get("access-control-allow-origin"), null);
        await response.body?.cancel();
      });
    }
  }
  for (const path of ["/oauth/token", "/.well-known/oauth-authorization-server"]) {
    await t.step(`OPTIONS ${path}`, async () => {
      const response = await house.fetch(new Request(ORIGIN + path, { method: "OPTIONS", headers: evil }));
      assert.deepEqual([response.status, response.headers.get("access-control-allow-origin")], [204, "*"]);
      assert.equal(response.headers.get("access-control-allow-credentials"), null);
    });
  }
  await t.step("paths that only look open", async () => {
    for (const path of ["/.well-known/../account", "/.well-known/%2e%2e/account", "/oauth/token/", "/account?/token"]) {
      const response = await house.fetch(new Request(ORIGIN + path, { headers: evil }));
      assert.ok(response.status === 403 || response.status === 404, path);
      assert.doesNotMatch(await response.text(), /5WS|\.\.\.0001|u_/);
    }
  });
  await t.step("another host's name for this server", async () => {
    for (const host of ["evil.example", "localhost.evil.example", "evil.example:8787"]) {
      const response = await house.fetch(new Request(`${ORIGIN}/account`, { headers: { host, cookie } }));
      assert.equal(response.status, 403);
      await response.body?.cancel();
    }
  });
});
