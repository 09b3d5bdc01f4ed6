/**
 * What a search over a chain of 5,000 contracts costs: `deno run -A tests/bench/screens.ts [rounds]`. Exit code 1 when all
 * families together take too much.
 *
 * CPU is counted in process, user and system, with the threads that compile and collect. The first call is that of a
 * process that has run none of it; then the median of the rounds counts.
 */

import process from "node:process";
import { estimateMargin } from "../../src/analytics/margin/requirement.ts";
import { EQUITY_MARGIN } from "../../src/analytics/margin/rules.ts";
import { type Book, createBook } from "../../src/analytics/screens/book.ts";
import type { CapitalRules } from "../../src/analytics/screens/capital.ts";
import { FAMILY_NAMES, type FamilyName } from "../../src/analytics/screens/family_names.ts";
import { findProspects } from "../../src/analytics/screens/optimizer.ts";
import { reachOf } from "../../src/analytics/screens/reach.ts";
import { screen, type Screening } from "../../src/analytics/screens/screen.ts";
import { USUAL_SCREENS } from "../../src/analytics/screens/usual_criteria.ts";
import { modelBoard, steps } from "../analytics/screens/model_board.ts";

const [rounds = 15] = Deno.args.map(Number);
/** Milliseconds of CPU for all families, the board's preparation included. */
const LIMIT = 40;
const REPEATS = 20;

const board = modelBoard({
  spot: 500,
  days: [3, 10, 17, 24, 31, 38, 45, 59, 94, 150],
  strikes: steps(376, 625, 1),
  half: (value) => 0.01 + 0.01 * value,
  tick: 0.01,
});
const contracts = board.expirations.reduce((sum, { strikes }) => sum + 2 * strikes.length, 0);

const prepare = () => createBook(board, { forecast: 0.2 });
type Rank = "rankBy" | "rankByForecast";
const search = (book: Book, family: FamilyName, rank: Rank, capital?: CapitalRules): Screening => {
  const usual = USUAL_SCREENS[family];
  return screen(book, { family, criteria: usual.criteria, rankBy: usual[rank], top: 10, capital });
};
const searchAll = (rank: Rank, capital?: CapitalRules): void => {
  const book = prepare();
  for (const family of FAMILY_NAMES) search(book, family, rank, capital);
};
const regulationT: CapitalRules = {
  of: (legs, spot) => estimateMargin(legs, spot).net,
  covered: "is_loss",
  uncovered: EQUITY_MARGIN,
};

/** CPU milliseconds. */
function measure(run: () => unknown, repeats = 1): number {
  const before = process.cpuUsage();
  for (let i = 0; i < repeats; i++) run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / repeats;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const medianOf = (run: () => unknown, repeats = 1): number =>
  median(Array.from({ length: rounds }, () => measure(run, repeats)));
const say = (text: string): void => Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`)) as unknown as void;
const shown = (milliseconds: number): string => `${milliseconds.toFixed(2).padStart(7)} ms`;

const startedAt = performance.now();
const first = measure(() => searchAll("rankByForecast"));
const firstElapsed = performance.now() - startedAt;
const second = measure(() => searchAll("rankByForecast"));
for (let i = 0; i < 20; i++) searchAll(i % 2 === 0 ? "rankBy" : "rankByForecast", i % 4 < 2 ? regulationT : undefined);

say(`${contracts} contracts, usual criteria, top 10; CPU, median of ${rounds} rounds`);
say(`  ${"prepare the board".padEnd(28)} ${shown(medianOf(prepare, REPEATS))}`);
const book = prepare();
for (const family of FAMILY_NAMES) {
  const { tried, admissible, isCapped } = search(book, family, "rankByForecast");
  const [forecast, usual] = (["rankByForecast", "rankBy"] as const).map((rank) =>
    medianOf(() => search(book, family, rank), REPEATS)
  );
  say(
    `  ${family.padEnd(28)} ${shown(forecast!)} by forecast, ${shown(usual!)} by chance; tried ${tried}, admissible ` +
      `${admissible}${isCapped ? ", CAPPED" : ""}`,
  );
}

const kinds = [
  ["ranked by forecast", () => searchAll("rankByForecast")],
  ["ranked by chance", () => searchAll("rankBy")],
  ["by forecast, Regulation T", () => searchAll("rankByForecast", regulationT)],
  ["by chance, Regulation T", () => searchAll("rankBy", regulationT)],
] as const;
const results = kinds.map(([title, run]) => ({ title, cost: medianOf(run) }));
const isCheap = results.every(({ cost }) => cost <= LIMIT);
say(`All families, the board prepared once (at most ${LIMIT} ms): ${isCheap ? "ok" : "TOO MUCH"}`);
for (const { title, cost } of results) say(`  ${title.padEnd(28)} ${shown(cost)}`);
say(
  `  ${"the first call of a process".padEnd(28)} ${shown(first)}, ${shown(firstElapsed)} elapsed; the second ${
    shown(second)
  }`,
);
if (!isCheap) Deno.exitCode = 1;

const wide = () => screen(book, { family: "iron_condor", criteria: {}, rankBy: "pop_weighted_return", top: 10 });
say(`Iron condors without any criteria: ${shown(medianOf(wide))}; tried ${wide().tried}, then cut`);
const goal = { target: 530, years: 35 / 365, budget: 2000, top: 10, perFamily: 3 } as const;
const { tried, admissible, isCapped } = findProspects(book, goal);
say(
  `The optimizer: ${shown(medianOf(() => findProspects(book, goal)))}; tried ${tried}, admissible ${admissible}, ${
    isCapped ? "capped" : "not capped"
  }`,
);
const condors = search(book, "iron_condor", "rankBy").candidates;
say(`P50 of one candidate: ${shown(medianOf(() => condors.map((condor) => reachOf(condor, { fraction: 0.5 }))) / 10)}`);
