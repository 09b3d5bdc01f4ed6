/** What a login promises when everything happens at once, in one process and in two, on every back end. */

import assert from "node:assert/strict";
import { authorizationCodes } from "../../src/auth/codes.ts";
import { grants } from "../../src/auth/grants.ts";
import { users } from "../../src/auth/users.ts";
import { createSimulator, SIMULATED_CREDENTIALS } from "../../src/simulator/simulator.ts";
import type { Collection } from "../../src/storage/collection.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { FRIDAY } from "../support/app.ts";
import { legacyRequest } from "../support/clients.ts";
import {
  askToken,
  authorizePath,
  CALLBACK,
  type JsonAnswer,
  logIn,
  openBrowser,
  register,
  VERIFIER,
  type Visited,
} from "../support/login.ts";
import { type House, openHouse } from "./attacks/house.ts";

export interface ConcurrencyContract {
  test: (name: string, run: () => Promise<void>) => void;
  /** Two views of one empty storage, as two processes have them. */
  freshStorages: (now: () => number) => Promise<{ storages: [Storage, Storage]; dispose: () => Promise<void> }>;
}

interface Pair {
  here: House;
  /** Another process on the same storage. */
  there: House;
  clock: { at: number };
}

const TWENTY = Array.from({ length: 20 }, (_, number) => number);

const call = async ({ fetch }: House, accessToken: string): Promise<number> => {
  const call = { name: "get_quote", arguments: { symbol: "AAPL" } };
  const response = await fetch(legacyRequest("tools/call", call, { authorization: `Bearer ${accessToken}` }));
  await response.body?.cancel();
  return response.status;
};

const refresh = (house: House, refreshToken: string, clientId: string): Promise<JsonAnswer> =>
  askToken(house, { grant_type: "refresh_token", refresh_token: refreshToken, client_id: clientId });

const count = async ({ storage: { records } }: House, collection: Collection): Promise<number> =>
  (await records.list(collection)).items.length;

/** A promise to be kept from outside. */
const gate = () => Promise.withResolvers<void>();

export function concurrencyContract({ test, freshStorages }: ConcurrencyContract): void {
  const withPair = (name: string, run: (pair: Pair) => Promise<void>): void =>
    test(name, async () => {
      const clock = { at: FRIDAY };
      const { storages, dispose } = await freshStorages(() => clock.at);
      const simulator = createSimulator({ now: () => clock.at });
      try {
        await using here = await openHouse({ storage: storages[0], clock, simulator });
        await using there = await openHouse({ storage: storages[1], clock, simulator });
        await run({ here, there, clock });
      } finally {
        await dispose();
      }
    });

  /** A code that its client may redeem. */
  async function issueCode(house: House) {
    const browser = openBrowser(house);
    const { clientId } = await logIn(house, { browser });
    const consent = await browser.get(authorizePath(clientId));
    const { location } = await browser.submit(consent, { decision: "allow" });
    const code = new URL(location!).searchParams.get("code")!;
    return { clientId, form: redemption(code, clientId) };
  }

  const redemption = (code: string, client_id: string) => ({
    grant_type: "authorization_code",
    code,
    client_id,
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
  });

  withPair("one code redeemed by twenty at once gives one grant, and it stays", async ({ here, there }) => {
    const { clientId, form } = await issueCode(here);
    const before = await count(here, grants as unknown as Collection);
    const answers = await Promise.all(TWENTY.map((number) => askToken(number % 2 === 0 ? here : there, form)));
    const winners = answers.filter(({ status }) => status === 200);
    assert.equal(winners.length, 1);
    for (const { status, body } of answers) {
      if (status !== 200) assert.deepEqual([status, body.error], [400, "invalid_grant"]);
    }
    assert.equal(await count(here, grants as unknown as Collection), before + 1);
    const { access_token, refresh_token } = winners[0]!.body;
    assert.equal(await call(here, access_token), 200);
    assert.equal(await call(there, access_token), 200);
    assert.equal((await refresh(there, refresh_token, clientId)).status, 200);
  });

  withPair(
    "one refresh token presented by twenty at once has one successor, and all get it",
    async ({ here, there }) => {
      const login = await logIn(here);
      let current = login.refreshToken;
      for (let round = 0; round < 3; round++) {
        const answers = await Promise.all(
          TWENTY.map((number) => refresh(number % 2 === 0 ? here : there, current, login.clientId)),
        );
        assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
        const successors = new Set<string>(answers.map(({ body }) => body.refresh_token));
        assert.equal(successors.size, 1);
        assert.ok(!successors.has(current));
        [current] = [...successors] as [string];
        for (const { body } of answers.slice(0, 4)) assert.equal(await call(there, body.access_token), 200);
      }
      assert.equal(await count(here, grants as unknown as Collection), 1);
    },
  );

  withPair("a revocation among twenty refreshes ends them all", async ({ here, there, clock }) => {
    const { refreshToken, clientId, accessToken } = await logIn(here);
    const [revoked, ...answers] = await Promise.all([
      askToken(here, { token: refreshToken, client_id: clientId }, {}, "/oauth/revoke"),
      ...TWENTY.map((number) => refresh(number % 2 === 0 ? here : there, refreshToken, clientId)),
    ]);
    assert.equal(revoked.status, 200);
    for (const { status, body } of answers) {
      assert.ok(status === 200 || body.error === "invalid_grant");
      if (status !== 200) continue;
      assert.equal(await call(here, body.access_token), 401);
      assert.equal((await refresh(there, body.refresh_token, clientId)).body.error, "invalid_grant");
    }
    clock.at += 5_000;
    assert.equal(await call(there, accessToken), 401);
    assert.equal(await count(here, grants as unknown as Collection), 0);
  });

  withPair(
    "revoked during a call, the next one is refused: here at once, elsewhere within five seconds",
    async (pair) => {
      const { here, there, clock } = pair;
      const { refreshToken, clientId, accessToken } = await logIn(here);
      assert.equal(await call(there, accessToken), 200);
      const [arrived, held] = [gate(), gate()];
      const slow = await openHouse({
        storage: here.storage,
        clock,
        simulator: {
          ...here.simulator,
          fetch: async (input, init) => {
            arrived.resolve();
            await held.promise;
            return await here.simulator.fetch(input, init);
          },
        },
      });
      await using _ = slow;
      const inFlight = call(slow, accessToken);
      await arrived.promise;
      const form = { token: refreshToken, client_id: clientId };
      assert.equal((await askToken(slow, form, {}, "/oauth/revoke")).status, 200);
      assert.equal(await call(slow, accessToken), 401);
      held.resolve();
      assert.equal(await inFlight, 401, "what was asked before is not told after");
      clock.at += 4_999;
      assert.equal(await call(there, accessToken), 200);
      clock.at += 1;
      assert.equal(await call(there, accessToken), 401);
    },
  );

  withPair("revoked while the gate looks the grant up, the next call is refused", async ({ here, clock }) => {
    const { refreshToken, clientId, accessToken } = await logIn(here);
    const [read, held] = [gate(), gate()];
    let isHeld = false;
    const { records } = here.storage;
    const storage: Storage = {
      ...here.storage,
      records: {
        ...records,
        async read<T>(collection: Collection<T>, id: string) {
          const stored = await records.read(collection, id);
          if (isHeld && collection.name === grants.name) {
            isHeld = false;
            read.resolve();
            await held.promise;
          }
          return stored;
        },
      },
    };
    await using slow = await openHouse({ storage, clock, simulator: here.simulator });
    isHeld = true;
    const inFlight = call(slow, accessToken);
    await read.promise;
    const form = { token: refreshToken, client_id: clientId };
    assert.equal((await askToken(slow, form, {}, "/oauth/revoke")).status, 200);
    held.resolve();
    await inFlight;
    assert.equal(await call(slow, accessToken), 401);
  });

  const outcomeOf = ({ status, location }: Visited): string =>
    location === null ? String(status) : new URL(location).searchParams.has("code") ? "code" : "denied";

  withPair("two tabs that answer one request give one answer", async ({ here }) => {
    const browser = openBrowser(here);
    const { clientId } = await logIn(here, { browser });
    for (const decisions of [["allow", "allow"], ["allow", "deny"], ["deny", "deny"]] as const) {
      const before = await count(here, authorizationCodes as unknown as Collection);
      const consent = await browser.get(authorizePath(clientId));
      const pages = await Promise.all(decisions.map((decision) => browser.submit(consent, { decision })));
      const outcomes = pages.map(outcomeOf).sort();
      assert.equal(outcomes[0], "400");
      assert.ok(outcomes[1] === "code" || outcomes[1] === "denied", outcomes.join());
      const codes = await count(here, authorizationCodes as unknown as Collection) - before;
      assert.equal(codes, outcomes[1] === "code" ? 1 : 0);
    }
  });

  withPair("a link form sent twenty times links once and answers once", async ({ here }) => {
    const browser = openBrowser(here);
    const { client_id } = await register(here);
    const page = await browser.follow(
      await browser.submit(await browser.get(authorizePath(client_id)), { decision: "allow" }),
    );
    const { clientSecret, refreshToken } = SIMULATED_CREDENTIALS[0];
    const fields = { client_secret: clientSecret, refresh_token: refreshToken };
    const pages = await Promise.all(TWENTY.map(() => browser.submit(page, fields, "/oauth/link/personal")));
    const outcomes = pages.map(outcomeOf);
    assert.equal(outcomes.filter((outcome) => outcome === "code").length, 1);
    assert.deepEqual(new Set(outcomes), new Set(["code", "400", "429"]));
    assert.equal(await count(here, users as unknown as Collection), 1);
    assert.equal(await count(here, authorizationCodes as unknown as Collection), 1);
    const code = new URL(pages.find(({ location }) => location !== null)!.location!).searchParams.get("code")!;
    assert.equal((await askToken(here, redemption(code, client_id))).status, 200);
  });

  withPair("twenty wrong guesses at once are five at the broker", async ({ here, there }) => {
    const browser = openBrowser(here);
    const { client_id } = await register(here);
    const page = await browser.follow(
      await browser.submit(await browser.get(authorizePath(client_id)), { decision: "allow" }),
    );
    const elsewhere = openBrowser(there);
    for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value);
    const guess = (number: number) => ({
      client_secret: "a".repeat(40),
      refresh_token: `wrong-refresh-token-${number}`,
    });
    await Promise.all(
      TWENTY.map((number) =>
        (number % 2 === 0 ? browser : elsewhere).submit(page, guess(number), "/oauth/link/personal")
      ),
    );
    assert.equal(here.simulator.world.failedLogins.count, 5);
  });
}
