/**
 * What the risk of a book of 300 positions costs once its data are there: `deno run -A tests/bench/portfolio.ts [rounds]`.
 * Exit code 1 when it takes more than the budget. CPU of the process, user and system; the first call is that of a process
 * that has run none of it, then the median of the rounds counts.
 */

import process from "node:process";
import { assessRisk } from "../../src/services/portfolio/assess_risk.ts";
import type { BookLeg } from "../../src/services/portfolio/book.ts";
import { modelGreeks } from "../../src/services/portfolio/model_greeks.ts";
import { structuresOf } from "../../src/services/portfolio/structures.ts";
import { weigh } from "../../src/services/portfolio/weigh.ts";
import { portfolioRiskAnswer } from "../../src/tools/answers/portfolio_risk_answer.ts";
import { factsMap, factsOf, linearLeg, optionLeg } from "../services/portfolio/risk_books.ts";

const [rounds = 15] = Deno.args.map(Number);
/** Milliseconds of CPU. */
const LIMIT = 30;
const POSITIONS = 300;
const DAYS = ["2026-11-27", "2026-12-18", "2027-01-15", "2027-03-19"];
const TODAY = "2026-11-20";

const index = { symbol: "SPY", price: 784, beta: 1 };
const symbols = Array.from({ length: 36 }, (_, i) => `S${String.fromCharCode(65 + i % 26)}${i >= 26 ? "B" : "A"}`);
const facts = factsMap(
  factsOf("SPY", { price: 784, beta: 1 }),
  ...symbols.map((symbol, i) => factsOf(symbol, { price: 50 + 9 * i, beta: 0.4 + i / 20, sector: `sector ${i % 11}` })),
);
const legs = bookOf();

/** Condors, strangles, covered calls and shares, some eight legs of each underlying. */
function bookOf(): BookLeg[] {
  const book: BookLeg[] = [];
  for (let round = 0; book.length < POSITIONS; round++) {
    for (const [i, root] of symbols.entries()) {
      const spot = 50 + 9 * i;
      const option = (right: "put" | "call", moneyness: number, quantity: number): BookLeg =>
        optionLeg({
          root,
          spot,
          right,
          strike: Math.round(spot * moneyness),
          day: DAYS[(round + i) % DAYS.length]!,
          quantity,
          volatility: 0.2 + 0.3 * Math.abs(1 - moneyness) + i / 100,
        });
      const strategies: (() => BookLeg[])[] = [
        () => [option("put", 0.85, 1), option("put", 0.9, -1), option("call", 1.1, -1), option("call", 1.16, 1)],
        () => [option("put", 0.92, -2), option("call", 1.08, -2)],
        () => [linearLeg(root, 200, spot), option("call", 1.05, -2)],
      ];
      book.push(...strategies[(round + i) % strategies.length]!());
    }
  }
  return book.slice(0, POSITIONS);
}

const { items } = weigh(legs, index, facts, TODAY);
const structures = structuresOf(items, TODAY);
const parts = {
  "greeks of all options, where the broker has none": () =>
    legs.map(({ right, strike, years, underlyingPrice, mark }) =>
      right === null || modelGreeks({ right, strike: strike!, years: years! }, {
        spot: underlyingPrice!,
        onFuture: false,
        price: mark,
        volatility: null,
        usualVolatility: null,
        dividends: [],
      })
    ),
  "volatilities, betas": () => weigh(legs, index, facts, TODAY),
  "positions recognized": () => structuresOf(items, TODAY),
  "sums, stress, concentration": () => assessRisk(items, index, structures),
};
const capital = {
  netLiquidation: 1e6,
  buyingPowerUsed: 4e5,
  buyingPowerLeft: 6e5,
  kinds: new Map(),
  warnings: [],
};
const whole = (): string => {
  parts["greeks of all options, where the broker has none"]();
  const { items, warnings, unknown } = weigh(legs, index, facts, TODAY);
  const risk = assessRisk(items, index, structuresOf(items, TODAY));
  const portfolio = { accounts: [], index, risk, capital, candidate: null, warnings, unknown, readAt: 0 };
  return JSON.stringify(portfolioRiskAnswer({ ...portfolio, source: "simulator" }, null, 0));
};

function measure(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const say = (text: string): void => Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`)) as unknown as void;
const shown = (milliseconds: number): string => `${milliseconds.toFixed(2).padStart(7)} ms`;

const [first, second] = [measure(whole), measure(whole)];
say(`${legs.length} positions on ${symbols.length} underlyings; an answer of ${whole().length} characters`);
say(`  ${"the first call of a process".padEnd(50)} ${shown(first)}; the second ${shown(second)}`);
for (const [title, run] of Object.entries(parts)) {
  say(`  ${title.padEnd(50)} ${shown(median(Array.from({ length: rounds }, () => measure(run))))}`);
}
const cost = median(Array.from({ length: rounds }, () => measure(whole)));
say(
  `  ${"everything, with the answer".padEnd(50)} ${shown(cost)} (at most ${LIMIT} ms): ${
    cost <= LIMIT ? "ok" : "TOO MUCH"
  }`,
);
if (cost > LIMIT) Deno.exitCode = 1;
