/** The page on which a person links their tastytrade account: by tastytrade's own login, or by a personal grant. */

import { PersonalGrantSteps } from "./grant_steps.tsx";
import { Foreign, HiddenFields, Instant, Page } from "./page.tsx";

export interface LinkPageProps {
  nonce: string;
  requestId: string;
  csrf: string;
  /** Whether tastytrade's own login is offered, posted to `/oauth/link/tastytrade`. */
  partner: boolean;
  environment: "production" | "sandbox";
  isSimulated: boolean;
  /** Credentials the simulated broker takes: nothing real, so they may be shown. */
  demoGrants?: readonly DemoGrant[];
  /** Foreign text. */
  clientName: string;
  /** What went wrong with the last attempt, in our words; `field` is to blame if given. */
  error?: { field?: Field; text: string };
  /** Until then no attempt is taken. */
  retryAt?: number | null;
}

export interface DemoGrant {
  customer: string;
  clientSecret: string;
  refreshToken: string;
}

type Field = "client_secret" | "refresh_token";

const FIELDS: { name: Field; label: string; hint: string }[] = [
  { name: "client_secret", label: "Client secret", hint: "Shown once, when the application was made." },
  {
    name: "refresh_token",
    label: "Refresh token",
    hint: "Shown when the grant was made. It is long; line breaks from copying do no harm.",
  },
];

/** Secrets are taken in, never shown: there is no property that could fill the fields. */
export function LinkPage(props: LinkPageProps) {
  const { nonce, requestId, csrf, partner, environment, clientName, error } = props;
  const fields = { request: requestId, csrf };
  return (
    <Page title={`${error === undefined ? "" : "Error: "}Link your tastytrade account · TTAI`} nonce={nonce}>
      <h1>Link your tastytrade account</h1>
      <p class="lead">
        The last step before <Foreign text={clientName} /> can work with it. You do this once.
      </p>
      <Trouble {...props} />
      {environment === "sandbox" && !props.isSimulated && (
        <div class="notice">
          <h2>This server works with tastytrade’s sandbox</h2>
          <p>Use credentials of your sandbox user. Those of a real account are refused here.</p>
        </div>
      )}

      {partner && (
        <form class="main" method="post" action="/oauth/link/tastytrade" aria-labelledby="login">
          <HiddenFields fields={fields} />
          <h2 id="login">The short way</h2>
          <p>
            You log in on {props.isSimulated ? "the simulated broker’s" : "tastytrade’s own"}{" "}
            page and come back here. TTAI never sees your password.
          </p>
          <button type="submit" class="primary arriving">Log in at tastytrade</button>
        </form>
      )}

      <section aria-labelledby="grant">
        <h2 id="grant">{partner ? "Or by a grant of your own" : "What you need: a grant of your own"}</h2>
        {props.isSimulated
          ? <DemoNote grants={props.demoGrants ?? []} />
          : <PersonalGrantSteps environment={environment} />}
      </section>

      <GrantForm {...props} />

      <form class="main" method="post" action="/oauth/consent">
        <HiddenFields fields={fields} />
        <p>
          You can also leave it: nothing is linked, and <Foreign text={clientName} />{" "}
          is told that you did not permit it.
        </p>
        <button type="submit" name="decision" value="deny">Cancel</button>
      </form>

      <section aria-labelledby="kept">
        <h2 id="kept">What happens to them</h2>
        <p>
          TTAI tries them once, right now. If they work it keeps them sealed, encrypted with a key that is not in the
          database, and opens them only to talk to tastytrade for you. <Foreign text={clientName} />{" "}
          never gets to see them; do not paste them into a chat.
        </p>
        <p>
          You can remove them on{" "}
          <a href="/account">your account page</a>. Deleting the grant at tastytrade locks TTAI out as well.
        </p>
        <p>
          After each trading day TTAI may write down what your accounts are worth and hold, so that it can tell you what
          has changed. You can download all of it, or delete it, on the same page.
        </p>
        <p class="note">
          Attempts are limited, because tastytrade locks a server out for hours after repeated failed logins, and with
          it everybody who uses this server.
        </p>
      </section>
    </Page>
  );
}

/** What to mend, announced by screen readers, with a way to the field. */
function Trouble({ error, retryAt }: LinkPageProps) {
  if (error === undefined && (retryAt ?? null) === null) return null;
  return (
    <div class="notice" data-tone="bad" role="alert">
      <h2>{error === undefined ? "No attempt is possible at the moment" : "Your account is not linked yet"}</h2>
      {error !== undefined && <p>{error.field ? <a href={`#${error.field}`}>{error.text}</a> : error.text}</p>}
      {(retryAt ?? null) !== null && (
        <p>
          Try again after <Instant at={retryAt!} />{" "}
          New York time, by connecting from your application once more. Until then the form is closed.
        </p>
      )}
    </div>
  );
}

function GrantForm({ requestId, csrf, partner, error, retryAt }: LinkPageProps) {
  return (
    <form class="main" method="post" action="/oauth/link/personal" autocomplete="off">
      <HiddenFields fields={{ request: requestId, csrf }} />
      <fieldset disabled={(retryAt ?? null) !== null}>
        <legend>Paste both here</legend>
        {FIELDS.map(({ name, label, hint }) => {
          const isWrong = error?.field === name;
          return (
            <div class="field">
              <label for={name}>{label}</label>
              <p class="hint" id={`${name}-hint`}>{hint}</p>
              {isWrong && <p class="wrong" id={`${name}-error`}>{error!.text}</p>}
              <input
                id={name}
                name={name}
                type="password"
                required
                autocomplete="off"
                autocapitalize="none"
                autocorrect="off"
                spellcheck={false}
                aria-describedby={isWrong ? `${name}-error ${name}-hint` : `${name}-hint`}
                aria-invalid={isWrong ? "true" : undefined}
              />
            </div>
          );
        })}
        <p class="onward">
          <button type="submit" class={partner ? "arriving" : "primary arriving"}>Link my account</button>
        </p>
      </fieldset>
    </form>
  );
}

function DemoNote({ grants }: { grants: readonly DemoGrant[] }) {
  return (
    <div class="notice">
      <h2>Simulated broker: nothing here is real</h2>
      {grants.length === 0
        ? <p>Take the demo credentials that the simulated broker names. Never enter real ones here.</p>
        : <p>Copy the credentials of a demo customer. Never enter real ones here.</p>}
      {grants.map(({ customer, clientSecret, refreshToken }) => (
        <dl>
          <dt>{customer}</dt>
          <dd>
            Client secret <code>{clientSecret}</code>
          </dd>
          <dd>
            Refresh token <code>{refreshToken}</code>
          </dd>
        </dl>
      ))}
    </div>
  );
}
