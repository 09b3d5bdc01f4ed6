/** The work behind `analyze_position`: from its arguments to its answer. */

import { ok, type Result } from "../../core/failure.ts";
import type { Account } from "../../analytics/margin/rules.ts";
import type { Scheme } from "../../charts/palette.ts";
import type { Context } from "../../services/context.ts";
import { analyzePosition } from "../../services/position/analyze_position.ts";
import { formatChartAddress } from "../../services/position/chart_address.ts";
import { drawingOf } from "../../services/position/drawing.ts";
import { type HeldLegs, heldLegs } from "../../services/position/held_legs.ts";
import type { LegInput } from "../../services/position/leg_input.ts";
import type { Entry } from "../../services/position/position.ts";
import { resolvePosition } from "../../services/position/resolve_position.ts";
import { positionAnswer } from "./position_answer.ts";
import { illustrated } from "../tool.ts";

/** As the tool takes them; `forecast_volatility` in percent. */
export interface AnalysisArguments {
  legs?: LegInput[] | undefined;
  underlying?: string | undefined;
  position?: string | undefined;
  account?: string | undefined;
  entry?: Entry | undefined;
  forecast_volatility?: number | undefined;
  account_type?: Account | undefined;
  stop?: number | undefined;
  close_at_dte?: number | undefined;
  chart?: boolean | undefined;
  scheme?: Scheme | undefined;
}

export async function positionAnalysis(given: AnalysisArguments, context: Context): Promise<Result<object>> {
  const { legs = [], underlying, position: held, account, forecast_volatility, chart, scheme = "light" } = given;
  const asked: Result<HeldLegs> = held === undefined
    ? ok({ legs, rules: "margin", warnings: [] })
    : await heldLegs({ underlying: held, account }, legs, context);
  if (!asked.ok) return asked;
  const position = await resolvePosition(
    { legs: asked.value.legs, underlying: underlying ?? held, entry: given.entry },
    context,
  );
  if (!position.ok) return position;
  const rules = given.account_type ?? asked.value.rules;
  const analysis = analyzePosition(position.value, {
    forecastVolatility: forecast_volatility === undefined ? undefined : forecast_volatility / 100,
    account: rules,
    stop: given.stop,
    closeAtDays: given.close_at_dte,
  });
  if (!analysis.ok) return analysis;
  const judged = { ...analysis.value, warnings: [...asked.value.warnings, ...analysis.value.warnings] };
  const answer = positionAnswer(position.value, judged, context.now());
  if (!chart) return ok(answer);
  // Fonts and a pen are read only when something is drawn.
  const { positionPicture } = await import("./position_picture.ts");
  const chart_uri = `chart://position/${
    formatChartAddress({
      underlying: position.value.symbol,
      legs: position.value.legs.map(({ instrument, quantity, entryPrice }) => ({
        symbol: instrument.symbol,
        quantity,
        price: entryPrice,
      })),
      scheme,
      isCashSecured: rules !== "margin",
      format: "svg",
    })
  }`;
  const picture = await positionPicture(drawingOf(position.value, judged), scheme);
  return ok(illustrated({ ...answer, chart_uri }, [picture]));
}
