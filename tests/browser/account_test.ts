/** The account page in a browser: what is ended there is over for the client at its next call. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest } from "./chromium.ts";
import { createClient, type OAuthClient, type Tokens } from "./oauth_client.ts";
import { startLocalSite } from "./sites.ts";
import { ADA, allow, atHeading, button, linkByGrant, press } from "./steps.ts";

/** Logs Ada in with a client, by a grant when the browser does not know her yet. */
async function logIn(page: Page, client: OAuthClient, isFirst: boolean): Promise<Tokens> {
  const attempt = await client.begin();
  await page.goto(attempt.url);
  await allow(page);
  if (isFirst) await linkByGrant(page, ADA);
  await atHeading(page, /^Back at /);
  const tokens = await client.finish(attempt);
  assert.notEqual(typeof await client.getQuote(tokens), "number");
  return tokens;
}

browserTest("account: a disconnected client is refused at its next call, and the other goes on", async (open) => {
  await using site = await startLocalSite();
  await using one = await createClient(site.origin, "Client one");
  await using two = await createClient(site.origin, "Client two");
  const { page } = await open();
  const tokens = [await logIn(page, one, true), await logIn(page, two, false)] as const;
  await page.goto(`${site.origin}/account`);
  await press(page, "Disconnect Client one");
  await button(page, "Disconnect Client one").waitFor({ state: "detached" });
  await page.getByText("Disconnected: Client one").waitFor();
  assert.deepEqual([await one.getQuote(tokens[0]), await one.refresh(tokens[0])], [401, 400]);
  assert.notEqual(typeof await two.getQuote(tokens[1]), "number");

  await page.getByText("Unlink", { exact: true }).click();
  await press(page, "Unlink my tastytrade account");
  await page.getByText("Nothing. Connect again").waitFor();
  assert.deepEqual([await two.getQuote(tokens[1]), await two.refresh(tokens[1])], [401, 400]);

  const again = await logIn(page, one, true);
  await page.goto(`${site.origin}/account`);
  await page.getByText("working", { exact: true }).waitFor();
  assert.notEqual(typeof await one.getQuote(again), "number");
});

browserTest("account: all clients can be disconnected at once, and the browser logged out", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  const tokens = [await logIn(page, client, true), await logIn(page, client, false)];
  await page.goto(`${site.origin}/account`);
  await press(page, "Disconnect all 2");
  await page.getByText("None. Add the address").waitFor();
  for (const each of tokens) assert.equal(await client.getQuote(each), 401);

  const again = await logIn(page, client, false);
  await page.goto(`${site.origin}/account`);
  await press(page, "Log out");
  await atHeading(page, "You are logged out");
  await page.goto(`${site.origin}/account`);
  await atHeading(page, "You are not logged in");
  assert.notEqual(typeof await client.getQuote(again), "number", "clients stay connected");
});

browserTest("account: data is downloaded, then everything is deleted", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, "Client");
  const { page } = await open({ acceptDownloads: true });
  const tokens = await logIn(page, client, true);
  await page.goto(`${site.origin}/account`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download my data" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "ttai-data.json");
  const data = JSON.parse(await Deno.readTextFile(await download.path()));
  assert.deepEqual(data.grants.map(({ clientName }: { clientName: string }) => clientName), ["Client"]);

  await page.getByRole("link", { name: "Delete my account" }).click();
  await atHeading(page, "Delete your account");
  await page.getByLabel("Type DELETE to confirm").fill("delete me");
  await press(page, "Delete everything");
  await page.locator("#confirm-error").waitFor();
  assert.notEqual(typeof await client.getQuote(tokens), "number");

  await page.getByLabel("Type DELETE to confirm").fill("DELETE");
  await press(page, "Delete everything");
  await atHeading(page, "Your account is deleted");
  assert.deepEqual([await client.getQuote(tokens), await client.refresh(tokens)], [401, 400]);
  await page.goto(`${site.origin}/account`);
  await atHeading(page, "You are not logged in");
});
