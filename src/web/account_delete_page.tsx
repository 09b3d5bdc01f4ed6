/** The page that makes sure before everything about a person is deleted. */

import { HiddenFields, Page } from "./page.tsx";

export interface AccountDeletePageProps {
  nonce: string;
  csrf: string;
  /** Why the page is shown again. */
  error?: string;
}

/** What has to be typed into the field `confirm`. */
export const DELETE_WORD = "DELETE";

/** Its form is posted to `/account/delete`; the server compares the field `confirm` with `DELETE_WORD`. */
export function AccountDeletePage({ nonce, csrf, error }: AccountDeletePageProps) {
  return (
    <Page title={`${error === undefined ? "" : "Error: "}Delete your account · TTAI`} nonce={nonce}>
      <h1>Delete your account</h1>
      <p class="lead">Everything TTAI holds about you goes, at once and for good.</p>
      {error !== undefined && (
        <div class="notice" data-tone="bad" role="alert">
          <h2>Nothing was deleted</h2>
          <p>
            <a href="#confirm">{error}</a>
          </p>
        </div>
      )}
      <ul>
        <li>The link to tastytrade and its sealed credentials</li>
        <li>Every connected application: each loses its access now</li>
        <li>What your accounts were worth and held at the end of each trading day</li>
        <li>The record of what has happened, and all else that is kept for you</li>
      </ul>
      <p>
        Your account and orders at tastytrade stay as they are. You may want to{" "}
        <a href="/account/data">download your data</a> first.
      </p>
      <form class="main" method="post" action="/account/delete" autocomplete="off">
        <HiddenFields fields={{ csrf }} />
        <div class="field">
          <label for="confirm">Type {DELETE_WORD} to confirm</label>
          {error !== undefined && <p class="wrong" id="confirm-error">{error}</p>}
          <input
            id="confirm"
            name="confirm"
            required
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            aria-describedby={error === undefined ? undefined : "confirm-error"}
            aria-invalid={error === undefined ? undefined : "true"}
          />
        </div>
        <div class="actions">
          <a class="button" href="/account">Keep my account</a>
          <button type="submit" class="grave">Delete everything</button>
        </div>
      </form>
    </Page>
  );
}
