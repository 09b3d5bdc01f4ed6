/** Two clicks where one was meant: the login goes on, whichever of the two answers the browser waits for. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest } from "./chromium.ts";
import { createClient } from "./oauth_client.ts";
import { type LocalSite, startLocalSite } from "./sites.ts";
import { ADA, allow, atHeading, button, CONSENT, LINK, linkByGrant } from "./steps.ts";
import { SIMULATED_CREDENTIALS } from "../../src/simulator/credentials.ts";

/**
 * Clicks twice, the second time when the first has been answered but the answer is still on its way: so the browser drops
 * it and waits for the second.
 */
async function clickTwice(site: LocalSite, page: Page, name: string): Promise<void> {
  const [isAnswered, isAnsweredAgain] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let count = 0;
  site.passage.pass = async (request, answer) => {
    const turn = request.method === "POST" ? ++count : 0;
    const response = await answer(request);
    if (turn === 2) isAnsweredAgain.resolve();
    if (turn !== 1) return response;
    isAnswered.resolve();
    await isAnsweredAgain.promise;
    return response;
  };
  await button(page, name).click({ trial: true });
  const { x, y, width, height } = (await button(page, name).boundingBox())!;
  const click = () => page.mouse.click(x + width / 2, y + height / 2);
  await click();
  await isAnswered.promise;
  await click();
  await isAnsweredAgain.promise;
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
  await clickTwice(site, page, "Allow");
  await atHeading(page, "Back at Client");
  assert.notEqual(typeof await client.getQuote(await client.finish(second)), "number");
});

browserTest("double click: on Deny over a slow line", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  const attempt = await client.begin();
  await page.goto(attempt.url);
  await clickTwice(site, page, "Deny");
  assert.equal((await client.answerTo(attempt)).get("error"), "access_denied");
});

browserTest("double click: on Allow, Log in and Link over a slow line, by somebody new", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  const attempt = await client.begin();
  await page.goto(attempt.url);
  await clickTwice(site, page, "Allow");
  await atHeading(page, LINK);
  await clickTwice(site, page, "Log in at tastytrade");
  await atHeading(page, "Allow access?");
  await page.goBack();
  await atHeading(page, LINK);
  const { clientSecret, refreshToken } = SIMULATED_CREDENTIALS[ADA.position];
  await page.getByLabel("Client secret").fill(clientSecret);
  await page.getByLabel("Refresh token").fill(refreshToken);
  await clickTwice(site, page, "Link my account");
  await atHeading(page, "Back at Client");
  assert.notEqual(typeof await client.getQuote(await client.finish(attempt)), "number");
});
