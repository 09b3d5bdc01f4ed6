import assert from "node:assert/strict";
import { startWorkerSite } from "../browser/sites.ts";
import type { ClientKind } from "../support/clients.ts";
import { approve, browserAt } from "./login_at.ts";
import { startLoginServer } from "./login_server.ts";
import { MOST } from "./market_questions.ts";
import { OPTION_QUESTIONS } from "./option_questions.ts";
import { connectSdk, type SdkClient } from "./sdk_client.ts";

/** The client libraries leave the bodies of some refusals unread, and workerd outlives the single test. */
const LEAVES_THINGS = { sanitizeOps: false, sanitizeResources: false };

const CALLBACK = "http://localhost:49152/callback";

/** Asks everything, one after the other; the lengths of the answers stand in the names of the steps. */
async function converse(
  steps: Deno.TestContext,
  kind: ClientKind,
  origin: string,
  user: (address: URL) => Promise<URL>,
): Promise<void> {
  await using client = await connectSdk(kind, `${origin}/mcp`, { redirectUri: CALLBACK }, user);
  for (const { asks, ask } of OPTION_QUESTIONS) {
    const { text } = await ask((tool, input) => client.callTool(tool, input));
    await steps.step(`${asks}: ${text.length} characters`, () => assert.ok(text.length <= MOST));
  }
  await steps.step("the picture of a position is read at the address in its answer", () => checkPicture(client));
  assert.equal(client.asked.length, 1, "one login is enough");
}

async function checkPicture(client: SdkClient): Promise<void> {
  const legs = [["put", -1], ["put", 1]].map(([right, quantity], place) => ({
    underlying: "SPY",
    expiration: 45,
    right,
    delta: [0.3, 0.16][place],
    quantity,
  }));
  const { value } = await client.callTool("analyze_position", { legs, chart: true, scheme: "dark" });
  assert.match(value.chart_uri, /^chart:\/\/position\/SPY:-1x\d{6}P[\d.@]+,1xP[\d.@]+\.dark\.svg$/);
  const { contents: [drawn] } = await client.readResource(value.chart_uri);
  assert.equal(drawn!.mimeType, "image/svg+xml");
  assert.match(drawn!.text!, /^<svg [\s\S]*SPY put credit spread[\s\S]*<\/svg>\s*$/);
  const { contents: [painted] } = await client.readResource(value.chart_uri.replace(/svg$/, "png"));
  assert.equal(painted!.mimeType, "image/png");
  assert.ok(painted!.blob!.startsWith("iVBORw0KGgo"));
  await assert.rejects(client.readResource("chart://position/SPY"), /Write it as analyze_position gives it/);
}

for (const kind of ["sdk 1", "2026-07-28"] as const) {
  Deno.test(
    `options: a conversation about positions, with logins, on Deno, by a client of ${kind}`,
    LEAVES_THINGS,
    async (steps) => {
      await using server = await startLoginServer();
      const browser = server.openBrowser();
      await converse(steps, kind, server.origin, (address) => approve(browser, address));
    },
  );
}

Deno.test("options: the same conversation, with logins, on the Worker", LEAVES_THINGS, async (steps) => {
  await using site = await startWorkerSite();
  const browser = browserAt(site.origin);
  await converse(steps, "2026-07-28", site.origin, (address) => approve(browser, address));
});
