/** Every endpoint against independent statements of the same resource: our miniature, the recordings, the simulator. */

import assert from "node:assert/strict";
import { cryptocurrencies } from "../../src/broker/endpoints/cryptocurrencies.ts";
import { futureOptionChain } from "../../src/broker/endpoints/future_option_chains.ts";
import { type Future, futures } from "../../src/broker/endpoints/futures.ts";
import { marketDataByType } from "../../src/broker/endpoints/market_data.ts";
import { marketMetrics } from "../../src/broker/endpoints/market_metrics.ts";
import { currentSession } from "../../src/broker/endpoints/market_time.ts";
import { type CompactChain, compactOptionChain, nestedOptionChain } from "../../src/broker/endpoints/option_chains.ts";
import { quoteToken } from "../../src/broker/endpoints/quote_token.ts";
import { refreshBody, refusedCredential, tokenAnswer } from "../../src/broker/endpoints/token.ts";
import { streamerSymbolOf } from "../../src/core/streamer_symbol.ts";
import type { Instrument } from "../../src/core/symbol.ts";
import { startServices } from "../support/services.ts";
import { ACCOUNT_FRAMES } from "./cases/account_frames.ts";
import { ACCOUNT_LIMITS } from "./cases/account_limits.ts";
import { ACCOUNTS } from "./cases/accounts.ts";
import type { AnswerCase } from "./cases/case.ts";
import { CUSTOMERS } from "./cases/customers.ts";
import { INSTRUMENTS } from "./cases/instruments.ts";
import { LOOKUPS } from "./cases/lookups.ts";
import { MARGIN, MARGIN_CHECKS } from "./cases/margin.ts";
import { MARKET } from "./cases/market.ts";
import { OPTION_CHAINS } from "./cases/option_chains.ts";
import { ORDER_CHECKS, ORDERS } from "./cases/orders.ts";

const RECORDINGS = Deno.env.get("TTAI_RECORDINGS");

const CASES = [
  ...CUSTOMERS,
  ...ACCOUNTS,
  ...ACCOUNT_LIMITS,
  ...ORDERS,
  ...MARGIN,
  ...MARKET,
  ...OPTION_CHAINS,
  ...INSTRUMENTS,
  ...LOOKUPS,
];

/** Whatever is read, over `Broker.call` or not. */
const ANSWERS: AnswerCase[] = [
  ...CASES.map(({ endpoint, ...sample }) => ({ ...sample, name: endpoint.name, answer: endpoint.answer })),
  ...ORDER_CHECKS,
  ...MARGIN_CHECKS,
  ...ACCOUNT_FRAMES,
];

/** The one file that is no answer: a JSON schema of the nested chain of a future, which has descriptions for values. */
const DESCRIPTION = "rust-doc/futures_nested_options_chain.json";

/** Names whose lists the broker extends without notice. */
const OPEN_NAMES = new Set(
  ("instrument-type instrument_type expiration-type settlement-type exercise-style lendability state listed-market " +
    "level group-name market-sector product-type close-price-type time-of-day account-type-name margin-or-cash exchange " +
    "status contingent-status order-type time-in-force action underlying-instrument-type complex-order-tag indicator " +
    "comparator code destination-venue underlying-type margin-calculation-type equities-margin-calculation-type " +
    "options-level option-level margin-strategy description field operator provider transaction-type " +
    "transaction-sub-type")
    .split(" "),
);

// deno-lint-ignore no-explicit-any
type Json = any;

/** What is inside the `data` envelope; some recordings come without it. */
const unwrapped = (body: Json): Json => body !== null && typeof body === "object" && "data" in body ? body.data : body;

const readJson = async (file: URL | string): Promise<Json> => JSON.parse(await Deno.readTextFile(file));
const miniature = async (name: string): Promise<Json> =>
  unwrapped(await readJson(new URL(`../fixtures/wire/${name}.json`, import.meta.url)));
const frame = (name: string): Promise<Json> => readJson(new URL(`../fixtures/wire/${name}.json`, import.meta.url));

/** Whether every row of an answer says more than a name, where it has more to say. */
const isFilled = (answer: unknown): boolean =>
  [answer].flat().every((row) => {
    const values = Object.values(row as object);
    return values.filter((value) => value !== null).length > Math.min(1, values.length - 1);
  });

/** The paths of all keys, of lists those of the first entry. */
function pathsIn(value: Json, path: string[] = []): string[][] {
  if (Array.isArray(value)) return value.length === 0 ? [] : pathsIn(value[0], [...path, "0"]);
  if (value === null || typeof value !== "object") return [];
  return Object.keys(value).flatMap((key) => [[...path, key], ...pathsIn(value[key], [...path, key])]);
}

function without(value: Json, path: string[]): Json {
  const copy = structuredClone(value);
  delete path.slice(0, -1).reduce((part, key) => part[key], copy)[path.at(-1)!];
  return copy;
}

/** The same with a key more in every object, and with names nobody has heard of. */
function renewed(value: Json, key = ""): Json {
  if (Array.isArray(value)) return value.map((entry) => renewed(entry, key));
  if (value === null || typeof value !== "object") return OPEN_NAMES.has(key) ? "Something New" : value;
  const entries = Object.entries(value).map(([name, part]) => [name, renewed(part, name)]);
  return { ...Object.fromEntries(entries), "added-since": { x: [1] } };
}

for (const { endpoint, parameters, path, body, ...simulator } of CASES) {
  Deno.test(`endpoints: ${endpoint.name} asks for the documented path`, () => {
    assert.equal(endpoint.path(parameters), path);
    assert.deepEqual(endpoint.body?.(parameters), body);
  });

  // A route that appears fails this, so that its answer is looked at.
  if (simulator.isSimulated === false) {
    Deno.test(`endpoints: ${endpoint.name} is not served by the simulator`, async () => {
      using services = await startServices();
      const answer = await services.broker.call(endpoint, parameters);
      assert.ok(!answer.ok && ["not_found", "broker_refused"].includes(answer.failure.kind), JSON.stringify(answer));
    });
    continue;
  }

  Deno.test(`endpoints: ${endpoint.name} reads the simulator's answer`, async () => {
    using services = await startServices();
    const answer = await services.broker.call(endpoint, simulator.simulated ?? parameters);
    assert.ok(answer.ok, JSON.stringify(answer));
    const rows = [answer.value].flat();
    if (simulator.count === undefined) assert.ok(rows.length > 0);
    else assert.equal(rows.length, simulator.count);
    assert.ok(isFilled(answer.value));
  });
}

for (const { name, answer: schema, miniature: file, reads, required, recordings, isFrame } of ANSWERS) {
  const readMiniature = () => isFrame ? frame(file) : miniature(file);

  Deno.test(`endpoints: ${name} says in our terms what the miniature says`, async () => {
    const answer = schema.parse(await readMiniature());
    assert.deepEqual(Array.isArray(answer) ? answer[0] : answer, reads);
  });

  Deno.test(`endpoints: ${name} notices the absence of a required key, and bears that of others`, async () => {
    const wire = await readMiniature();
    const missed = pathsIn(wire).filter((path) => !schema.safeParse(without(wire, path)).success);
    assert.deepEqual(missed.map((path) => path.join(".")).sort(), [...required].sort());
  });

  Deno.test(`endpoints: ${name} is not disturbed by new keys and names`, async () => {
    const answer = schema.parse(renewed(await readMiniature()));
    assert.equal([answer].flat().length, [schema.parse(await readMiniature())].flat().length);
  });

  for (const recording of recordings) {
    Deno.test({
      name: `endpoints: ${name} reads the recorded ${recording}`,
      ignore: RECORDINGS === undefined,
      async fn() {
        const recorded = await readJson(`${RECORDINGS}/${recording}`);
        const answer = schema.parse(isFrame ? recorded : unwrapped(recorded));
        assert.ok([answer].flat().length > 0 && isFilled(answer));
        assert.ok(!isFrame || (answer as { type: string }).type !== "unread");
      },
    });
  }
}

Deno.test({
  name: "endpoints: every recorded answer is read",
  ignore: RECORDINGS === undefined,
  async fn() {
    const files: string[] = [];
    for (const folder of ["mcp-official", "rust-doc", "rust-frames"]) {
      for await (const entry of Deno.readDir(`${RECORDINGS}/${folder}`)) files.push(`${folder}/${entry.name}`);
    }
    const read = ANSWERS.flatMap(({ recordings }) => recordings);
    assert.deepEqual([...read, DESCRIPTION].sort(), files.sort());
  },
});

Deno.test("endpoints: the token answer and both refusals are read", async () => {
  const { accessToken, lifetimeSeconds } = tokenAnswer.parse(await miniature("token"));
  assert.ok(accessToken.length > 0 && lifetimeSeconds > 0);
  assert.equal(refusedCredential(await miniature("token_refused")), "grant_refused");
  for (
    const [body, reason] of [
      [{ error_code: "invalid_grant", error_description: "Client secret mismatch" }, "secret_refused"],
      [{ error: "invalid_client" }, "secret_refused"],
      [{ error_code: "invalid_grant", error_description: "Invalid JWT" }, "grant_refused"],
      [{ error: "invalid_grant", error_description: "Grant revoked" }, "grant_refused"],
      [{ error: { code: "token_invalid", message: "no" } }, "grant_refused"],
      ["<html>", "grant_refused"],
    ] as const
  ) assert.equal(refusedCredential(body), reason);
});

Deno.test("endpoints: a refresh sends what the broker asks for, and a client id only when there is one", () => {
  assert.deepEqual(JSON.parse(refreshBody({ clientSecret: "s", refreshToken: "r" })), {
    grant_type: "refresh_token",
    refresh_token: "r",
    client_secret: "s",
  });
  assert.equal(JSON.parse(refreshBody({ clientSecret: "s", refreshToken: "r", clientId: "c" })).client_id, "c");
});

Deno.test("endpoints: volatility is a fraction whichever unit the broker sent", async () => {
  using services = await startServices();
  const answer = await services.broker.call(marketMetrics, ["AAPL"]);
  assert.ok(answer.ok);
  const { iv30Day, hv30Day, ivRank } = answer.value[0]!;
  for (const fraction of [iv30Day, hv30Day]) assert.ok(fraction! > 0.03 && fraction! < 2, `${fraction}`);
  assert.ok(ivRank! >= 0 && ivRank! <= 1);
});

Deno.test("endpoints: unknown keys and names never break a read", () => {
  const row = {
    symbol: "AAPL",
    "instrument-type": "Something New",
    "updated-at": "2026-11-20T16:00:00Z",
    "new-key": [1],
  };
  assert.equal(marketDataByType.answer.parse({ items: [row] })[0]!.bid, null);
});

Deno.test("endpoints: a chain whose two lists do not belong together is not read", async () => {
  const wire = await miniature("option_chain_compact");
  wire.items[0]["streamer-symbols"].pop();
  const parsed = compactOptionChain.answer.safeParse(wire);
  assert.deepEqual(parsed.error?.issues[0]?.path, ["items", 0, "streamer-symbols"]);
});

Deno.test("endpoints: options that deliver something else than their shares are not standard", async () => {
  const chains = compactOptionChain.answer.parse(await miniature("option_chain_compact"));
  assert.deepEqual(chains.map(({ root, isStandard, sharesPerContract }) => [root, isStandard, sharesPerContract]), [
    ["AAPL", true, 100],
    ["AAPL", true, 100],
    ["AAPL1", false, 150],
  ]);
});

Deno.test("endpoints: a session may come alone, without hours, and in a state nobody has heard of", () => {
  const alone = currentSession.answer.parse({ "instrument-collection": "CME", state: "Resting" });
  const nothing = { day: null, startAt: null, openAt: null, closeAt: null, extendedCloseAt: null };
  assert.deepEqual(alone, [{ collection: "CME", state: null, ...nothing, next: null, previous: null }]);
});

Deno.test("endpoints: a quote token for anything but a socket's address is not read", () => {
  for (const url of ["https://stream.invalid/realtime", "wss://", "javascript:0", "wss:// x"]) {
    assert.equal(quoteToken.answer.safeParse({ token: "t", "dxlink-url": url }).success, false, url);
  }
});

Deno.test("endpoints: the chain of a future is in order, whatever the broker's", async () => {
  const wire = await miniature("future_option_chain");
  const [expiration] = wire["option-chains"][0].expirations;
  const days = ["2027-01-15", "2026-11-27", "2026-12-18", "2026-11-27"];
  wire["option-chains"][0].expirations = days.map((day) => ({ ...expiration, "expiration-date": day }));
  const [chain] = futureOptionChain.answer.parse(wire).chains;
  assert.deepEqual(chain!.expirations.map(({ day }) => day), [...days].sort());
  assert.deepEqual(chain!.expirations[0]!.strikes.map(({ strike }) => strike), [100, 6400, 6500]);
});

Deno.test("endpoints: the strike that cannot be read is named", async () => {
  for (
    const [key, value] of [
      ["strike-price", "much"],
      ["strike-price", ""],
      ["call", null],
      ["put", 1],
      ["call-streamer-symbol", 1],
      ["put-streamer-symbol", {}],
    ] as const
  ) {
    const wire = await miniature("option_chain_nested");
    wire.items[0].expirations[0].strikes[1][key] = value;
    const issue = nestedOptionChain.answer.safeParse(wire).error?.issues[0];
    assert.deepEqual(issue?.path, ["items", 0, "expirations", 0, "strikes", 1, key]);
  }
  const wire = await miniature("option_chain_nested");
  wire.items[0].expirations[0].strikes[1] = null;
  assert.equal(nestedOptionChain.answer.safeParse(wire).success, false);
});

/** The streamer symbols that an answer names beside the broker's own, and those made of the latter. */
function compareStreamerSymbols(pairs: [Instrument, string | null][], day: string): void {
  assert.ok(pairs.length > 0);
  const made = pairs.map(([instrument]) => streamerSymbolOf(instrument, day));
  assert.deepEqual(made, pairs.map(([, streamer]) => streamer));
}

const futurePairs = (rows: Future[]): [Instrument, string | null][] =>
  rows.map(({ symbol, streamerSymbol }) => [{ type: "future", symbol }, streamerSymbol]);

const optionPairs = (chains: CompactChain[]): [Instrument, string | null][] =>
  chains.flatMap(({ symbols, streamerSymbols }) =>
    symbols.map((symbol, place): [Instrument, string] => [{ type: "equity_option", symbol }, streamerSymbols[place]!])
  );

Deno.test("endpoints: the streamer symbols we make are those of the simulator", async () => {
  using services = await startServices();
  const contracts = await services.broker.call(futures, []);
  const chains = await services.broker.call(compactOptionChain, "SPX");
  const coins = await services.broker.call(cryptocurrencies, []);
  assert.ok(contracts.ok && chains.ok && coins.ok);
  compareStreamerSymbols(futurePairs(contracts.value), "2026-11-20");
  compareStreamerSymbols(optionPairs(chains.value), "2026-11-20");
  compareStreamerSymbols(
    coins.value.map(({ symbol, streamerSymbol }) => [{ type: "cryptocurrency", symbol }, streamerSymbol]),
    "2026-11-20",
  );
});

Deno.test({
  name: "endpoints: the streamer symbols we make are those of the recordings",
  ignore: RECORDINGS === undefined,
  async fn() {
    const contracts = await readJson(`${RECORDINGS}/mcp-official/tastytrade_get_futures.json`);
    compareStreamerSymbols(futurePairs(futures.answer.parse(contracts)), "2026-08-24");
    const chain = await readJson(`${RECORDINGS}/mcp-official/tastytrade_get_option_chain_compact.EXCERPT.json`);
    compareStreamerSymbols(optionPairs(compactOptionChain.answer.parse(chain)), "2026-06-12");
  },
});
