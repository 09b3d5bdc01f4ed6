import assert from "node:assert/strict";
import {
  addDays,
  isTradingDay,
  newYorkDay,
  newYorkInstant,
  previousTradingDay,
  weekday,
} from "../../src/core/calendar.ts";
import { startWorkerSite } from "../browser/sites.ts";
import type { ClientKind } from "../support/clients.ts";
import type { Browser } from "../support/login.ts";
import { ACCOUNT_QUESTIONS, type Asker } from "./account_questions.ts";
import { approve, browserAt } from "./login_at.ts";
import { startLoginServer } from "./login_server.ts";
import { MOST } from "./market_questions.ts";
import { connectSdk, type SdkClient } from "./sdk_client.ts";

/** The client libraries leave the bodies of some refusals unread, and workerd outlives the single test. */
const LEAVES_THINGS = { sanitizeOps: false, sanitizeResources: false };

const CALLBACK = "http://localhost:49152/callback";

const ADA = { name: "Ada", customer: 0, accounts: 2, list: "Premium candidates" } as const;
const BEN = { name: "Ben", customer: 1, accounts: 1, list: "Wheel", wheel: "UBER" } as const;
/** With some 300 positions. */
const CLEO = { name: "Cleo", customer: 2, accounts: 1 } as const;
const PEOPLE = [ADA, BEN, CLEO];

type Person = typeof PEOPLE[number];

const logIn = (kind: ClientKind, origin: string, { customer }: Person, browser: Browser): Promise<SdkClient> =>
  connectSdk(kind, `${origin}/mcp`, { redirectUri: CALLBACK }, (address) => approve(browser, address, { customer }));

/** Asks everything, one after the other; the lengths of the answers stand in the names of the steps. */
async function converse(
  steps: Deno.TestContext,
  client: SdkClient,
  asker: Person & Pick<Asker, "friday" | "isWrittenDown" | "slack">,
): Promise<void> {
  for (const { asks, ask } of ACCOUNT_QUESTIONS) {
    const lengths = (await ask((tool, input) => client.callTool(tool, input), asker)).map(({ text }) => text.length);
    if (lengths.length === 0) continue;
    await steps.step(`${asker.name}: ${asks}: ${lengths.join(", ")} characters`, () => {
      assert.ok(Math.max(...lengths) <= MOST);
    });
  }
  assert.equal(client.asked.length, 1, "one login is enough");
}

for (const kind of ["sdk 1", "2026-07-28"] as const) {
  Deno.test(
    `accounts: three people's conversations about their books, with logins, on Deno, by a client of ${kind}`,
    LEAVES_THINGS,
    async (steps) => {
      await using server = await startLoginServer({ simulated: { largeBook: true } });
      const { clock, tick } = server.app;
      const clients: SdkClient[] = [];
      for (const person of PEOPLE) clients.push(await logIn(kind, server.origin, person, server.openBrowser()));
      const friday = newYorkDay(clock.at);
      // After the close the day is written down; they ask on Monday.
      clock.at = newYorkInstant(friday, 16 * 60 + 31);
      await tick();
      clock.at = newYorkInstant(addDays(friday, 3), 11 * 60);
      for (const [place, person] of PEOPLE.entries()) {
        await converse(steps, clients[place]!, { ...person, friday, isWrittenDown: true, slack: 0 });
      }
      for (const client of clients) await client[Symbol.asyncDispose]();
    },
  );
}

/** The Friday before `day`, or the last day of trading before that Friday. */
function fridayBefore(day: string): string {
  const friday = addDays(day, -((weekday(day) + 1) % 7 + 1));
  return isTradingDay(friday) ? friday : previousTradingDay(friday);
}

Deno.test("accounts: the same conversations, with logins, on the Worker", LEAVES_THINGS, async (steps) => {
  await using site = await startWorkerSite({ largeBook: true });
  const friday = fridayBefore(newYorkDay(Date.now()));
  for (const person of PEOPLE) {
    await using client = await logIn("2026-07-28", site.origin, person, browserAt(site.origin));
    await converse(steps, client, { ...person, friday, isWrittenDown: false, slack: 0.01 });
  }
});
