/** What the stream calls an instrument: by rule where there is one, else as the broker says. */

import { createReference } from "./reference.ts";
import { newYorkDay } from "../core/calendar.ts";
import { fail, ok, type Result } from "../core/failure.ts";
import { streamerSymbolOf } from "../core/streamer_symbol.ts";
import type { Instrument } from "../core/symbol.ts";
import type { Context } from "./context.ts";

/** The streamer symbol; `not_found` for an instrument that the broker does not know, `invalid` for one without a feed. */
export async function readStreamerSymbol(instrument: Instrument, context: Context): Promise<Result<string>> {
  const byRule = streamerSymbolOf(instrument, newYorkDay(context.now()));
  if (byRule !== null) return ok(byRule);
  const read = await context.market.part(createReference).streamerSymbols.read([instrument], context);
  if (!read.ok) return read;
  const streamerSymbol = read.value.get(instrument.symbol)?.value?.streamerSymbol ?? null;
  if (streamerSymbol !== null) return ok(streamerSymbol);
  return fail({ kind: "invalid", subject: instrument.symbol, problem: "has no live feed at tastytrade" });
}
