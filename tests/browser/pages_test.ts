/** Every page of the login and the account, inspected as a browser shows it. */

import { browserTest } from "./chromium.ts";
import { inspect } from "./inspection.ts";
import { createClient } from "./oauth_client.ts";
import { startDenoSite, startLocalSite } from "./sites.ts";
import { ADA, allow, atHeading, CONSENT, ENDED, LINK, linkByGrant, press } from "./steps.ts";

/** As long as a name is shown, and without a place to break it. */
const LONG_NAME = "A-client-that-has-given-itself-quite-a-remarkably-long-name";

browserTest("pages: from the client to the account, for somebody new and somebody known", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, LONG_NAME);
  const { page } = await open();
  await page.goto(site.origin);
  await inspect(page, "home");
  await page.goto(`${site.origin}/account`);
  await atHeading(page, "You are not logged in");
  await inspect(page, "message-stranger");
  await page.goto(`${site.origin}/oauth/authorize?client_id=nobody`);
  await inspect(page, "message-unknown-client");

  const attempt = await client.begin();
  await page.goto(attempt.url);
  await atHeading(page, CONSENT);
  await inspect(page, "consent-new");
  await allow(page, { trade: true });
  await atHeading(page, LINK);
  await inspect(page, "link");
  await linkByGrant(page, ADA, { secret: "this-is-not-the-secret" });
  await page.getByRole("alert").waitFor();
  await inspect(page, "link-error");
  await linkByGrant(page, ADA);
  await atHeading(page, /^Back at/);
  await client.finish(attempt);

  const second = await client.begin();
  await page.goto(second.url);
  await atHeading(page, CONSENT);
  await inspect(page, "consent-known");
  await press(page, "Allow");
  await atHeading(page, /^Back at/);
  await client.finish(second);
});

browserTest("pages: the account, and the ways out of it", async (open) => {
  await using site = await startLocalSite();
  const { page } = await open();
  for (const name of ["Client", LONG_NAME]) {
    await using client = await createClient(site.origin, name);
    const attempt = await client.begin();
    await page.goto(attempt.url);
    await allow(page);
    if (name === "Client") await linkByGrant(page, ADA);
    await atHeading(page, /^Back at/);
    await client.finish(attempt);
  }
  await page.goto(`${site.origin}/account`);
  await page.getByText("Unlink", { exact: true }).click();
  await inspect(page, "account");
  await page.goto(`${site.origin}/account/delete`);
  await inspect(page, "delete");
  await page.getByLabel("Type DELETE to confirm").fill("no");
  await press(page, "Delete everything");
  await page.getByRole("alert").waitFor();
  await inspect(page, "delete-error");
  await page.getByLabel("Type DELETE to confirm").fill("DELETE");
  await press(page, "Delete everything");
  await atHeading(page, "Your account is deleted");
  await inspect(page, "message-deleted");
});

browserTest("pages: a link that broke, a form that is closed, a login that has ended", async (open) => {
  await using site = await startLocalSite({ partner: false });
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  const attempt = await client.begin();
  await page.goto(attempt.url);
  await allow(page);
  await atHeading(page, LINK);
  await inspect(page, "link-grant-only");
  await linkByGrant(page, ADA);
  await atHeading(page, "Back at Client");
  const tokens = await client.finish(attempt);
  site.app.simulator.revokeGrant();
  await client.getQuote(tokens);
  await page.goto(`${site.origin}/account`);
  await page.getByText("not working").waitFor();
  await inspect(page, "account-broken");

  await page.goto((await client.begin()).url);
  await allow(page);
  for (let turn = 1; turn <= 5; turn++) {
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await linkByGrant(page, ADA, { secret: `this-is-not-the-secret-${turn}` });
    await (await answered).finished();
  }
  await page.getByText("No attempt is possible").waitFor();
  await inspect(page, "link-closed");
  await page.goto((await client.begin()).url);
  await atHeading(page, CONSENT);
  site.app.clock.at += 11 * 60_000;
  await press(page, "Allow");
  await atHeading(page, ENDED);
  await inspect(page, "message-ended");
});

browserTest("pages: the link page beside a simulated broker, as the server for trying out shows it", async (open) => {
  await using site = await startDenoSite();
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  await page.goto((await client.begin()).url);
  await allow(page);
  await page.getByText("Ada Example").waitFor();
  await inspect(page, "link-simulated");
});
