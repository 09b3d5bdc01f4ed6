/** Two clicks where one was meant: the second one is not sent, or the answer to the first would be lost. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest } from "./chromium.ts";
import { createClient } from "./oauth_client.ts";
import { type LocalSite, startLocalSite } from "./sites.ts";
import { ADA, allow, atHeading, button, CONSENT, LINK, linkByGrant } from "./steps.ts";
import { SIMULATED_CREDENTIALS } from "../../src/simulator/credentials.ts";

/** Clicks, and twice more when the answer is there but still on its way. Gives how often the form was sent. */
async function clickThrice(site: LocalSite, page: Page, name: string): Promise<number> {
  const [isAnswered, isReleased] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let count = 0;
  site.passage.pass = async (request, answer) => {
    const isForm = request.method === "POST";
    if (isForm) count++;
    const response = await answer(request);
    if (isForm) {
      isAnswered.resolve();
      await isReleased.promise;
    }
    return response;
  };
  const target = button(page, name);
  // Pages keep the mouse off until they have been seen for a moment.
  await target.click({ trial: true });
  const { x, y, width, height } = (await target.boundingBox())!;
  const click = () => page.mouse.click(x + width / 2, y + height / 2);
  await click();
  await isAnswered.promise;
  await click();
  await click();
  isReleased.resolve();
  await target.waitFor({ state: "detached" });
  return count;
}

browserTest("double click: a quick one on every button of a login leads on, one page at a time", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  const first = await client.begin();
  await page.goto(first.url);
  await button(page, "Allow").dblclick();
  await atHeading(page, LINK);
  await button(page, "Log in at tastytrade").dblclick();
  await atHeading(page, "Allow access?");
  await page.getByLabel(ADA.name).check();
  await button(page, "Allow").dblclick();
  await atHeading(page, "Back at Client");
  await client.finish(first);

  const second = await client.begin();
  await page.goto(second.url);
  await atHeading(page, CONSENT);
  await button(page, "Allow").dblclick();
  await atHeading(page, "Back at Client");
  await client.finish(second);
});

browserTest("double click: on Allow over a slow line, by somebody who is linked already", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  const first = await client.begin();
  await page.goto(first.url);
  await allow(page);
  await linkByGrant(page, ADA);
  await atHeading(page, "Back at Client");
  await client.finish(first);

  const second = await client.begin();
  await page.goto(second.url);
  assert.equal(await clickThrice(site, page, "Allow"), 1);
  await atHeading(page, "Back at Client");
  assert.notEqual(typeof await client.getQuote(await client.finish(second)), "number");
});

browserTest("double click: on Deny over a slow line", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  const attempt = await client.begin();
  await page.goto(attempt.url);
  assert.equal(await clickThrice(site, page, "Deny"), 1);
  assert.equal((await client.answerTo(attempt)).get("error"), "access_denied");
});

browserTest("double click: on Allow, Log in and Link over a slow line, by somebody new", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  const attempt = await client.begin();
  await page.goto(attempt.url);
  assert.equal(await clickThrice(site, page, "Allow"), 1);
  await atHeading(page, LINK);
  assert.equal(await clickThrice(site, page, "Log in at tastytrade"), 1);
  await atHeading(page, "Allow access?");
  await page.goBack();
  await atHeading(page, LINK);
  const { clientSecret, refreshToken } = SIMULATED_CREDENTIALS[ADA.position];
  await page.getByLabel("Client secret").fill(clientSecret);
  await page.getByLabel("Refresh token").fill(refreshToken);
  assert.equal(await clickThrice(site, page, "Link my account"), 1);
  await atHeading(page, "Back at Client");
  assert.notEqual(typeof await client.getQuote(await client.finish(attempt)), "number");
});
