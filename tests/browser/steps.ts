/** What a person does on the pages of a login. */

import type { Page } from "playwright-core";
import { SIMULATED_CREDENTIALS } from "../../src/simulator/credentials.ts";

/** The demo customers who have an account, in the order of their credentials, and how theirs is shown. */
export const ADA = { name: "Ada Example", position: 0, account: "...0001" } as const;
export const BEN = { name: "Ben Example", position: 1, account: "...0117" } as const;
export type Person = typeof ADA | typeof BEN;

export const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** The heading of the page, once it is this one. */
export const atHeading = (page: Page, text: string | RegExp) =>
  page.getByRole("heading", { level: 1, name: text }).waitFor();

/** Headings of our pages. */
export const CONSENT = /^Let .* use your tastytrade account\?$/;
export const LINK = "Link your tastytrade account";
export const ENDED = "This login has ended";

/** Uses a button by keyboard: at once, where the mouse is kept off until a page has been seen. */
export const press = (page: Page, name: string): Promise<void> => button(page, name).press("Enter");

/** Allows on the consent page. */
export async function allow(page: Page, { trade = false } = {}): Promise<void> {
  await atHeading(page, CONSENT);
  if (trade) await page.getByLabel("Prepare orders").check();
  await press(page, "Allow");
}

/** Pastes a personal grant on the link page and sends it. */
export async function linkByGrant(page: Page, person: Person, wrong: { secret?: string; token?: string } = {}) {
  await atHeading(page, LINK);
  const { clientSecret, refreshToken } = SIMULATED_CREDENTIALS[person.position]!;
  await page.getByLabel("Client secret").fill(wrong.secret ?? clientSecret);
  await page.getByLabel("Refresh token").fill(wrong.token ?? refreshToken);
  await press(page, "Link my account");
}

/** Logs in at the broker's own page. */
export async function linkAtBroker(page: Page, person: Person, decision: "Allow" | "Deny" = "Allow"): Promise<void> {
  await atHeading(page, LINK);
  await press(page, "Log in at tastytrade");
  await atHeading(page, "Allow access?");
  await page.getByLabel(person.name).check();
  await press(page, decision);
}
