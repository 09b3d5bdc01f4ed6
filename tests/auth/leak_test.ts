/** Known secrets, planted and looked for: in the log, in errors, on pages, in addresses, and in a copy of the database. */

import assert from "node:assert/strict";
import { brokerLinks } from "../../src/auth/users.ts";
import { importSealKeys, unseal } from "../../src/core/seal.ts";
import {
  createSimulator,
  SIMULATED_CREDENTIALS,
  SIMULATED_TRADE_ONLY_REFRESH_TOKEN,
  type Simulator,
} from "../../src/simulator/simulator.ts";
import { FRIDAY } from "../support/app.ts";
import { legacyRequest } from "../support/clients.ts";
import {
  allow,
  askToken,
  authorizePath,
  type Browser,
  CALLBACK,
  logIn,
  LOGINS,
  openBrowser,
  ORIGIN,
  register,
  VERIFIER,
} from "../support/login.ts";
import { type House, openHouse } from "./attacks/house.ts";

/** What a visitor got. */
interface Seen {
  request: string;
  status: number;
  headers: string;
  location: string | null;
  text: string;
}

/** Secrets by what they are; filled while the walk goes on. */
class Secrets {
  readonly #texts = new Map<string, string>();

  plant(name: string, text: string | null | undefined): void {
    assert.ok(text && text.length >= 8, `${name} is no secret: ${text}`);
    this.#texts.set(text, name);
  }

  get names(): Set<string> {
    return new Set(this.#texts.values());
  }

  /** The names of those that occur in `text`, as they are or in a usual disguise. */
  in(text: string, except: readonly string[] = []): string[] {
    const found = [...this.#texts].filter(([secret, name]) =>
      !except.includes(name) && disguises(secret).some((disguise) => text.includes(disguise))
    );
    return found.map(([, name]) => name);
  }
}

function disguises(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret);
  return [secret, encodeURIComponent(secret), btoa(secret).replace(/=+$/, ""), bytes.toHex()];
}

interface Walk {
  secrets: Secrets;
  seen: Seen[];
  /** What went to the broker: address and headers. */
  sent: { url: string; headers: string }[];
  rawLines: readonly string[];
  dump: string;
  /** The database's files. */
  files: string;
  /** The broker links, for who has the key. */
  links: { userId: string; sealed: string }[];
}

/** One walk serves all tests of this file. */
let walk: Promise<Walk> | undefined;

async function takeWalk(): Promise<Walk> {
  const secrets = new Secrets();
  const folder = await Deno.makeTempDir({ prefix: "ttai-leak-" });
  const kv = await Deno.openKv(`${folder}/kv.sqlite3`);
  const clock = { at: FRIDAY };
  const sent: Walk["sent"] = [];
  const simulator = listenTo(createSimulator({ now: () => clock.at }), secrets, sent);
  const house = await openHouse({ kv, clock, simulator, environment: { LOG_LEVEL: "debug" } });
  const seen: Seen[] = [];
  const fetch = house.fetch;
  house.fetch = async (request) => {
    const response = await fetch(request);
    seen.push({
      request: `${request.method} ${request.url}`,
      status: response.status,
      headers: [...response.headers].filter(([name]) => name !== "set-cookie" && name !== "location").join("\n"),
      location: response.headers.get("location"),
      text: await response.clone().text(),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, value] = /=([^;]*)/.exec(line)!;
      if (value !== "") secrets.plant("cookie", value!);
    }
    return response;
  };
  try {
    plantSettings(secrets);
    await goRight(house, secrets);
    await goWrong(house, secrets);
    const dump = (await house.dump()).map(({ key, text }) => `${key} ${text}`).join("\n");
    const { items } = await house.storage.records.list(brokerLinks);
    const links = items.map(({ value: { userId, sealed } }) => ({ userId, sealed }));
    await house[Symbol.asyncDispose]();
    kv.close();
    const files = await Promise.all(
      (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => Deno.readFile(`${folder}/${name}`)),
    );
    const asText = files.map((bytes) => new TextDecoder("latin1").decode(bytes)).join("\n");
    return { secrets, seen, sent, rawLines: house.rawLines, dump, files: asText, links };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Every token and code the simulated broker gives is a secret too. */
function listenTo(simulator: Simulator, secrets: Secrets, sent: Walk["sent"]): Simulator {
  return {
    ...simulator,
    async fetch(input, init) {
      const request = new Request(input, init);
      if (new URL(request.url).pathname !== "/auth.html") {
        sent.push({ url: request.url, headers: [...request.headers].join("\n") });
      }
      const response = await simulator.fetch(request);
      const { access_token, refresh_token } = await response.clone().json().catch(() => ({}));
      if (access_token) secrets.plant("broker access token", access_token);
      if (refresh_token) secrets.plant("broker refresh token", refresh_token);
      const code = URL.parse(response.headers.get("location") ?? "")?.searchParams.get("code");
      if (code) secrets.plant("broker code", code);
      return response;
    },
  };
}

function plantSettings(secrets: Secrets): void {
  secrets.plant("signing key", LOGINS.JWT_SECRET);
  secrets.plant("sealing key", LOGINS.TOKEN_ENCRYPTION_KEY);
  secrets.plant("sealing key", atob(LOGINS.TOKEN_ENCRYPTION_KEY));
  secrets.plant("partner secret", LOGINS.TT_CLIENT_SECRET);
  for (const { clientSecret, refreshToken } of SIMULATED_CREDENTIALS) {
    secrets.plant("client secret", clientSecret);
    secrets.plant("broker refresh token", refreshToken);
  }
  for (const { accounts } of createSimulator({ now: () => FRIDAY }).world.customers.values()) {
    for (const { number } of accounts) secrets.plant("account number", number);
  }
}

const CALL = { name: "get_quote", arguments: { symbol: "AAPL" } };

const call = async ({ fetch }: House, authorization: string): Promise<void> => {
  await (await fetch(legacyRequest("tools/call", CALL, { authorization }))).body?.cancel();
};

async function goRight(house: House, secrets: Secrets): Promise<void> {
  for (const way of ["personal", "partner"] as const) {
    const client = await register(house, { token_endpoint_auth_method: "client_secret_post" });
    secrets.plant("secret of a client", client.client_secret);
    const customer = way === "personal" ? 0 : 1;
    const login = await logIn(house, {
      clientId: client.client_id,
      clientSecret: client.client_secret,
      customer,
      way,
      trade: true,
    });
    secrets.plant("code", login.code);
    plantTokens(secrets, { access_token: login.accessToken, refresh_token: login.refreshToken });
    await call(house, `Bearer ${login.accessToken}`);
    const { body } = await askToken(house, {
      grant_type: "refresh_token",
      refresh_token: login.refreshToken,
      client_id: client.client_id,
      client_secret: client.client_secret,
    });
    plantTokens(secrets, body);
    for (const path of ["/account", "/account/data", "/account/delete"]) await login.browser.get(path);
  }
}

function plantTokens(secrets: Secrets, { access_token, refresh_token }: Record<string, string>): void {
  secrets.plant("access token", access_token);
  secrets.plant("refresh token", refresh_token);
  secrets.plant("refresh token", refresh_token!.split(".")[1]);
}

/** Every way a login goes wrong, each with secrets of its own. */
async function goWrong(house: House, secrets: Secrets): Promise<void> {
  const { client_id } = await register(house);
  let number = 0;
  const pasted = (text: string): string => {
    const secret = `planted-${text}-${++number}`;
    secrets.plant("pasted secret", secret);
    return secret;
  };
  const openLink = async (): Promise<[Browser, Awaited<ReturnType<Browser["get"]>>]> => {
    // Another household each time, so that no attempt is one too many.
    house.address = `198.51.100.${100 + ++number}`;
    const browser = openBrowser(house);
    const consent = await browser.get(authorizePath(client_id, { state: "a state" }));
    return [browser, await browser.follow(await browser.submit(consent, { decision: "allow" }))];
  };
  const tryLink = async (client_secret: string, refresh_token: string) => {
    const [browser, page] = await openLink();
    return await browser.submit(page, { client_secret, refresh_token }, "/oauth/link/personal");
  };
  const [ada] = SIMULATED_CREDENTIALS;

  const refused = [
    await tryLink(pasted("wrong-client-secret"), ada.refreshToken),
    await tryLink(ada.clientSecret, pasted("wrong-refresh-token")),
    await tryLink(pasted("header.claims.signature"), pasted("client-secret")),
    await tryLink(pasted("same-twice"), `planted-same-twice-${number}`),
    await tryLink(ada.clientSecret, SIMULATED_TRADE_ONLY_REFRESH_TOKEN),
    await tryLink(SIMULATED_CREDENTIALS[2].clientSecret, SIMULATED_CREDENTIALS[2].refreshToken),
    await tryLink(pasted(`<script>${"x".repeat(300)}</script>`), pasted("long")),
  ];
  for (const kind of ["html", "half_json", "dropped"] as const) {
    for (const path of ["/oauth/token", "/customers/me"]) {
      house.simulator.faults.add({ kind, path });
      refused.push(await tryLink(ada.clientSecret, ada.refreshToken));
      house.simulator.faults.clear();
    }
  }
  house.simulator.faults.add({ kind: "wrong_shape", path: "/customers/me", key: "account-number" });
  refused.push(await tryLink(ada.clientSecret, ada.refreshToken));
  house.simulator.faults.clear();
  for (const { status, location } of refused) assert.deepEqual([status, location], [400, null]);

  const [browser, page] = await openLink();
  const toBroker = await browser.submit(page, {}, "/oauth/link/tastytrade");
  const state = new URL(toBroker.location!).searchParams.get("state")!;
  secrets.plant("state", state.split(".")[1]);
  await browser.get(`/oauth/callback?${new URLSearchParams({ state, code: pasted("broker-code") })}`);
  await browser.get(`/oauth/callback?${new URLSearchParams({ state, error: pasted("broker-error") })}`);

  const { location } = await allow(openBrowser(house), authorizePath(client_id));
  const code = new URL(location!).searchParams.get("code")!;
  secrets.plant("code", code);
  const redeem = { grant_type: "authorization_code", code, client_id, redirect_uri: CALLBACK };
  await askToken(house, { ...redeem, code_verifier: pasted("verifier".padEnd(50, "-")) });
  await askToken(house, { ...redeem, client_id: (await register(house)).client_id, code_verifier: VERIFIER });
  const { body } = await askToken(house, { ...redeem, code_verifier: VERIFIER });
  plantTokens(secrets, body);
  await askToken(house, { grant_type: "refresh_token", refresh_token: pasted("refresh-token"), client_id });
  await askToken(house, { grant_type: "refresh_token", client_id }, {
    authorization: `Basic ${btoa(`${client_id}:${pasted("basic-secret")}`)}`,
  });
  await askToken(house, { client_id, token: pasted("token-to-revoke") }, {}, "/oauth/revoke");
  await askToken(house, { grant_type: pasted("grant-type"), client_id, client_secret: pasted("secret") });
  await call(house, `Bearer ${pasted("bearer")}`);
  await call(house, `Bearer ${body.access_token}x`);
  const inAddress = new URLSearchParams({ access_token: body.access_token, refresh_token: pasted("in-the-address") });
  for (const path of ["/mcp", "/oauth/token", "/oauth/authorize", "/account", "/nowhere", "/oauth/link"]) {
    await (await house.fetch(new Request(`${ORIGIN}${path}?${inAddress}`))).body?.cancel();
  }
  for (const kind of ["html", "dropped"] as const) {
    house.clock.at += 31_000;
    house.simulator.faults.add({ kind });
    await call(house, `Bearer ${body.access_token}`);
    house.simulator.faults.clear();
  }
  house.simulator.revokeGrant();
  house.clock.at += 31 * 60_000;
  await call(house, `Bearer ${body.access_token}`);
  await askToken(house, { ...redeem, code_verifier: VERIFIER });
  await askToken(house, { grant_type: "refresh_token", refresh_token: body.refresh_token, client_id });
}

const walked = (): Promise<Walk> => walk ??= takeWalk();

Deno.test("leaks: the walk has planted every kind of secret, and has gone right and wrong", async () => {
  const { secrets, seen, rawLines } = await walked();
  assert.deepEqual([...secrets.names].sort(), [
    "access token",
    "account number",
    "broker access token",
    "broker code",
    "broker refresh token",
    "client secret",
    "code",
    "cookie",
    "partner secret",
    "pasted secret",
    "refresh token",
    "sealing key",
    "secret of a client",
    "signing key",
    "state",
  ]);
  assert.deepEqual(secrets.in(`before ${LOGINS.JWT_SECRET} after`), ["signing key"]);
  assert.ok(new Set(seen.map(({ status }) => status)).isSupersetOf(new Set([200, 303, 400, 401, 404])));
  for (const level of ["debug", "info", "error"]) {
    assert.ok(rawLines.some((line) => line.includes(`"level":"${level}"`)), level);
  }
});

Deno.test("leaks: no line of the log has a secret, a token, a code, a cookie or an account number", async () => {
  const { secrets, rawLines } = await walked();
  assert.ok(rawLines.length > 100);
  for (const line of rawLines) {
    assert.deepEqual(secrets.in(line), [], line);
    // Nor who somebody is, beyond the opaque id.
    assert.doesNotMatch(line, /@simulator\.example|Ada|Example|C51000000/, line);
    assert.doesNotMatch(line, /\?/, "no query of an address");
  }
});

Deno.test("leaks: no error says a secret, in body or headers", async () => {
  const { secrets, seen } = await walked();
  for (const { request, status, headers, text } of seen) {
    assert.deepEqual(secrets.in(headers), [], request);
    if (status >= 400) assert.deepEqual(secrets.in(text), [], `${request} ${text}`);
  }
});

Deno.test("leaks: no page, download or answer of a tool has a secret or a full account number", async () => {
  const { secrets, seen } = await walked();
  const pages = seen.filter(({ request }) => !/\/oauth\/(token|register)$/.test(request.split("?")[0]!));
  for (const { request, text } of pages) assert.deepEqual(secrets.in(text), [], request);
  const account = pages.find(({ request, status }) => request.endsWith("/account") && status === 200)!;
  assert.match(account.text, /\.\.\.0001/);
  const answers = seen.filter(({ request, status }) => /\/oauth\/token$/.test(request) && status === 200);
  assert.ok(answers.length >= 4);
  for (const { text } of answers) assert.deepEqual(secrets.in(text, ["access token", "refresh token"]), []);
});

Deno.test("leaks: of all addresses people are sent to, only a code is a secret, and only in its place", async () => {
  const { secrets, seen } = await walked();
  const locations = seen.flatMap(({ location }) => location === null ? [] : [new URL(location, ORIGIN)]);
  assert.ok(locations.some((url) => url.searchParams.has("code")));
  for (const url of locations) {
    if (url.origin + url.pathname === CALLBACK) url.searchParams.delete("code");
    // The broker's login repeats our state; it proves nothing in any other browser.
    if (url.pathname === "/auth.html") url.searchParams.delete("state");
    assert.deepEqual(secrets.in(url.href), [], url.href);
  }
});

Deno.test("leaks: requests to the broker carry secrets in their bodies only, and never a token of ours", async () => {
  const { secrets, sent } = await walked();
  assert.ok(sent.some(({ url }) => url.endsWith("/oauth/token")));
  for (const { url, headers } of sent) {
    assert.deepEqual(secrets.in(url), [], url);
    assert.deepEqual(secrets.in(headers, ["broker access token"]), [], headers);
  }
});

Deno.test("leaks: a copy of the database without the key has no secret in it, not even in its deleted parts", async () => {
  const { secrets, dump, files } = await walked();
  assert.deepEqual(secrets.in(dump), []);
  assert.deepEqual(secrets.in(files), []);
  // What is there by intention shows that this is the database.
  for (const text of [dump, files]) assert.match(text, /Individual \.\.\.0001/);
});

Deno.test("leaks: the broker's credentials open with the key and for their user, and in no other way", async () => {
  const { links } = await walked();
  const right = await importSealKeys([LOGINS.TOKEN_ENCRYPTION_KEY]);
  const wrong = await importSealKeys([btoa("another key of thirty-two bytes!")]);
  assert.equal(links.length, 2);
  for (const { userId, sealed } of links) {
    const opened = await unseal(right, sealed, userId);
    assert.match(opened!, /"refreshToken":"[^"]{16,}"/);
    assert.doesNotMatch(opened!, new RegExp(LOGINS.TT_CLIENT_SECRET), "the operator's secret is not copied");
    assert.equal(await unseal(wrong, sealed, userId), null);
    assert.equal(await unseal({ ...wrong, byId: renamed(wrong.byId, sealed) }, sealed, userId), null);
    const other = links.find((link) => link.userId !== userId)!;
    assert.equal(await unseal(right, sealed, other.userId), null, "swapped between two users");
    assert.equal(await unseal(right, flip(sealed), userId), null, "changed by one bit");
  }
});

/** The wrong key under the right key's name. */
const renamed = (byId: ReadonlyMap<string, CryptoKey>, sealed: string): Map<string, CryptoKey> =>
  new Map([[sealed.split(".")[1]!, [...byId.values()][0]!]]);

const flip = (sealed: string): string => {
  const at = sealed.length - 10;
  return sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
};
