/** The picture of a judged position. */

import type { Scheme } from "../../charts/palette.ts";
import { png } from "../../charts/png/png.ts";
import { profitChart } from "../../charts/profit/profit_chart.ts";
import type { Analysis } from "../../services/position/analyze_position.ts";
import type { Position } from "../../services/position/position.ts";
import type { Image } from "../tool.ts";

/** As PNG, which every host shows that shows pictures at all. */
export async function positionPicture(position: Position, analysis: Analysis, scheme: Scheme): Promise<Image> {
  const { spot, underlying, symbol, source, readAt, legs } = position;
  const { strategy, cost, expectedMove, days, expiration } = analysis;
  const isPoints = underlying.type === "future" || underlying.type === "index";
  const amount = Math.abs(cost.cost).toFixed(2);
  const picture = profitChart({
    legs: legs.map(({ leg }) => leg),
    underlying: position,
    profile: analysis.profile,
    expectedMove: { low: spot - expectedMove, high: spot + expectedMove },
    title: `${underlying.type === "future" ? underlying.symbol : symbol} ${strategy.name}`,
    subtitle: `${expiration}, ${days} days · ${cost.cost < 0 ? "credit" : "debit"} $${amount}`,
    unit: isPoints ? "points" : "dollars",
    at: readAt,
    source,
    isSimulated: source === "simulator",
    scheme,
  });
  return { mimeType: "image/png", bytes: await png(picture) };
}
