/** A person with a browser and a client that wants a token: every page of a login walked as it is served. */

import assert from "node:assert/strict";
import {
  SIMULATED_CREDENTIALS,
  SIMULATED_PARTNER_CLIENT_ID,
  SIMULATED_PARTNER_CLIENT_SECRET,
  type Simulator,
} from "../../src/simulator/simulator.ts";
import type { Server } from "./clients.ts";

/** Where the app under test believes to be. */
export const ORIGIN = "http://localhost:8787";

/** Settings of a server with logins, beside a simulator that stands in for the network. */
export const LOGINS = {
  JWT_SECRET: "a secret of the tests that signs and nothing else".replaceAll(" ", "-"),
  TOKEN_ENCRYPTION_KEY: btoa("a sealing key of thirty-two byte"),
  TT_API_URL: "http://broker.test",
  TT_CLIENT_ID: SIMULATED_PARTNER_CLIENT_ID,
  TT_CLIENT_SECRET: SIMULATED_PARTNER_CLIENT_SECRET,
};

/** The pair of RFC 7636, appendix B. */
export const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
export const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/** Where the tests' client listens. */
export const CALLBACK = "http://127.0.0.1:3333/callback";

/** A form of a page, with what it would send by itself: hidden fields and ticked boxes. */
export interface Form {
  /** Absolute. */
  action: string;
  method: string;
  fields: [name: string, value: string][];
  html: string;
}

/** An answer a browser got. */
export interface Visited {
  url: string;
  status: number;
  headers: Headers;
  text: string;
  /** Absolute; `null` when there is no redirect. */
  location: string | null;
  forms: Form[];
}

/** Keeps our cookies by the rules of RFC 6265bis and sends forms as they stand; it runs no script, because we serve none. */
export class Browser {
  readonly #fetch: (request: Request) => Promise<Response>;
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  /** `fetch` answers for every host. Cookies belong to `origin` alone. */
  constructor(fetch: (request: Request) => Promise<Response>, origin = ORIGIN) {
    this.#fetch = fetch;
    this.#origin = origin;
  }

  /** By full name; may be changed, as somebody with the machine could. */
  get cookies(): Map<string, string> {
    return this.#cookies;
  }

  /** Opens an address, absolute or of the server under test, without following a redirect. */
  get(address: string): Promise<Visited> {
    return this.#send(new URL(address, this.#origin), null, this.#origin);
  }

  /** Posts fields as a page of `from` would: from another site no cookie comes along (SameSite=Lax). */
  post(address: string, fields: [string, string][] | Record<string, string>, from = this.#origin): Promise<Visited> {
    return this.#send(new URL(address, this.#origin), new URLSearchParams(fields), from);
  }

  /**
   * Sends the page's form whose action's path is `action` (its first form without): its own fields, then `fields`, which
   * replace those of the same name; a list adds to them.
   */
  submit(page: Visited, fields: Record<string, string> | [string, string][] = {}, action?: string): Promise<Visited> {
    const form = page.forms.find((candidate) => action === undefined || new URL(candidate.action).pathname === action);
    assert.ok(form, `${page.url} has no form ${action ?? ""} (status ${page.status})`);
    const own = Array.isArray(fields) ? form.fields : form.fields.filter(([name]) => !(name in fields));
    const all = [...own, ...(Array.isArray(fields) ? fields : Object.entries(fields))];
    return this.#send(new URL(form.action), new URLSearchParams(all), new URL(page.url).origin);
  }

  /** Goes where a page sends it, and on, as long as that is on `hosts` (the server's own by default). */
  async follow(page: Visited, hosts: readonly string[] = [new URL(this.#origin).host]): Promise<Visited> {
    let here = page;
    for (let turn = 0; here.location !== null && hosts.includes(new URL(here.location).host); turn++) {
      assert.ok(turn < 10, "redirects in a circle");
      here = await this.get(here.location);
    }
    return here;
  }

  async #send(url: URL, form: URLSearchParams | null, from: string): Promise<Visited> {
    const isOurs = url.origin === this.#origin;
    const isSent = isOurs && (form === null || from === this.#origin);
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await this.#fetch(
      new Request(url, {
        method: form === null ? "GET" : "POST",
        redirect: "manual",
        headers: {
          accept: "text/html,application/xhtml+xml,*/*;q=0.8",
          ...(isSent && cookie !== "" ? { cookie } : {}),
          ...(form === null ? {} : { origin: from, "content-type": "application/x-www-form-urlencoded" }),
        },
        ...(form === null ? {} : { body: form.toString() }),
      }),
    );
    if (isOurs) { for (const line of response.headers.getSetCookie()) this.#keep(line); }
    const text = await response.text();
    const location = response.headers.get("location");
    return {
      url: url.href,
      status: response.status,
      headers: response.headers,
      text,
      location: location === null ? null : new URL(location, url).href,
      forms: formsOf(text, url.href),
    };
  }

  #keep(line: string): void {
    const [pair = "", ...rest] = line.split(";").map((part) => part.trim());
    const attributes = new Map(rest.map((part) => {
      const [name = "", value = ""] = part.split("=");
      return [name.toLowerCase(), value] as const;
    }));
    const [name = "", value = ""] = pair.split(/=(.*)/s);
    // A browser drops a cookie of this name that breaks a rule; here it is a failure.
    assert.match(name, /^__Host-/);
    assert.ok(attributes.has("secure") && attributes.has("httponly"), line);
    assert.deepEqual([attributes.get("path"), attributes.get("samesite"), attributes.has("domain")], [
      "/",
      "Lax",
      false,
    ]);
    if (attributes.get("max-age") === "0") this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

const unescape = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name]!);

const attribute = (tag: string, name: string): string | null => {
  const found = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s/>])`).exec(tag);
  return found === null ? null : unescape(found[1] ?? "");
};

function formsOf(html: string, url: string): Form[] {
  return [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([text]) => {
    const tag = /^<form\b[^>]*>/.exec(text)![0];
    const inputs = [...text.matchAll(/<input\b[^>]*>/g)].map(([input]) => input);
    const fields = inputs.filter((input) => {
      const type = attribute(input, "type");
      const isSent = type === "hidden" || attribute(input, "checked") !== null;
      return isSent && attribute(input, "disabled") === null && attribute(input, "name") !== null;
    }).map((input): [string, string] => [attribute(input, "name")!, attribute(input, "value") ?? "on"]);
    // A form without an action goes to the address of its page.
    const action = new URL(attribute(tag, "action") ?? url, url).href;
    return { action, method: attribute(tag, "method") ?? "get", fields, html: text };
  });
}

/** What a login needs of the app under test; `simulator` only where somebody logs in at the broker's own page. */
export interface LoginServer extends Server {
  simulator?: Pick<Simulator, "fetch">;
}

/** A fresh browser that reaches the app and the simulated broker. */
export function openBrowser({ fetch, simulator }: LoginServer, origin = ORIGIN): Browser {
  return new Browser((request) => {
    if (new URL(request.url).origin === origin) return fetch(request);
    assert.ok(simulator, `nobody answers at ${request.url}`);
    return simulator.fetch(request);
  }, origin);
}

/** An answer in JSON. */
export interface JsonAnswer {
  status: number;
  headers: Headers;
  // deno-lint-ignore no-explicit-any -- tests look into answers of every shape
  body: any;
}

async function answerOf(response: Response): Promise<JsonAnswer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}

/** Posts JSON, or a form, without any cookie, as a client's own code does. */
export async function post(
  { fetch }: Server,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<JsonAnswer> {
  const isForm = body instanceof URLSearchParams;
  return await answerOf(
    await fetch(
      new Request(ORIGIN + path, {
        method: "POST",
        headers: { "content-type": isForm ? "application/x-www-form-urlencoded" : "application/json", ...headers },
        body: isForm ? body.toString() : JSON.stringify(body),
      }),
    ),
  );
}

/** Posts a form to the token endpoint; a field that is `null` is left out. */
export const askToken = (
  server: Server,
  fields: Record<string, string | null>,
  headers: Record<string, string> = {},
  path = "/oauth/token",
): Promise<JsonAnswer> => post(server, path, new URLSearchParams(present(fields)), headers);

const present = (fields: Record<string, string | null>): [string, string][] =>
  Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null);

/** Registers a client and gives the answer's body; `metadata` adds to a public client's. */
// deno-lint-ignore no-explicit-any -- as above
export async function register(server: Server, metadata: Record<string, unknown> = {}): Promise<any> {
  const { status, body } = await post(server, "/oauth/register", {
    client_name: "Test client",
    redirect_uris: [CALLBACK],
    token_endpoint_auth_method: "none",
    ...metadata,
  });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

/** The address a client opens in the browser; a parameter that is `null` is left out. */
export function authorizePath(clientId: string, parameters: Record<string, string | null> = {}): string {
  const query = new URLSearchParams(present({
    response_type: "code",
    client_id: clientId,
    redirect_uri: CALLBACK,
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    state: "a state/of=the&client",
    scope: "read",
    resource: `${ORIGIN}/mcp`,
    ...parameters,
  }));
  return `/oauth/authorize?${query}`;
}

/** How a person answers. */
export interface Choices {
  /** Which of the simulated customers. */
  customer?: 0 | 1 | 2;
  /** Ticks trading. */
  trade?: boolean;
  way?: "personal" | "partner";
}

const NAMES = ["Ada", "Ben", "Cleo"];

/**
 * Allows it on the consent page at `path`, links an account where that is asked for, and gives the last answer: a redirect
 * to the client, or the page on which it stops.
 */
export async function allow(browser: Browser, path: string, choices: Choices = {}): Promise<Visited> {
  const consent = await browser.follow(await browser.get(path));
  const ticks: [string, string][] = choices.trade === true ? [["scope", "trade"]] : [];
  const next = await browser.follow(await browser.submit(consent, [...ticks, ["decision", "allow"]]));
  return next.location === null && next.forms.length > 0 ? await link(browser, next, choices) : next;
}

/** Links an account from the link page on, and gives the last answer. */
export async function link(browser: Browser, page: Visited, { customer = 0, way = "personal" }: Choices = {}) {
  if (way === "personal") {
    const { clientSecret, refreshToken } = SIMULATED_CREDENTIALS[customer];
    const fields = { client_secret: clientSecret, refresh_token: refreshToken };
    return await browser.submit(page, fields, "/oauth/link/personal");
  }
  const toBroker = await browser.submit(page, {}, "/oauth/link/tastytrade");
  const broker = await browser.get(toBroker.location!);
  const who = new RegExp(`name="customer" value="([^"]*)"[^>]*> ${NAMES[customer]} `).exec(broker.text)![1]!;
  const answered = await browser.submit(broker, { customer: who, decision: "allow" });
  return await browser.follow(answered);
}

/** What a client has after a login. */
export interface Login {
  clientId: string;
  /** `null` for a public client. */
  clientSecret: string | null;
  accessToken: string;
  refreshToken: string;
  scope: string;
  userId: string;
  grantId: string;
  /** The code it was redeemed from. */
  code: string;
  browser: Browser;
}

export interface LoginOptions extends Choices {
  /** A client that is registered already, or the address of a client's document; by default a new one is registered. */
  clientId?: string;
  clientSecret?: string;
  redirectUri?: string;
  /** A browser that may know the user already. */
  browser?: Browser;
  clientName?: string;
}

/** Registers a client, walks a person through all pages, and redeems the code. */
export async function logIn(server: LoginServer, options: LoginOptions = {}): Promise<Login> {
  const { browser = openBrowser(server), redirectUri = CALLBACK, clientName = "Test client" } = options;
  const clientId: string = options.clientId ??
    (await register(server, { redirect_uris: [redirectUri], client_name: clientName })).client_id;
  const clientSecret = options.clientSecret ?? null;
  const { location, status, text } = await allow(
    browser,
    authorizePath(clientId, { redirect_uri: redirectUri }),
    options,
  );
  assert.ok(location !== null && location.startsWith(redirectUri), `no way back: ${status} ${location ?? text}`);
  const code = new URL(location).searchParams.get("code");
  assert.ok(code !== null, location);
  const answer = await askToken(server, {
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    client_id: clientId,
    client_secret: clientSecret,
    code_verifier: VERIFIER,
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  const claims = claimsOf(answer.body.access_token);
  return {
    clientId,
    clientSecret,
    accessToken: answer.body.access_token,
    refreshToken: answer.body.refresh_token,
    scope: answer.body.scope,
    userId: String(claims.sub),
    grantId: String(claims.grant),
    code,
    browser,
  };
}

/** What a JWT says, unchecked. */
export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(atob(token.split(".")[1]!.replaceAll("-", "+").replaceAll("_", "/")));
