/** A login from the client's first 401 to a quote, walked in a browser against the server people run. */

import assert from "node:assert/strict";
import { browserTest, type OpenVisitor } from "./chromium.ts";
import { createClient, type OAuthClient, type Tokens } from "./oauth_client.ts";
import { type Site, startDenoSite, startWorkerSite } from "./sites.ts";
import { ADA, allow, atHeading, BEN, button, CONSENT, linkAtBroker, linkByGrant } from "./steps.ts";

async function assertQuote(client: OAuthClient, tokens: Tokens): Promise<void> {
  const answer = await client.getQuote(tokens);
  assert.ok(typeof answer !== "number", `refused with ${answer}`);
  assert.deepEqual([answer.isError, answer.value.symbol], [false, "AAPL"]);
  assert.ok(answer.value.bid > 0);
}

async function walk(open: OpenVisitor, site: Site): Promise<void> {
  await using desk = await createClient(site.origin, "Desk client");
  await using phone = await createClient(site.origin, "Phone client");

  // Ada pastes a grant of her own.
  const { page: ada } = await open();
  const first = await desk.begin();
  await ada.goto(first.url);
  await allow(ada, { trade: true });
  await linkByGrant(ada, ADA);
  await atHeading(ada, "Back at Desk client");
  const adaTokens = await desk.finish(first);
  assert.deepEqual(adaTokens.scope.split(" ").sort(), ["read", "trade"]);
  await assertQuote(desk, adaTokens);

  // Ben, in another browser, logs in at the broker.
  const { page: ben } = await open();
  const second = await phone.begin();
  await ben.goto(second.url);
  await allow(ben);
  await linkAtBroker(ben, BEN);
  await atHeading(ben, "Back at Phone client");
  const benTokens = await phone.finish(second);
  assert.equal(benTokens.scope, "read");
  await assertQuote(phone, benTokens);

  // Each sees their own account, and nothing of the other's.
  for (
    const [page, own, other, client, stranger] of [
      [ada, ADA, BEN, "Desk client", "Phone client"],
      [ben, BEN, ADA, "Phone client", "Desk client"],
    ] as const
  ) {
    await page.goto(`${site.origin}/account`);
    await atHeading(page, "Your account");
    const text = await page.locator("main").innerText();
    assert.ok(text.includes(own.account) && text.includes(client));
    assert.ok(!text.includes(other.account) && !text.includes(stranger));
    assert.match(text, /Linked a tastytrade account/);
  }

  // Ada comes back with another client: one click, and no form.
  const third = await phone.begin();
  await ada.goto(third.url);
  await atHeading(ada, CONSENT);
  await ada.getByText(ADA.account).waitFor();
  await button(ada, "Allow").click();
  await atHeading(ada, "Back at Phone client");
  await assertQuote(phone, await phone.finish(third));
}

browserTest("login: both ways, two people and a return on the Deno server", async (open) => {
  await using site = await startDenoSite();
  await walk(open, site);
});

browserTest("login: both ways, two people and a return on the Worker", async (open) => {
  await using site = await startWorkerSite();
  await walk(open, site);
});
