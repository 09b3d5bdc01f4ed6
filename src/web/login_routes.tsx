/** The pages of a login: consent, the link to the broker, and the way back to the client. */

import { Hono } from "@hono/hono/tiny";
import type { OpenRequest as Request } from "../auth/authorization_requests.ts";
import { addressBlock } from "../auth/ip_address.ts";
import type { AuthorizationServer } from "../auth/authorization_server.ts";
import { type LinkProblem, readPersonalGrant } from "../auth/linking.ts";
import { isLoopbackRedirect, redirectHost } from "../auth/redirects.ts";
import { hashSecret, newSecret } from "../auth/secret.ts";
import { explain, type Result } from "../core/failure.ts";
import { ConsentPage } from "./consent_page.tsx";
import { type DemoGrant, LinkPage } from "./link_page.tsx";
import { MessagePage } from "./message_page.tsx";
import { cookieOf, type Environment, giveCookie, go, readForm, show, type Visit } from "./visit.ts";

export interface LoginRoutesOptions {
  server: AuthorizationServer;
  /** Where a person logs in at the broker, with our state along; `null` without an approved application. */
  brokerLogin: ((state: string) => string) | null;
  /** Exchanges the code a person came back with. */
  exchangeCode: (code: string, signal: AbortSignal) => Promise<Result<{ refreshToken: string }>>;
  /** What the link page shows beside a simulated broker; `null` beside a real one. */
  demoGrants: () => Promise<readonly DemoGrant[] | null>;
}

/** Logins begun from one address: each is a record, and may fetch a document. */
const BEGUN_PER_ADDRESS = { limit: 100, windowSeconds: 600 };
/** Attempts to link, because failed logins lock our address at the broker for hours. */
const PER_BROWSER = { limit: 5, windowSeconds: 3600 };
const PER_ADDRESS = { limit: 10, windowSeconds: 3600 };

export function loginRoutes({ server, brokerLogin, exchangeCode, demoGrants }: LoginRoutesOptions) {
  const { requests, sessions, flow, partner, environment } = server;
  const routes = new Hono<Environment>();

  /** The request a page or form is about, for the browser it belongs to. */
  async function readRequest(visit: Visit, form: URLSearchParams | null): Promise<Request | null> {
    const browser = cookieOf(visit, "browser");
    if (form === null) return await requests.read(visit.req.query("request") ?? "", browser);
    return await requests.readForm(form.get("request") ?? "", browser, form.get("csrf") ?? "");
  }

  const gone = (visit: Visit): Response =>
    show(visit, (nonce) => (
      <MessagePage
        nonce={nonce}
        title="This login has ended"
        text="It was answered already, was left for too long, or was begun in another browser. Go back to the application; if it is not connected there, connect again."
      />
    ), { status: 400 });

  /** The account a session may be used with, as it is shown; `null` when it has to be linked (again) first. */
  async function labelOf(userId: string | undefined): Promise<string | null> {
    if (userId === undefined) return null;
    const [user, credentials] = await Promise.all([server.users.read(userId), server.users.credentials(userId)]);
    return user !== null && credentials !== null && server.isInvited(user.value)
      ? user.value.accounts.join(", ")
      : null;
  }

  async function consent(visit: Visit, request: Request, error?: string): Promise<Response> {
    const { value, id } = request;
    const session = await sessions.read(cookieOf(visit, "session"));
    const label = await labelOf(session?.userId);
    const isWeb = /^https?:/.test(value.redirectUri);
    return show(visit, (nonce) => (
      <ConsentPage
        nonce={nonce}
        action="/oauth/consent"
        requestId={id}
        csrf={value.csrf}
        client={{
          name: value.clientName,
          verifiedHost: value.verifiedHost,
          redirectHost: isWeb ? redirectHost(value.redirectUri) : value.redirectUri,
          isLoopback: isLoopbackRedirect(value.redirectUri),
          isPrivateScheme: !isWeb,
        }}
        scopes={{ trade: true }}
        account={label === null ? null : { label }}
        {...(error === undefined ? {} : { error })}
      />
    ), { status: error === undefined ? 200 : 400, formTargets: [value.redirectUri] });
  }

  async function linkPage(
    visit: Visit,
    { id, value }: Request,
    { problem, retryAt = null }: { problem?: LinkProblem; retryAt?: number | null } = {},
  ): Promise<Response> {
    const demo = await demoGrants();
    return show(visit, (nonce) => (
      <LinkPage
        nonce={nonce}
        requestId={id}
        csrf={value.csrf}
        partner={brokerLogin !== null}
        environment={environment}
        isSimulated={demo !== null}
        {...(demo === null ? {} : { demoGrants: demo })}
        clientName={value.clientName}
        {...(problem === undefined ? {} : { error: problem })}
        retryAt={retryAt}
      />
    ), {
      status: retryAt !== null ? 429 : problem === undefined ? 200 : 400,
      formTargets: [value.redirectUri, ...(brokerLogin === null ? [] : [brokerLogin("")])],
    });
  }

  async function authorize(visit: Visit): Promise<Response> {
    const taken = await server.attempts.take(`authorize ${addressBlock(visit.env.address)}`, BEGUN_PER_ADDRESS);
    if (!taken.ok) {
      return show(visit, (nonce) => (
        <MessagePage
          nonce={nonce}
          title="Too many logins at once"
          text="More logins were begun from your network than people begin. Wait ten minutes, then connect again."
        />
      ), { status: 429 });
    }
    // The same cookie for all tabs of a browser, so that two logins side by side do not disturb each other.
    const browser = cookieOf(visit, "browser") ?? newSecret();
    const outcome = await server.authorize(new URL(visit.req.url).searchParams, browser, visit.req.raw.signal);
    if (outcome.kind === "redirect") return go(visit, outcome.location);
    if (outcome.kind === "refused") {
      return show(visit, (nonce) => (
        <MessagePage
          nonce={nonce}
          title={outcome.reason === "unknown_client" ? "Unknown application" : "Wrong address"}
          text={`${outcome.detail} Nothing was permitted and nothing was sent.`}
        />
      ), { status: 400 });
    }
    giveCookie(visit, "browser", browser);
    const request = await requests.read(outcome.requestId, browser);
    return request === null ? gone(visit) : await consent(visit, request);
  }

  routes.get("/oauth/authorize", authorize);
  routes.get("/authorize", authorize);

  routes.post("/oauth/consent", async (visit) => {
    const form = await readForm(visit);
    const request = form === null ? null : await readRequest(visit, form);
    if (form === null || request === null) return gone(visit);
    const decision = form.get("decision");
    if (decision === "deny") {
      const location = await flow.deny(request);
      return location === null ? gone(visit) : go(visit, location);
    }
    if (decision !== "allow" && decision !== "other_account") {
      return await consent(visit, request, "Choose whether to allow it.");
    }
    const scopes = ["read", ...(form.getAll("scope").includes("trade") ? ["trade"] : [])];
    const permitted = await flow.permit(request, scopes);
    if (permitted === null) return gone(visit);
    const session = decision === "allow" ? await sessions.read(cookieOf(visit, "session")) : null;
    if (session === null || await labelOf(session.userId) === null) {
      return go(visit, `/oauth/link?request=${request.id}`);
    }
    const location = await flow.finish(permitted, session.userId);
    return location === null ? gone(visit) : go(visit, location);
  });

  routes.get("/oauth/link", async (visit) => {
    const request = await readRequest(visit, null);
    if (request === null) return gone(visit);
    return request.value.granted === null ? await consent(visit, request) : await linkPage(visit, request);
  });

  // Opened by hand, or again from the history: what is posted to them is not in the address.
  for (const path of ["/oauth/consent", "/oauth/link/personal", "/oauth/link/tastytrade"]) routes.get(path, gone);

  /** Takes an attempt of this browser and address; when there is none left, says when there will be. */
  async function takeAttempt(visit: Visit): Promise<number | null> {
    for (
      const [key, limit] of [
        [`link browser ${cookieOf(visit, "browser")}`, PER_BROWSER],
        [`link address ${addressBlock(visit.env.address)}`, PER_ADDRESS],
      ] as const
    ) {
      const taken = await server.attempts.take(key, limit);
      if (!taken.ok) return taken.retryAt;
    }
    return null;
  }

  async function linked(
    visit: Visit,
    request: Request,
    way: "personal" | "partner",
    credentials: { clientSecret: string; refreshToken: string; clientId?: string },
  ): Promise<Response> {
    const outcome = await server.identify(credentials, visit.req.raw.signal);
    if (!outcome.ok) return await linkPage(visit, request, { problem: outcome.problem });
    const done = await flow.link(request, outcome.customer, way, outcome.credentials);
    if (done === null) return gone(visit);
    await sessions.close(cookieOf(visit, "session"));
    giveCookie(visit, "session", done.cookie);
    return go(visit, done.location);
  }

  routes.post("/oauth/link/personal", async (visit) => {
    const form = await readForm(visit);
    const request = form === null ? null : await readRequest(visit, form);
    if (form === null || request === null || request.value.granted === null) return gone(visit);
    const read = readPersonalGrant(form.get("client_secret") ?? "", form.get("refresh_token") ?? "");
    if (!read.ok) return await linkPage(visit, request, { problem: read.problem });
    const retryAt = await takeAttempt(visit);
    if (retryAt !== null) return await linkPage(visit, request, { retryAt });
    return await linked(visit, request, "personal", read.credentials);
  });

  routes.post("/oauth/link/tastytrade", async (visit) => {
    const form = await readForm(visit);
    const request = form === null ? null : await readRequest(visit, form);
    if (request === null || request.value.granted === null || brokerLogin === null) return gone(visit);
    const secret = newSecret();
    const changed = await requests.change(request, { brokerStateHash: await hashSecret(secret) });
    // The state finds the request again and proves that this login was begun here.
    return changed === null ? gone(visit) : go(visit, brokerLogin(`${request.id}.${secret}`));
  });

  routes.get("/oauth/callback", async (visit) => {
    const [id = "", secret = ""] = (visit.req.query("state") ?? "").split(".");
    const found = await requests.read(id, cookieOf(visit, "browser"));
    const isOurs = found !== null && found.value.brokerStateHash !== null && found.value.granted !== null &&
      await hashSecret(secret) === found.value.brokerStateHash;
    if (!isOurs || partner === null) return gone(visit);
    // Used up before anything else: the same answer of the broker is worth nothing a second time.
    const request = await requests.change(found, { brokerStateHash: null });
    if (request === null) return gone(visit);
    const code = visit.req.query("code");
    if (code === undefined) {
      return await linkPage(visit, request, {
        problem: { text: "You did not log in at tastytrade. Try again, or use a grant of your own." },
      });
    }
    const retryAt = await takeAttempt(visit);
    if (retryAt !== null) return await linkPage(visit, request, { retryAt });
    const exchanged = await exchangeCode(code, visit.req.raw.signal);
    if (!exchanged.ok) {
      // What the operator's application is refused for is not the visitor's to mend.
      const text = exchanged.failure.kind === "unauthenticated"
        ? "tastytrade did not confirm the login. Try once more, or use a grant of your own; if it stays, tell whoever runs this server."
        : explain(exchanged.failure);
      return await linkPage(visit, request, { problem: { text } });
    }
    const { clientId, clientSecret } = partner;
    return await linked(visit, request, "partner", {
      clientId,
      clientSecret,
      refreshToken: exchanged.value.refreshToken,
    });
  });

  return routes;
}
