/** The page that asks a person whether a client may act for them: who asks, where the answer goes, what it permits. */

import { ClientName, Foreign, ForeignHost, HiddenFields, Page } from "./page.tsx";

export interface ConsentPageProps {
  nonce: string;
  /** Where the form is posted: `request`, `csrf`, one or two `scope`, and `decision`, see {@link Decision}. */
  action: string;
  requestId: string;
  csrf: string;
  client: {
    /** Foreign text. */
    name: string;
    verifiedHost: string | null;
    /** Where the answer is sent: a host, with its port on this computer, or a private scheme such as `cursor://...`. */
    redirectHost: string;
    isLoopback: boolean;
    isPrivateScheme: boolean;
  };
  /** Whether trading may be ticked at all. Reading is always part of it. */
  scopes: { trade: boolean };
  /** The account of a person who has logged in here before, such as `...1234`; `null` leads to the link page next. */
  account: { label: string } | null;
  /** Why the page is shown again. */
  error?: string;
}

/** What the buttons send. `other_account` allows as well, but asks for another link than the browser's session has. */
export type Decision = "allow" | "deny" | "other_account";

export function ConsentPage(
  { nonce, action, requestId, csrf, client, scopes, account, error }: ConsentPageProps,
) {
  return (
    <Page title={`${error === undefined ? "" : "Error: "}Allow access to your account · TTAI`} nonce={nonce}>
      <h1>
        Let {client.verifiedHost === null ? "an application" : <Foreign text={client.name} />}{" "}
        use your tastytrade account?
      </h1>
      <p class="lead">It asks TTAI for access. Nothing is shared until you allow it.</p>
      {error !== undefined && (
        <div class="notice" data-tone="bad" role="alert">
          <h2>That did not work</h2>
          <p>{error}</p>
        </div>
      )}

      <section aria-label="Who asks">
        <dl class="card facts">
          <div>
            <dt>Who asks</dt>
            <dd>
              <ClientName name={client.name} verifiedHost={client.verifiedHost} />
              <p class="hint">{client.verifiedHost === null ? UNVERIFIED : VERIFIED}</p>
            </dd>
          </div>
          <div>
            <dt>The answer goes to</dt>
            <dd>
              <strong>
                <ForeignHost host={client.redirectHost} />
              </strong>{" "}
              {client.isLoopback && "this computer"}
            </dd>
          </div>
          <div>
            <dt>Your account</dt>
            <dd>
              {account === null ? "You link it in the next step." : (
                <>
                  <strong>
                    <Foreign text={account.label} longest={500} />
                  </strong>{" "}
                  linked already
                </>
              )}
            </dd>
          </div>
        </dl>
        <Destination client={client} />
      </section>

      <form class="main" method="post" action={action}>
        <HiddenFields fields={{ request: requestId, csrf, scope: "read" }} />
        <fieldset>
          <legend>What it will be able to do</legend>
          <div class="card choice">
            <input type="checkbox" id="read" checked disabled aria-describedby="read-hint" />
            <label for="read">
              Look and keep lists <span class="hint">always included</span>
            </label>
            <p class="hint" id="read-hint">
              See quotes and option chains, your positions, balances, orders and history, and keep your watchlists when
              you ask for it. That touches no money and no order.
            </p>
          </div>
          {scopes.trade
            ? (
              <div class="card choice">
                <input type="checkbox" id="trade" name="scope" value="trade" aria-describedby="trade-hint" />
                <label for="trade">Prepare orders</label>
                <p class="hint" id="trade-hint">
                  Trading is off unless you tick this. Ticked, it may draft orders, changes and cancellations for you.
                </p>
              </div>
            )
            : <p class="note">Trading is off for this connection: it can neither prepare nor send an order.</p>}
        </fieldset>
        <p>No order is sent to the broker without your own approval, one by one, on a page like this one.</p>
        <div class="pair">
          <button type="submit" name="decision" value="deny">Deny</button>
          <button type="submit" name="decision" value="allow" class="primary arriving">Allow</button>
        </div>
        {account !== null && (
          <p>
            Not the account you mean?{" "}
            <button type="submit" name="decision" value="other_account" class="plain arriving">
              Allow with another account
            </button>
          </p>
        )}
        <p class="note">
          You can take this back at any time on <a href="/account">your account page</a>.
        </p>
      </form>
    </Page>
  );
}

const VERIFIED = "This site vouches for the name.";
const UNVERIFIED =
  "It chose this name itself, and nobody has checked it. Allow it only if you have just started connecting it yourself.";

/** The warning that belongs to where the answer goes; none for a site. */
function Destination({ client: { isLoopback, isPrivateScheme } }: Pick<ConsentPageProps, "client">) {
  if (!isLoopback && !isPrivateScheme) return null;
  return (
    <div class="notice">
      <h2>The answer goes to an app on this {isLoopback ? "computer" : "device"}</h2>
      <p>
        {isLoopback
          ? "Not to a site on the web. Any program that runs here could be the one that asks, whatever name it gives. "
          : "Whichever app here opens such links receives it, whatever name it gives. "}
        Allow it only if you have just started connecting from an app that you trust.
      </p>
    </div>
  );
}
