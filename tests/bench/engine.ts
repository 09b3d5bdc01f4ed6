/**
 * How fast the options engine is, on Deno and in workerd: `deno run -A tests/bench/engine.ts`. Each job warm, and for the
 * implied volatilities the first time in a process that has just started, on a chain that came from outside.
 */

import process from "node:process";
import { fileURLToPath } from "node:url";
import { unstable_startWorker } from "wrangler";
import { resolvePosition } from "../../src/services/position/resolve_position.ts";
import { readTable } from "../analytics/pricing/table.ts";
import { startServices } from "../support/services.ts";
import { type EngineInput, engineJobs, makeChain } from "./engine_jobs.ts";
import { cpuOfWorkerd } from "./workerd_cpu.ts";

const ROUNDS = 31;
const PROCESSES = 9;
/** The first time, in a new process: milliseconds. */
const FIRST_LIMIT = 12;
/** CPU milliseconds spent on a job in workerd, so that the scheduler's ticks do not matter. */
const ENOUGH = 1500;

export interface EngineCost {
  title: string;
  limit: number | null;
  /** Milliseconds of one run, warm: wall clock on Deno, CPU in workerd (`null` where it cannot be seen). */
  deno: number;
  workerd: number | null;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

function time(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

async function prepare(): Promise<EngineInput> {
  using services = await startServices();
  const wing = (right: "call" | "put", delta: number, quantity: number) => ({ expiration: 45, right, delta, quantity });
  const legs = [wing("put", 0.16, -1), wing("put", 0.08, 1), wing("call", 0.16, -1), wing("call", 0.08, 1)];
  const position = await resolvePosition({ legs, underlying: "SPY" }, services.context);
  if (!position.ok) throw new Error(JSON.stringify(position.failure));
  const rows = await readTable<"S" | "K" | "T" | "r" | "q" | "price", "underlying">("american_iv");
  const american = rows.map(({ S, K, T, r, q, price, type, underlying }) => {
    const onFuture = underlying === "future";
    return { price, terms: { spot: S, strike: K, years: T, rate: r, dividendYield: q, right: type, onFuture } };
  });
  return { chain: makeChain(), american, position: position.value };
}

/** In workerd: CPU milliseconds of one run of each job. */
async function measureInWorkerd(input: EngineInput, jobs: readonly [string, number][]): Promise<(number | null)[]> {
  const folder = await Deno.makeTempDir({ prefix: "ttai-engine-" });
  const entrypoint = fileURLToPath(new URL("engine_worker.ts", import.meta.url));
  const bundled = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--minify", "--platform=browser", "--output", `${folder}/worker.js`, entrypoint],
  }).output();
  if (!bundled.success) throw new Error(new TextDecoder().decode(bundled.stderr));
  const worker = await unstable_startWorker({
    name: "engine",
    entrypoint: `${folder}/worker.js`,
    compatibilityDate: "2026-10-20",
    envFiles: [],
    dev: {
      server: { hostname: "127.0.0.1", port: 0 },
      inspector: false,
      persist: false,
      logLevel: "error",
      watch: false,
    },
  });
  const origin = (await worker.url).origin;
  const send = async (body: unknown): Promise<void> => {
    const response = await fetch(origin, { method: "POST", body: JSON.stringify(body) });
    if (await response.text() !== "done") throw new Error(`workerd answered ${response.status}`);
  };
  const costs: (number | null)[] = [];
  for (const [position, [job, milliseconds]] of jobs.entries()) {
    const times = Math.max(3, Math.ceil(ENOUGH / milliseconds));
    await send({ job, times: Math.ceil(times / 10), ...(position === 0 ? { input } : {}) });
    const before = await cpuOfWorkerd();
    await send({ job, times });
    const after = await cpuOfWorkerd();
    costs.push(before === null || after === null ? null : (after - before) / times);
  }
  await worker.dispose();
  await Deno.remove(folder, { recursive: true });
  return costs;
}

/** In a process of its own: the milliseconds of the first 5,000. */
async function measureFirst(): Promise<void> {
  const input = JSON.parse(await new Response(Deno.stdin.readable).text()) as EngineInput;
  const { volatilities } = engineJobs(input);
  say(String(time(() => volatilities!.run())));
}

async function firstCall(input: Uint8Array): Promise<number> {
  const args = ["run", "-A", import.meta.url, "first"];
  const child = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped" }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(input);
  await writer.close();
  return Number(new TextDecoder().decode((await child.output()).stdout));
}

/** Takes turns, so that a machine that is busy elsewhere slows all jobs alike. */
export async function measureEngine(): Promise<{ costs: EngineCost[]; first: number }> {
  const input = await prepare();
  const text = new TextEncoder().encode(JSON.stringify(input));
  const jobs = Object.entries(engineJobs(input));
  const samples = jobs.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [position, [, { run }]] of jobs.entries()) samples[position]!.push(time(run));
  }
  const deno = samples.map(median);
  const workerd = await measureInWorkerd(
    JSON.parse(new TextDecoder().decode(text)),
    jobs.map(([name], i) => [name, deno[i]!]),
  );
  const firsts: number[] = [];
  for (let i = 0; i < PROCESSES; i++) firsts.push(await firstCall(text));
  return {
    costs: jobs.map(([, { title, limit }], i) => ({ title, limit, deno: deno[i]!, workerd: workerd[i]! })),
    first: median(firsts),
  };
}

/** Prints the figures; false where one is beyond its limit. */
export async function reportEngine(say: (text: string) => void): Promise<boolean> {
  const { costs, first } = await measureEngine();
  let isGood = first <= FIRST_LIMIT;
  say(`The options engine: milliseconds of one run, warm, median of ${ROUNDS}; in workerd CPU, mean`);
  for (const { title, limit, deno, workerd } of costs) {
    const isOk = limit === null || deno <= limit;
    isGood &&= isOk;
    const verdict = limit === null ? "" : `, at most ${limit.toFixed(1)}: ${isOk ? "ok" : "TOO MUCH"}`;
    const inWorkerd = workerd === null ? "" : `, workerd ${workerd.toFixed(2).padStart(7)}`;
    say(`  ${title.padEnd(52)} ${deno.toFixed(2).padStart(7)}${inWorkerd}${verdict}`);
  }
  const [ours, newton] = costs;
  isGood &&= ours!.deno <= newton!.deno;
  say(`  Newton / ours: ${(newton!.deno / ours!.deno).toFixed(1)}`);
  say(
    `  the first 5,000 of a process ${first.toFixed(1)}, at most ${FIRST_LIMIT}: ${
      first <= FIRST_LIMIT ? "ok" : "TOO MUCH"
    }`,
  );
  return isGood;
}

const say = (text: string): void => Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`)) as unknown as void;

if (import.meta.main) {
  if (Deno.args[0] === "first") await measureFirst();
  else if (!await reportEngine(say)) process.exitCode = 1;
}
