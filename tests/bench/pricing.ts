/**
 * How fast options are priced: `deno run -A tests/bench/pricing.ts`. A chain of 5,000 options, implied volatilities with
 * five greeks, warm and in a process that has just started, beside a plain Newton solver and the bare cost of exp and log;
 * then American implied volatilities. The ratio to exp and log does not depend on the machine: it decides the exit code.
 */

import { impliedVolatility } from "../../src/analytics/pricing/implied_volatility.ts";
import { impliedColumns, impliedVolatilityBatch } from "../../src/analytics/pricing/implied_volatility_batch.ts";
import { americanGreeks } from "../../src/analytics/pricing/american_greeks.ts";
import { americanImpliedVolatility } from "../../src/analytics/pricing/american_implied_volatility.ts";
import type { AmericanTerms } from "../../src/analytics/pricing/american_option.ts";
import { readTable } from "../analytics/pricing/table.ts";
import { type Expiration, makeChain } from "./engine_jobs.ts";
import { newtonVolatility, newtonWithGreeks } from "./newton.ts";

const AIMS = { warm: 2.5, first: 12, american: 15, ratio: 3 };
const ROUNDS = 61;
const PROCESSES = 9;

/** The chain in typed arrays, as the product holds it. */
const typed = (chain: readonly Expiration[]) =>
  chain.map(({ strikes, prices, rights, ...terms }) => ({
    terms,
    strikes: Float64Array.from(strikes),
    prices: Float64Array.from(prices),
    rights: Int8Array.from(rights),
  }));

const say = (text: string): number => Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

function time(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** In a process of its own: the milliseconds of the first 5,000, of a chain that came from outside. */
async function measureFirst(): Promise<void> {
  const chain = typed(JSON.parse(await new Response(Deno.stdin.readable).text()));
  const columns = impliedColumns(5000);
  const milliseconds = time(() => {
    for (const [i, { terms, strikes, prices, rights }] of chain.entries()) {
      impliedVolatilityBatch(terms, strikes, prices, rights, columns, 500 * i);
    }
  });
  say(String(milliseconds));
}

async function startProcess(input: Uint8Array): Promise<number> {
  const args = ["run", "-A", import.meta.url, "first"];
  const process = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped" }).spawn();
  const writer = process.stdin.getWriter();
  await writer.write(input);
  await writer.close();
  const { stdout } = await process.output();
  return Number(new TextDecoder().decode(stdout));
}

/** The floor: about what four exp and three log an option would cost. */
function addExpAndLog(): number {
  let sum = 0;
  for (let i = 0; i < 60_000; i++) sum += Math.exp(-1e-4 * i);
  for (let i = 1; i <= 40_000; i++) sum += Math.log(1e-3 * i);
  return sum;
}

async function measureAll(): Promise<void> {
  const plain = makeChain();
  const chain = typed(plain);
  const columns = impliedColumns(5000);
  const others = impliedColumns(5000);
  let sum = 0;
  const ours = (): void => {
    for (const [i, { terms, strikes, prices, rights }] of chain.entries()) {
      impliedVolatilityBatch(terms, strikes, prices, rights, columns, 500 * i);
    }
  };
  const newton = (): void => {
    for (const [i, { terms, strikes, prices, rights }] of chain.entries()) {
      newtonWithGreeks(terms, strikes, prices, rights, others, 500 * i);
    }
  };
  const bare = (): void => void (sum += addExpAndLog());
  const samples = { ours: [] as number[], newton: [] as number[], bare: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    samples.ours.push(time(ours));
    samples.newton.push(time(newton));
    samples.bare.push(time(bare));
  }
  const warm = { ours: median(samples.ours), newton: median(samples.newton), bare: median(samples.bare) };
  const ratio = warm.ours / warm.bare;
  const first: number[] = [];
  const input = new TextEncoder().encode(JSON.stringify(plain));
  for (let i = 0; i < PROCESSES; i++) first.push(await startProcess(input));

  const verdict = (value: number, aim: number): string => value <= aim ? `ok, at most ${aim}` : `MORE THAN ${aim}`;
  say(`5,000 implied volatilities with five greeks; median of ${ROUNDS} rounds, ms`);
  say(`  warm                ${warm.ours.toFixed(2).padStart(7)}  (${verdict(warm.ours, AIMS.warm)})`);
  say(
    `  first call          ${median(first).toFixed(2).padStart(7)}  (${verdict(median(first), AIMS.first)}), best of ` +
      `${PROCESSES} processes ${Math.min(...first).toFixed(2)}`,
  );
  say(`  plain Newton, warm  ${warm.newton.toFixed(2).padStart(7)}  (${(warm.newton / warm.ours).toFixed(2)} x ours)`);
  say(
    `  60,000 exp, 40,000 log ${warm.bare.toFixed(2).padStart(4)}  (ours ${ratio.toFixed(2)} x: ${
      verdict(ratio, AIMS.ratio)
    })`,
  );
  say(`  answers: ours ${countAnswers(columns.volatility)}, Newton ${countAnswers(others.volatility)}`);
  await compareWithTruth();
  const american = await measureAmerican();
  if (ratio > AIMS.ratio || warm.newton < warm.ours || american > AIMS.american) Deno.exitCode = 1;
  if (!Number.isFinite(sum)) throw new Error("the bare loop was not run");
}

const countAnswers = (volatilities: Float64Array): number => volatilities.filter((volatility) => volatility > 0).length;

/** How many of the reference's solvable rows each solver gets wrong. */
async function compareWithTruth(): Promise<void> {
  const rows = (await readTable<"S" | "K" | "T" | "r" | "q" | "price" | "iv" | "rel_tol", "status">("implied_vol"))
    .filter(({ status }) => status === "ok");
  const wrong = { ours: 0, newton: 0, newtonBadly: 0 };
  for (const { S, K, T, r, q, price, iv, rel_tol, type } of rows) {
    const [forward, discount] = [S * Math.exp((r - q) * T), Math.exp(-r * T)];
    const ours = impliedVolatility(price, forward, K, T, discount, type).volatility ?? NaN;
    const newton = newtonVolatility(price, forward, K, T, discount, type === "call" ? 1 : -1);
    if (!(Math.abs(ours / iv - 1) <= rel_tol)) wrong.ours++;
    if (!(Math.abs(newton / iv - 1) <= Math.max(rel_tol, 1e-6))) wrong.newton++;
    if (!(Math.abs(newton / iv - 1) <= Math.max(rel_tol, 1e-2))) wrong.newtonBadly++;
  }
  say(
    `  wrong on ${rows.length} rows of the reference: ours ${wrong.ours} beyond its tolerance; Newton ${wrong.newton} by ` +
      `more than 1e-6, ${wrong.newtonBadly} by more than 1 %`,
  );
}

/** Microseconds per American implied volatility of the reference's rows. */
async function measureAmerican(): Promise<number> {
  const rows = await readTable<"S" | "K" | "T" | "r" | "q" | "price", "underlying">("american_iv");
  const options = rows.map(({ S, K, T, r, q, price, type, underlying }) => {
    const onFuture = underlying === "future";
    const terms: AmericanTerms = { spot: S, strike: K, years: T, rate: r, dividendYield: q, right: type, onFuture };
    return { price, terms };
  });
  const paying = options.filter(({ terms }) => terms.right === "put" && !terms.onFuture).map(({ price, terms }) => ({
    price,
    terms: { ...terms, dividendYield: 0, dividends: [{ years: terms.years / 2, amount: 0.004 * terms.spot }] },
  }));
  const measure = (list: typeof options, run: (option: typeof options[number]) => void): number =>
    median(Array.from({ length: ROUNDS }, () => 1000 * time(() => list.forEach(run)) / list.length));
  const solve = ({ price, terms }: typeof options[number]): unknown => americanImpliedVolatility(price, terms);
  const american = measure(options, solve);
  say(`American options; microseconds each, median of ${ROUNDS} rounds`);
  say(
    `  implied volatility  ${american.toFixed(1).padStart(7)}  (${
      american <= AIMS.american ? "ok" : "MORE"
    }, at most ` +
      `${AIMS.american})`,
  );
  say(`  with a dividend     ${measure(paying, solve).toFixed(1).padStart(7)}`);
  const greeks = measure(options, ({ terms }) => americanGreeks({ ...terms, volatility: 0.3 }));
  say(`  price and greeks    ${greeks.toFixed(1).padStart(7)}`);
  return american;
}

if (Deno.args[0] === "first") await measureFirst();
else await measureAll();
