/** Symbols that begin with what has been typed so far: those the customer watches before all others. */

import { createReference } from "./reference.ts";
import type { Context } from "./context.ts";
import { findSymbols } from "./symbol_search.ts";

/** The symbols, upper case. Nobody waits for a failure here: a part that cannot be had is left out. */
export async function completeSymbol(typed: string, context: Context): Promise<string[]> {
  const start = typed.trim().toUpperCase();
  const [watched, found] = await Promise.all([
    context.market.part(createReference).watchlists.read(["user"], context),
    start === "" ? null : findSymbols(start, context),
  ]);
  const lists = watched.ok ? watched.value.get("user")?.value?.lists ?? [] : [];
  const own = lists.flatMap(({ entries }) => entries.map(({ symbol }) => symbol)).filter((symbol) =>
    symbol.startsWith(start)
  );
  const others = found?.ok ? found.value.found.map(({ symbol }) => symbol) : [];
  return [...new Set([...own, ...others])];
}
