/** What a candidate changes: the book's figures before and after. */

import { recognizeStrategy } from "../../analytics/strategies/recognize.ts";
import type { Concentration } from "../../analytics/portfolio/concentration.ts";
import type { Dimension, Risk } from "../../services/portfolio/assess_risk.ts";
import type { Considered, PortfolioRisk } from "../../services/portfolio/read_risk.ts";
import { rounded } from "../../services/figures.ts";
import { dollars, ofNet, share, shockOf } from "./risk_scenarios.ts";

type Row = [figure: string, before: number | null, after: number | null, change: number | null];

/** The figures of the whole book with and without it. */
export function candidateOf({ risk, capital }: PortfolioRisk, { position, product, ...added }: Considered): object {
  const { netLiquidation, buyingPowerUsed: used } = capital;
  const { change, basis, reason } = added.capital;
  const [before, after] = [risk.totals, added.risk.totals];
  const usedAfter = used === null || change === null ? null : used + change;
  const legs = position.legs.map(({ leg }) => leg);
  const part = (value: number | null, digits?: number): number | null =>
    value === null ? null : ofNet(value, netLiquidation, digits);
  const days = [...new Set(added.risk.items.slice(risk.items.length).flatMap(({ expiration }) => expiration ?? []))];
  const { sector } = added.risk.items.at(-1)!;
  const rows: Row[] = [
    row("beta_weighted_delta", before.delta, after.delta, (value) => rounded(value, 2)),
    row("delta_per_percent", before.deltaPerPercent, after.deltaPerPercent, dollars),
    row("gamma_per_percent", before.gammaPerPercent, after.gammaPerPercent, dollars),
    row("theta", before.theta, after.theta, dollars),
    ["theta_percent_of_net_liq", part(before.theta, 3), part(after.theta, 3), part(after.theta - before.theta, 3)],
    row("vega", before.vega, after.vega, dollars),
    row("worst_case", risk.stress.worst.profit, added.risk.stress.worst.profit, dollars),
    [
      "buying_power_used",
      dollars(used),
      dollars(usedAfter),
      dollars(change),
    ],
    ["buying_power_used_percent", part(used), part(usedAfter), part(change)],
    concentrated(risk, added.risk, "underlying", product),
    concentrated(risk, added.risk, "sector", sector),
    ...days.map((day) => concentrated(risk, added.risk, "expiration", day)),
  ];
  return {
    position: `${product} ${recognizeStrategy(legs).name}`,
    legs: position.legs.map(({ instrument, quantity }) => ({ symbol: instrument.symbol, quantity })),
    columns: ["figure", "before", "after", "change"],
    rows,
    worst_case_before: shockOf(risk.stress.worst),
    worst_case_after: shockOf(added.risk.stress.worst),
    buying_power: reason ??
      (basis === "alone"
        ? "estimated for the candidate alone"
        : "estimated together with what is held in the underlying"),
  };
}

function row(figure: string, before: number, after: number, shown: (value: number) => number | null): Row {
  return [figure, shown(before), shown(after), shown(after - before)];
}

/** Percent of what is at risk. */
function concentrated(before: Risk, after: Risk, dimension: Dimension, key: string): Row {
  const part = ({ concentration }: Risk): number =>
    concentration[dimension].find((one: Concentration) => one.key === key)?.share ?? 0;
  return [
    `share_of_${dimension} ${key}`,
    share(part(before)),
    share(part(after)),
    share(part(after) - part(before)),
  ];
}
