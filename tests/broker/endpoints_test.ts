/** Every endpoint's schema against three independent statements of the same resource. */

import assert from "node:assert/strict";
import type { Endpoint } from "../../src/broker/endpoint.ts";
import { accounts } from "../../src/broker/endpoints/accounts.ts";
import { customer } from "../../src/broker/endpoints/customer.ts";
import { marketDataByType } from "../../src/broker/endpoints/market_data.ts";
import { marketMetrics } from "../../src/broker/endpoints/market_metrics.ts";
import { refreshBody, refusedCredential, tokenAnswer } from "../../src/broker/endpoints/token.ts";
import type { Instrument } from "../../src/core/symbol.ts";
import { startServices } from "../support/services.ts";

const RECORDINGS = Deno.env.get("TTAI_RECORDINGS");

/** What a reader needs to know of an endpoint to test it; parameters and answers differ, so their types are left open. */
interface Case {
  // deno-lint-ignore no-explicit-any
  endpoint: Endpoint<any, any>;
  parameters: unknown;
  path: string;
  /** Our own small answer, made by hand, below `tests/fixtures/wire`. */
  miniature: string;
  /** Recorded answers of the real broker, below `TTAI_RECORDINGS`. */
  recordings: string[];
}

const MIXED: Instrument[] = [
  { type: "equity", symbol: "BRK/B" },
  { type: "equity", symbol: "AAPL" },
  { type: "index", symbol: "VIX" },
  { type: "equity_option", symbol: "AAPL  261218C00300000" },
  { type: "future", symbol: "/ESZ6" },
  { type: "cryptocurrency", symbol: "BTC/USD" },
];

const CASES: Case[] = [
  {
    endpoint: marketDataByType,
    parameters: MIXED,
    path:
      "/market-data/by-type?equity=BRK%2FB,AAPL&index=VIX&equity-option=AAPL%20%20261218C00300000&future=%2FESZ6&cryptocurrency=BTC%2FUSD",
    miniature: "market_data_by_type.json",
    recordings: ["mcp-official/tastytrade_get_quote.json", "rust-doc/market_data_by_type.json"],
  },
  {
    endpoint: marketMetrics,
    parameters: ["AAPL", "BRK/B"],
    path: "/market-metrics?symbols=AAPL,BRK%2FB",
    miniature: "market_metrics.json",
    recordings: ["mcp-official/tastytrade_get_market_metrics.json"],
  },
  { endpoint: customer, parameters: undefined, path: "/customers/me", miniature: "customer.json", recordings: [] },
  {
    endpoint: accounts,
    parameters: undefined,
    path: "/customers/me/accounts",
    miniature: "accounts.json",
    recordings: [],
  },
];

/** What is inside the `data` envelope; some recordings come without it. */
function unwrapped(body: unknown): unknown {
  return body !== null && typeof body === "object" && "data" in body ? body.data : body;
}

const readJson = async (file: URL | string): Promise<unknown> => JSON.parse(await Deno.readTextFile(file));
const miniature = (name: string): Promise<unknown> => readJson(new URL(`../fixtures/wire/${name}`, import.meta.url));

/** How many rows an answer has that say more than a name. */
const isFilled = (answer: unknown): boolean =>
  [answer].flat().every((row) => Object.values(row as object).filter((value) => value !== null).length > 1);

for (const { endpoint, parameters, path, miniature: name, recordings } of CASES) {
  Deno.test(`endpoints: ${endpoint.name} asks for the documented path`, () => {
    assert.equal(endpoint.path(parameters), path);
  });

  Deno.test(`endpoints: ${endpoint.name} reads the miniature`, async () => {
    const answer = endpoint.answer.parse(unwrapped(await miniature(name)));
    assert.ok([answer].flat().length > 0 && isFilled(answer));
  });

  Deno.test(`endpoints: ${endpoint.name} reads the simulator's answer`, async () => {
    using services = await startServices();
    const answer = await services.broker.call(endpoint, parameters);
    assert.ok(answer.ok, JSON.stringify(answer));
    if (Array.isArray(parameters)) assert.equal((answer.value as unknown[]).length, parameters.length);
    assert.ok(isFilled(answer.value));
  });

  for (const recording of recordings) {
    Deno.test({
      name: `endpoints: ${endpoint.name} reads the recorded ${recording}`,
      ignore: RECORDINGS === undefined,
      async fn() {
        const answer = endpoint.answer.parse(unwrapped(await readJson(`${RECORDINGS}/${recording}`)));
        assert.ok([answer].flat().length > 0 && isFilled(answer));
      },
    });
  }
}

Deno.test("endpoints: the token answer and both refusals are read", async () => {
  const { accessToken, lifetimeSeconds } = tokenAnswer.parse(await miniature("token.json"));
  assert.ok(accessToken.length > 0 && lifetimeSeconds > 0);
  assert.equal(refusedCredential(await miniature("token_refused.json")), "grant_refused");
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
