/**
 * CPU from a chain that has arrived to the answer: reading the text, checking it, the listing, the choice, the table. What
 * the stream says is kept from a first run and handed over again, so that neither network nor simulator count.
 */

import process from "node:process";
import type { Live, LiveQuestion } from "../../src/broker/dxlink/live.ts";
import { compactOptionChain } from "../../src/broker/endpoints/option_chains.ts";
import { createMarket } from "../../src/services/market.ts";
import { getOptionChain } from "../../src/tools/market/get_option_chain.ts";
import { startServices } from "../support/services.ts";

const INPUT = { symbol: "SPY", min_dte: 30, max_dte: 60, right: "put", min_delta: 0.16, max_delta: 0.3 };
/** CPU milliseconds that may pass. */
export const CHAIN_LIMIT = 15;

export interface ChainCost {
  contracts: number;
  /** CPU milliseconds: the first time in this process, and the median of all. */
  first: number;
  median: number;
}

/** The stream's answers by question, recorded when they are new. */
function replay(live: Live): Live {
  const answers = new Map<string, Awaited<ReturnType<Live["read"]>>>();
  return {
    ...live,
    async read(questions, options) {
      const key = keyOf(questions);
      const known = answers.get(key);
      if (known !== undefined) return known;
      const answer = await live.read(questions, options);
      answers.set(key, answer);
      return answer;
    },
  };
}

const keyOf = (questions: readonly LiveQuestion[]): string =>
  `${questions.length} ${questions[0]?.symbol} ${questions.at(-1)?.symbol} ${questions[0]?.types}`;

export async function measureChain(rounds: number): Promise<ChainCost> {
  using services = await startServices();
  const { broker, context, simulator, storage } = services;
  const text = await (await simulator.fetch("https://simulated.invalid/option-chains/SPY/compact", {
    headers: { authorization: await bearer(simulator), "user-agent": "ttai/bench" },
  })).text();
  const live = replay(context.live);
  // The broker as it is, but for the chain, which is here already.
  const arrived: typeof broker = {
    ...broker,
    // deno-lint-ignore no-explicit-any -- one endpoint's types among all
    call: (endpoint: any, parameters: any, options: any): any => {
      if (endpoint !== compactOptionChain) return broker.call(endpoint, parameters, options);
      return Promise.resolve({ ok: true, value: compactOptionChain.answer.parse(JSON.parse(text).data) });
    },
  };
  const costs: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const market = createMarket({ broker: arrived, live, cache: storage.cache, now: context.now, prefix: `${round}:` });
    const before = process.cpuUsage();
    // deno-lint-ignore no-explicit-any -- the catalogue holds tools without their input's type
    const answer = await (getOptionChain as any).run(INPUT, { ...context, broker: arrived, live, market });
    const { user, system } = process.cpuUsage(before);
    if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
    // The round before the first asks the simulator.
    if (round >= 0) costs.push((user + system) / 1000);
  }
  const contracts = text.match(/\d{6}[CP]\d{8}"/g)!.length;
  return { contracts, first: costs[0]!, median: costs.toSorted((a, b) => a - b)[rounds >> 1]! };
}

async function bearer(simulator: { fetch: typeof globalThis.fetch; credentials: object }): Promise<string> {
  const { clientSecret, refreshToken } = simulator.credentials as { clientSecret: string; refreshToken: string };
  const answer = await simulator.fetch("https://simulated.invalid/oauth/token", {
    method: "POST",
    headers: { "content-type": "application/json", "user-agent": "ttai/bench" },
    body: JSON.stringify({ grant_type: "refresh_token", client_secret: clientSecret, refresh_token: refreshToken }),
  });
  return `Bearer ${(await answer.json()).access_token}`;
}
