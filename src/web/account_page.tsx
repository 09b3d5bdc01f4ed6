/** A person's own page: what is linked, who may use it, what has happened, and how to end any of it. */

import type { Child } from "@hono/hono/jsx";
import { ClientName, Foreign, HiddenFields, Instant, Page } from "./page.tsx";

export interface AccountPageProps {
  nonce: string;
  csrf: string;
  user: {
    /** Masked. */
    accounts: readonly string[];
    environment: "production" | "sandbox";
    linkedAt: number;
    /** `broken` when tastytrade no longer takes the credentials, `none` when they were removed here. */
    linkStatus: "working" | "broken" | "none";
  };
  /** What the person has permitted, newest first. */
  grants: readonly AccountGrant[];
  /** Newest first. `about` is foreign text, such as a client's name. */
  events: readonly { at: number; text: string; about?: string | null }[];
  now: number;
}

export interface AccountGrant {
  id: string;
  /** Foreign text. */
  clientName: string;
  verifiedHost: string | null;
  scopes: readonly string[];
  createdAt: number;
  lastUsedAt: number;
}

/** Its forms are posted to `/account/revoke` (with `grant`), `-all`, `/account/unlink` and `/account/logout`. */
export function AccountPage({ nonce, csrf, user, grants, events, now }: AccountPageProps) {
  return (
    <Page
      title="Your account · TTAI"
      nonce={nonce}
      head={
        <PostForm action="/account/logout" fields={{ csrf }}>
          <button type="submit" class="small">Log out</button>
        </PostForm>
      }
    >
      <h1>Your account</h1>
      <p class="lead">What TTAI may reach for you, and who may ask it to.</p>

      <section aria-labelledby="linked">
        <h2 id="linked">Linked at tastytrade</h2>
        <Link user={user} csrf={csrf} />
      </section>

      <section aria-labelledby="clients">
        <h2 id="clients">Connected applications</h2>
        {grants.length === 0 && <p>None. Add the address of this server to an application to connect it.</p>}
        {grants.map((grant) => <Connection key={grant.id} grant={grant} csrf={csrf} now={now} />)}
        {grants.length > 1 && (
          <PostForm action="/account/revoke-all" fields={{ csrf }}>
            <button type="submit" class="grave small">Disconnect all {grants.length}</button>
          </PostForm>
        )}
      </section>

      <section aria-labelledby="events">
        <h2 id="events">What has happened</h2>
        {events.length === 0 ? <p>Nothing yet.</p> : (
          <>
            <ol class="events">
              {events.map(({ at, text, about }) => (
                <li>
                  <Instant at={at} />
                  <span>
                    {text}
                    {about
                      ? (
                        <>
                          {": "}
                          <Foreign text={about} />
                        </>
                      )
                      : null}
                  </span>
                </li>
              ))}
            </ol>
            <p class="note">Times are New York’s.</p>
          </>
        )}
      </section>

      <section aria-labelledby="data">
        <h2 id="data">Your data</h2>
        <div class="actions">
          <a class="button" href="/account/data">Download my data</a>
          <a class="button grave" href="/account/delete">Delete my account</a>
        </div>
      </section>
    </Page>
  );
}

function Link({ user, csrf }: Pick<AccountPageProps, "user" | "csrf">) {
  const isWorking = user.linkStatus === "working";
  if (user.linkStatus === "none") return <p>Nothing. Connect again from your application to link your account anew.</p>;
  return (
    <>
      <div class="card">
        <div class="row">
          <h3>
            {user.accounts.length === 0 ? "No account" : user.accounts.map((account, position) => (
              <>
                {position > 0 && " · "}
                <span class="whole">
                  <Foreign text={account} />
                </span>
              </>
            ))}
          </h3>
          <span class="badge" data-tone={isWorking ? "ok" : "bad"}>{isWorking ? "working" : "not working"}</span>
        </div>
        <p class="hint">
          {user.environment === "sandbox" ? "tastytrade’s sandbox, " : ""}linked <Instant at={user.linkedAt} />
        </p>
      </div>
      {!isWorking && (
        <div class="notice" data-tone="bad">
          <h2>tastytrade no longer accepts this link</h2>
          <p>Its grant was probably deleted there. Connect again from your application to link anew.</p>
        </div>
      )}
      <details>
        <summary>Unlink</summary>
        <p>
          TTAI forgets how to log in for you, and every application is disconnected. The grant at tastytrade itself
          stays until you delete it there.
        </p>
        <PostForm action="/account/unlink" fields={{ csrf }}>
          <button type="submit" class="grave small">Unlink my tastytrade account</button>
        </PostForm>
      </details>
    </>
  );
}

function Connection({ grant, csrf, now }: { grant: AccountGrant; csrf: string; now: number }) {
  return (
    <div class="card row">
      <div>
        <h3>
          <ClientName name={grant.clientName} verifiedHost={grant.verifiedHost} />
        </h3>
        <p class="hint">
          {grant.scopes.includes("trade") ? "Looks, keeps lists and prepares orders" : "Looks and keeps lists"} · used
          {" "}
          {ago(grant.lastUsedAt, now)} · connected <Instant at={grant.createdAt} />
        </p>
      </div>
      <PostForm action="/account/revoke" fields={{ csrf, grant: grant.id }}>
        <button type="submit" class="grave small">
          Disconnect{" "}
          <span class="seen">
            <Foreign text={grant.clientName} />
          </span>
        </button>
      </PostForm>
    </div>
  );
}

const PostForm = (
  { action, fields, children }: { action: string; fields: Record<string, string>; children: Child },
) => (
  <form method="post" action={action}>
    <HiddenFields fields={fields} />
    {children}
  </form>
);

const SPANS = [[86_400_000, "day"], [3_600_000, "hour"], [60_000, "minute"]] as const;

/** `3 hours ago`, by the largest unit that fits. */
function ago(at: number, now: number): string {
  for (const [span, unit] of SPANS) {
    const count = Math.floor((now - at) / span);
    if (count >= 1) return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
  }
  return "just now";
}
