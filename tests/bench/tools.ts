/**
 * What each market tool costs: latency and calls to the broker, cold and warm, and CPU. The broker is a simulator in a
 * process of its own, so that only our own work counts: receiving, decoding, choosing and writing the answer.
 */

import process from "node:process";
import { createApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { SIMULATED_CLIENT_SECRET, SIMULATED_REFRESH_TOKEN } from "../../src/simulator/simulator.ts";
import { createDenoKvStorage } from "../../src/storage/deno_kv.ts";
import { ask, MARKET_QUESTIONS, type Question } from "../clients/market_questions.ts";
import { connect, type Server } from "../support/clients.ts";
import { start } from "../support/program.ts";
import { startWorker } from "../support/worker.ts";
import { cpuOfWorkerd } from "./workerd_cpu.ts";

const COLD_ROUNDS = 5;
const WARM_ROUNDS = 20;
/** Underlyings with chains of their own, so that each question finds nothing in memory. */
const UNDERLYINGS = ["SPY", "QQQ", "IWM", "AAPL", "NVDA", "TSLA", "AMD", "META", "AMZN", "MSFT"];

export interface Cost {
  asks: string;
  characters: number;
  /** Milliseconds, and calls to the broker; a cold one begins without a login. */
  cold: { latency: number; cpu: number; upstream: number };
  warm: { latency: number; cpu: number; upstream: number };
}

const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

/** An app of its own, with empty storage, that counts its calls to the broker. */
async function openApp(broker: string): Promise<Server & AsyncDisposable & { upstream(): number }> {
  const kv = await Deno.openKv(":memory:");
  let upstream = 0;
  const environment = {
    TT_API_URL: broker,
    TT_CLIENT_SECRET: SIMULATED_CLIENT_SECRET,
    TT_REFRESH_TOKEN: SIMULATED_REFRESH_TOKEN,
    LOG_LEVEL: "error",
  };
  const app = await createApp({
    config: readConfig(environment),
    storage: createDenoKvStorage(kv, { now: Date.now }),
    fetch: (input, init) => {
      upstream++;
      return fetch(input, init);
    },
    openSocket: (url) => new WebSocket(url),
    socketScope: "process",
    simulate: () => Promise.reject(new Error("the broker is elsewhere")),
    now: Date.now,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    random: Math.random,
    write: () => {},
  });
  return {
    fetch: app.fetch,
    upstream: () => upstream,
    async [Symbol.asyncDispose]() {
      await app.close();
      kv.close();
    },
  };
}

async function measured(run: () => Promise<void>): Promise<{ latency: number; cpu: number }> {
  const [startedAt, before] = [performance.now(), process.cpuUsage()];
  await run();
  const { user, system } = process.cpuUsage(before);
  return { latency: performance.now() - startedAt, cpu: (user + system) / 1000 };
}

async function measureQuestion(broker: string, question: Question): Promise<Cost> {
  const colds: { latency: number; cpu: number; upstream: number }[] = [];
  const warms: { latency: number; cpu: number; upstream: number }[] = [];
  let characters = 0;
  for (let round = 0; round < COLD_ROUNDS; round++) {
    await using app = await openApp(broker);
    await using client = await connect(app, "2026-07-28");
    const turn = async () => {
      const before = app.upstream();
      const cost = await measured(async () => void (characters = (await ask(client, question)).text.length));
      return { ...cost, upstream: app.upstream() - before };
    };
    colds.push(await turn());
    for (let again = 0; again < WARM_ROUNDS / COLD_ROUNDS; again++) warms.push(await turn());
  }
  const sum = (costs: typeof colds) => ({
    latency: middle(costs.map(({ latency }) => latency)),
    cpu: middle(costs.map(({ cpu }) => cpu)),
    upstream: middle(costs.map(({ upstream }) => upstream)),
  });
  return { asks: question.asks, characters, cold: sum(colds), warm: sum(warms) };
}

/** The questions of a conversation, one after the other. */
export async function measureTools(): Promise<Cost[]> {
  await using simulator = await start(["simulator", "--port=0"]);
  const costs: Cost[] = [];
  for (const question of MARKET_QUESTIONS) costs.push(await measureQuestion(simulator.origin, question));
  return costs;
}

/**
 * CPU milliseconds of workerd for one chain that it has not seen, a mean over several underlyings; `null` where processes
 * cannot be looked at (only Linux has `/proc`).
 */
export async function measureChainInWorkerd(): Promise<number | null> {
  await using simulator = await start(["simulator", "--port=0"]);
  await using worker = await startWorker({
    TT_API_URL: simulator.origin,
    TT_CLIENT_SECRET: SIMULATED_CLIENT_SECRET,
    TT_REFRESH_TOKEN: SIMULATED_REFRESH_TOKEN,
  });
  await using client = await connect(worker, "2026-07-28");
  const chainOf = (symbol: string) =>
    client.callTool("get_option_chain", {
      symbol,
      min_dte: 30,
      max_dte: 60,
      right: "put",
      min_delta: 0.16,
      max_delta: 0.3,
    });
  await chainOf("GLD");
  const before = await cpuOfWorkerd();
  for (const symbol of UNDERLYINGS) await chainOf(symbol);
  const after = await cpuOfWorkerd();
  return before === null || after === null ? null : (after - before) / UNDERLYINGS.length;
}
