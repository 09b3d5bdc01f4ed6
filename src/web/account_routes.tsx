/** The user's own page: what is linked, who may use it, and every way out. */

import { Hono } from "@hono/hono/tiny";
import type { AuditKind } from "../auth/audit.ts";
import type { AuthorizationServer } from "../auth/authorization_server.ts";
import type { BrowserSession } from "../auth/browser_sessions.ts";
import { equalHashes } from "../auth/secret.ts";
import { AccountDeletePage, DELETE_WORD } from "./account_delete_page.tsx";
import { AccountPage } from "./account_page.tsx";
import { MessagePage } from "./message_page.tsx";
import { cookieOf, type Environment, giveCookie, go, readForm, show, type Visit } from "./visit.ts";

/** What happened, in words. */
const EVENTS: Record<AuditKind, string> = {
  login: "Logged in",
  link: "Linked a tastytrade account",
  link_broken: "tastytrade stopped accepting the link; every application was disconnected",
  unlink: "Unlinked the tastytrade account",
  permit: "Allowed an application",
  refresh_reuse: "A used token came back; the application was disconnected",
  code_reuse: "A used code came back; the application was disconnected",
  revoke: "Disconnected",
  export: "Downloaded the data",
};

export function accountRoutes({ server, now }: { server: AuthorizationServer; now: () => number }) {
  const { account, sessions } = server;
  const routes = new Hono<Environment>();

  const sessionOf = (visit: Visit): Promise<BrowserSession | null> => sessions.read(cookieOf(visit, "session"));

  const stranger = (visit: Visit): Response =>
    show(visit, (nonce) => (
      <MessagePage
        nonce={nonce}
        title="You are not logged in"
        text="Connect an application to this server; that logs this browser in as well. Then come back."
        action={{ href: "/", label: "How to connect" }}
      />
    ), { status: 403 });

  /** The session of a posted form that repeats its token. */
  async function posted(visit: Visit): Promise<{ session: BrowserSession; form: URLSearchParams } | null> {
    const [session, form] = await Promise.all([sessionOf(visit), readForm(visit)]);
    if (session === null || form === null || !equalHashes(form.get("csrf") ?? "", session.csrf)) return null;
    return { session, form };
  }

  routes.get("/account", async (visit) => {
    const session = await sessionOf(visit);
    const view = session === null ? null : await account.view(session.userId);
    if (session === null || view === null) return stranger(visit);
    const { user, link, grants, events } = view;
    return show(visit, (nonce) => (
      <AccountPage
        nonce={nonce}
        csrf={session.csrf}
        user={{
          accounts: user.accounts,
          environment: user.environment,
          linkedAt: link?.linkedAt ?? user.lastLoginAt,
          linkStatus: link === null ? "none" : link.brokenAt === null ? "working" : "broken",
        }}
        grants={grants}
        events={events.map(({ at, kind, about }) => ({ at, text: EVENTS[kind], about }))}
        now={now()}
      />
    ));
  });

  // The addresses of forms, opened by hand or again from the history.
  for (const path of ["/account/revoke", "/account/revoke-all", "/account/unlink", "/account/logout"]) {
    routes.get(path, (visit) => visit.redirect("/account"));
  }

  routes.post("/account/revoke", async (visit) => {
    const given = await posted(visit);
    if (given === null) return stranger(visit);
    await account.revoke(given.session.userId, given.form.get("grant") ?? "");
    return go(visit, "/account");
  });

  routes.post("/account/revoke-all", async (visit) => {
    const given = await posted(visit);
    if (given === null) return stranger(visit);
    await account.revokeAll(given.session.userId);
    return go(visit, "/account");
  });

  routes.post("/account/unlink", async (visit) => {
    const given = await posted(visit);
    if (given === null) return stranger(visit);
    await account.unlink(given.session.userId);
    return go(visit, "/account");
  });

  routes.get("/account/data", async (visit) => {
    const session = await sessionOf(visit);
    if (session === null) return stranger(visit);
    visit.header("cache-control", "no-store");
    visit.header("content-disposition", 'attachment; filename="ttai-data.json"');
    return visit.json(await account.export(session.userId));
  });

  routes.get("/account/delete", async (visit) => {
    const session = await sessionOf(visit);
    return session === null
      ? stranger(visit)
      : show(visit, (nonce) => <AccountDeletePage nonce={nonce} csrf={session.csrf} />);
  });

  routes.post("/account/delete", async (visit) => {
    const given = await posted(visit);
    if (given === null) return stranger(visit);
    if (given.form.get("confirm")?.trim() !== DELETE_WORD) {
      return show(
        visit,
        (nonce) => (
          <AccountDeletePage
            nonce={nonce}
            csrf={given.session.csrf}
            error={`Type ${DELETE_WORD} to delete everything.`}
          />
        ),
        { status: 400 },
      );
    }
    await account.erase(given.session.userId);
    giveCookie(visit, "session", "");
    return show(
      visit,
      (nonce) => (
        <MessagePage nonce={nonce} title="Your account is deleted" text="TTAI holds nothing about you any more." />
      ),
    );
  });

  routes.post("/account/logout", async (visit) => {
    if (await posted(visit) === null) return stranger(visit);
    await sessions.close(cookieOf(visit, "session"));
    giveCookie(visit, "session", "");
    return show(visit, (nonce) => (
      <MessagePage
        nonce={nonce}
        title="You are logged out"
        text="Applications you have connected stay connected. This browser no longer shows your account."
      />
    ));
  });

  return routes;
}
