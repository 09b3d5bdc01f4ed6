/** The picture of a position that an address tells. */

import { png } from "../../charts/png/png.ts";
import { profitChart } from "../../charts/profit/profit_chart.ts";
import { svg } from "../../charts/svg.ts";
import { ok, type Result } from "../../core/failure.ts";
import { analyzePosition } from "../../services/position/analyze_position.ts";
import { readChartAddress } from "../../services/position/chart_address.ts";
import { drawingOf } from "../../services/position/drawing.ts";
import { resolvePosition } from "../../services/position/resolve_position.ts";
import type { Context, ResourceFile } from "../resource.ts";

/** Legs without a price are entered in the middle of their markets. Fails with `invalid` for what is no such address. */
export async function drawPositionChart(value: string, context: Context): Promise<Result<ResourceFile>> {
  const address = readChartAddress(value);
  if (!address.ok) return address;
  const { underlying, legs, scheme, isCashSecured, format } = address.value;
  const position = await resolvePosition({ underlying, legs }, context);
  if (!position.ok) return position;
  const analysis = analyzePosition(position.value, { account: isCashSecured ? "cash" : "margin" });
  if (!analysis.ok) return analysis;
  const picture = profitChart({ ...drawingOf(position.value, analysis.value), scheme });
  return ok(
    format === "svg"
      ? { mimeType: "image/svg+xml", body: svg(picture) }
      : { mimeType: "image/png", body: await png(picture) },
  );
}
