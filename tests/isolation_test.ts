/** Two people with two accounts each, who ask for everything at the same time: each gets what they would get alone. */

import assert from "node:assert/strict";
import { type App, createApp } from "../src/app.ts";
import { readConfig } from "../src/config.ts";
import { newYorkInstant } from "../src/core/calendar.ts";
import { SCRIPTS } from "../src/simulator/book/script.ts";
import { coveredCall } from "../src/simulator/book/strategies/covered_call.ts";
import { ironCondor, shortPremium } from "../src/simulator/book/strategies/short_premium.ts";
import { wheel } from "../src/simulator/book/strategies/wheel.ts";
import { createSimulator } from "../src/simulator/simulator.ts";
import { createDenoKvStorage } from "../src/storage/deno_kv.ts";
import { legacyRequest, modernRequest } from "./support/clients.ts";
import { logIn, LOGINS } from "./support/login.ts";

/** A Saturday in New York: prices stand still while the broker's limits are waited for. */
const SATURDAY = newYorkInstant("2026-11-21", 12 * 60);
const EPOCHS = 6;
/** Of each person in each process: less than what one person may ask in a minute. */
const CALLS = 100;
const AT_ONCE = 16;

/** The underlyings of Ada, so that what is kept by symbol could be mistaken. */
const SECOND = "5WT00118";
SCRIPTS[SECOND] = () => ({
  deposit: 30_000_000,
  monthly: 0,
  yearlyWithdrawal: 0,
  from: "2025-03-04",
  strategies: [
    coveredCall(10 * 60 + 7, "AAPL", 3),
    shortPremium(10 * 60 + 22, ironCondor("SPX", 2, 0.2, 50)),
    wheel(10 * 60 + 37, "NKE", 1),
    coveredCall(10 * 60 + 52, "KO", 1),
  ],
});

/** What somebody has that nobody else may see. */
interface Person {
  customer: 0 | 1;
  accounts: [string, string];
  /** Kept on the lists of this person alone. */
  symbols: string[];
  /** Marks of what is theirs, as answers show it. */
  marks: string[];
  underlyings: string[];
  orderId: string;
}

const PEOPLE: [Person, Person] = [
  {
    customer: 0,
    accounts: ["5WS00001", "5WS00002"],
    symbols: ["MSFT", "NVDA", "META", "AMD"],
    marks: ["***0001", "***0002", "5WS0", "Simulated margin", "Simulated retirement", "Premium candidates"],
    underlyings: ["AAPL", "SPX", "DAL", "/ES"],
    orderId: "201701404",
  },
  {
    customer: 1,
    accounts: ["5WT00117", SECOND],
    symbols: ["XOM", "CVX", "JPM", "WFC"],
    marks: ["***0117", "***0118", "5WT0", "Simulated cash", "Simulated second"],
    underlyings: ["AAPL", "SPX", "UBER", "VZ"],
    orderId: "203000224",
  },
];

/** One process: it shares nothing with another but the storage. */
interface House extends Disposable {
  simulator: ReturnType<typeof createSimulator>;
  clock: { at: number };
  kv: Deno.Kv;
  openProcess(): Promise<App>;
}

async function openHouse(): Promise<House> {
  const clock = { at: SATURDAY };
  const now = () => clock.at;
  const simulator = createSimulator({ now: () => SATURDAY });
  const ben = simulator.world.customers.get("C5100000002")!;
  ben.accounts.push({ ...ben.accounts[0]!, number: SECOND, nickname: "Simulated second", margin: true });
  const kv = await Deno.openKv(":memory:");
  const storage = createDenoKvStorage(kv, { now });
  const apps: App[] = [];
  return {
    simulator,
    clock,
    kv,
    async openProcess() {
      const app = await createApp({
        config: readConfig({ ...LOGINS, LOG_LEVEL: "error" }),
        storage,
        fetch: simulator.fetch,
        openSocket: (url) => simulator.openSocket(url),
        socketScope: "process",
        simulate: () => Promise.resolve(simulator),
        now,
        wait: (milliseconds) => {
          clock.at += milliseconds;
          return Promise.resolve();
        },
        random: () => 0.5,
        write: (line) => assert.fail(line),
      });
      apps.push(app);
      return app;
    },
    [Symbol.dispose]() {
      for (const app of apps) app.close();
      kv.close();
    },
  };
}

/** A question in the protocol's words. */
interface Call {
  method: string;
  params: Record<string, unknown>;
}

const tool = (name: string, input: Record<string, unknown> = {}): Call => ({
  method: "tools/call",
  params: { name, arguments: input },
});
const resource = (uri: string): Call => ({ method: "resources/read", params: { uri } });

/** All that can be asked of accounts, in each person's words: their own accounts, and one of the other's. */
function callsOf({ accounts, underlyings, orderId }: Person, other: Person): Call[] {
  const digits = accounts.map((number) => number.slice(-4));
  const [foreign] = other.accounts.map((number) => number.slice(-4));
  const ofAccount = [...digits, foreign!].flatMap((account) => [
    tool("get_portfolio", { account }),
    tool("get_portfolio_risk", { account }),
    tool("get_transactions", { account, from: "2026" }),
    tool("get_account_history", { account, since: "3m" }),
    tool("get_orders", { account }),
    resource(`portfolio://positions/${account}`),
    resource(`portfolio://balances/${account}`),
  ]);
  const ofUnderlying = [...new Set([...underlyings, ...other.underlyings])].flatMap((symbol) => [
    tool("get_portfolio", { underlying: symbol }),
    tool("get_transactions", { symbol, view: "campaigns", from: "all" }),
    tool("get_orders", { symbol }),
  ]);
  return [
    tool("list_accounts"),
    tool("get_portfolio"),
    tool("get_portfolio", { attention_only: true }),
    tool("get_portfolio", { sort: "theta", legs: false }),
    tool("get_portfolio_risk"),
    tool("get_portfolio_risk", { spot_move: -10, days: 1 }),
    tool("analyze_position", { position: "AAPL" }),
    tool("find_rolls", { position: "SPX" }),
    tool("get_transactions", { from: "2026" }),
    tool("get_transactions", { view: "rows", from: "2026-10-01" }),
    tool("get_transactions", { view: "campaigns", from: "all" }),
    tool("get_transactions", { view: "statistics", from: "all" }),
    tool("get_account_history", { since: "2026-11-20", changes: true }),
    tool("get_orders"),
    tool("get_orders", { order_id: orderId }),
    tool("get_orders", { order_id: other.orderId }),
    tool("get_watchlists"),
    tool("get_watchlists", { name: "Shared" }),
    tool("get_watchlists", { name: "Premium candidates" }),
    tool("get_watchlists", { name: "Wheel" }),
    resource("portfolio://positions"),
    resource("portfolio://balances"),
    ...ofAccount,
    ...ofUnderlying,
  ];
}

/** The same text whenever it is asked for: without the words that tell the time of asking. */
const timeless = (text: string): string =>
  text.replaceAll(/\\?"(age_seconds|time|as_of|fetched_at)\\?":(\\?"[^"\\]*\\?"|[\d.]+),?/g, "");

const MODELLED = ["get_portfolio_risk", "analyze_position", "find_rolls"];
const NUMBER = /-?\d+(\.\d+)?/g;

/** What is computed of the time that options have left changes a little with the minutes; all else not at all. */
function assertSame(text: string, expected: string, call: Call): void {
  if (!MODELLED.includes(String(call.params.name))) return assert.equal(text, expected, JSON.stringify(call));
  assert.equal(text.replaceAll(NUMBER, "#"), expected.replaceAll(NUMBER, "#"), JSON.stringify(call));
  const numbers = text.match(NUMBER) ?? [];
  for (const [place, one] of (expected.match(NUMBER) ?? []).entries()) {
    const difference = Math.abs(Number(one) - Number(numbers[place]));
    assert.ok(
      difference <= (Number.isInteger(Number(one)) ? 1 : 0.11) + Math.abs(Number(one)) / 1000,
      `${one} became ${numbers[place]}: ${text}`,
    );
  }
}

/** Nothing of theirs is in an answer, but for what was asked with it. */
function assertHides(text: string, call: Call, { marks }: Person): void {
  const asked = JSON.stringify(call);
  for (const mark of marks) assert.ok(asked.includes(mark) || !text.includes(mark), `${mark} in ${asked}: ${text}`);
}

async function ask(app: App, token: string, { method, params }: Call, isModern = false): Promise<string> {
  const request = isModern ? modernRequest(method, params) : legacyRequest(method, params);
  request.headers.set("authorization", `Bearer ${token}`);
  const response = await app.fetch(request);
  const { result, error } = await response.json();
  assert.ok(result !== undefined || error !== undefined, `${response.status} to ${JSON.stringify(params)}`);
  const contents = result?.content ?? result?.contents ?? [{ text: error?.message }];
  return timeless(contents.map(({ text }: { text: string }) => text).join("\n"));
}

/** A person's own list and one they keep changing, and the day that was written down of their accounts. */
async function prepare(app: App, tokens: Map<Person, string>): Promise<void> {
  for (const [{ symbols }, token] of tokens) {
    for (const name of ["Shared", "Scratch"]) {
      const made = await ask(
        app,
        token,
        tool("update_watchlist", { action: "create", name, symbols: symbols.slice(2) }),
      );
      assert.match(made, /"changed":true/);
    }
  }
  await app.tick();
}

/** Even over [0, 1), the same each time (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a person is answered to each call who is the only one there. */
async function alone(person: Person, calls: Call[]): Promise<Map<Call, string>> {
  using house = await openHouse();
  let app = await house.openProcess();
  const { accessToken } = await logIn(app, { customer: person.customer });
  await prepare(app, new Map([[person, accessToken]]));
  const answers = new Map<Call, string>();
  for (const [place, call] of calls.entries()) {
    if (place % 100 === 99) app = await house.openProcess();
    answers.set(call, await ask(app, accessToken, call));
  }
  return answers;
}

/** The texts of the cache by key. */
async function cachedTexts(kv: Deno.Kv): Promise<[key: string, text: string][]> {
  const texts: [string, string][] = [];
  for await (const { key, value } of kv.list<Uint8Array | { generation: string }>({ prefix: ["cache"] })) {
    const parts: Uint8Array[] = [];
    if (value instanceof Uint8Array) parts.push(value);
    else {
      const prefix = ["cache_parts", value.generation];
      for await (const part of kv.list<Uint8Array>({ prefix })) parts.push(part.value);
    }
    texts.push([String(key[1]), parts.map((part) => new TextDecoder().decode(part)).join("")]);
  }
  return texts;
}

Deno.test("isolation: two people's calls by the thousand, mixed: each is answered as if nobody else were there", async () => {
  const [ada, ben] = PEOPLE;
  const asked = new Map<Person, Map<Call, string>>();
  asked.set(ada, await alone(ada, callsOf(ada, ben)));
  asked.set(ben, await alone(ben, callsOf(ben, ada)));
  // The comparison means something only where the answers differ.
  const adas = [...asked.get(ada)!.values()];
  const bens = new Set(asked.get(ben)!.values());
  const same = adas.filter((text) => bens.has(text));
  assert.ok(same.length < adas.length / 4 && !same.join().includes("***"), same.join("\n"));

  using house = await openHouse();
  let [first, second] = [await house.openProcess(), await house.openProcess()];
  const tokens = new Map<Person, string>();
  const userIds = new Map<Person, string>();
  for (const person of PEOPLE) {
    const { accessToken, userId } = await logIn(first, { customer: person.customer });
    tokens.set(person, accessToken);
    userIds.set(person, userId);
  }
  await prepare(first, tokens);

  const random = createRandom(20261122);
  const pick = <T>(among: readonly T[]): T => among[Math.floor(random() * among.length)]!;
  let answered = 0;
  let changed = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const turns = [first, second].flatMap((app) =>
      PEOPLE.flatMap((person) => Array.from({ length: CALLS }, () => ({ app, person, order: random() })))
    ).sort((one, other) => one.order - other.order);
    for (let from = 0; from < turns.length; from += AT_ONCE) {
      await Promise.all(
        turns.slice(from, from + AT_ONCE).map(async ({ app, person }) => {
          const other = person === ada ? ben : ada;
          const token = tokens.get(person)!;
          const isModern = random() < 0.5;
          const isChange = random() < 0.06;
          const symbols = [...person.symbols].sort(() => random() - 0.5).slice(0, 2);
          const [call, expected] = isChange
            ? [tool("update_watchlist", { action: "set", name: "Scratch", symbols })]
            : random() < 0.03
            ? [tool("get_watchlists", { name: "Scratch" })]
            : pick([...asked.get(person)!]);
          const text = await ask(app, token, call, isModern);
          answered++;
          assertHides(text, call, other);
          if (expected !== undefined) return assertSame(text, expected, call);
          if (isChange && text.includes('"changed":true')) changed++;
          for (const symbol of other.symbols) assert.ok(!text.includes(`"${symbol}"`), text);
          assert.ok(person.symbols.some((symbol) => text.includes(`"${symbol}"`)), text);
        }),
      );
    }
    // One process is begun anew with what is in the storage; the other has its memory still, and older than some entries.
    [first, second] = [second, await house.openProcess()];
    house.clock.at += 61_000;
  }
  assert.equal(answered, EPOCHS * 4 * CALLS);
  assert.ok(changed > EPOCHS);

  // Each hears of their own orders alone, over streams of the same process.
  const waiting = tool("get_orders", { wait_seconds: 1 });
  await Promise.all(PEOPLE.map(async (person, place) => {
    const text = await ask(first, tokens.get(person)!, waiting);
    assert.match(text, /"by":"account stream"/);
    assert.ok(text.includes(person.marks[0]!), text);
    assertHides(text, waiting, PEOPLE[1 - place]!);
  }));

  const cached = await cachedTexts(house.kv);
  for (const [person, other] of [[ada, ben], [ben, ada]] as const) {
    const prefix = `user:${userIds.get(person)}:`;
    const own = cached.filter(([key]) => key.startsWith(prefix));
    assert.ok(own.some(([key]) => person.accounts.some((number) => key.endsWith(`positions:${number}`))), prefix);
    for (const [key, text] of own) {
      for (const number of other.accounts) assert.ok(!key.includes(number) && !text.includes(number), key);
    }
  }
  // Market data too belongs to the customer whose login fetched it.
  const owned = [...userIds.values()].map((id) => `user:${id}:`);
  assert.deepEqual(cached.filter(([key]) => !owned.some((prefix) => key.startsWith(prefix))), []);
});
