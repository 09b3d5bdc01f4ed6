/** What a change of a list has changed, and the call that takes it back. */

import type { Watchlist } from "../../broker/endpoints/watchlists.ts";
import { ok, type Result } from "../../core/failure.ts";
import { newYorkTime } from "../../services/new_york_time.ts";
import { provenance } from "../../services/provenance.ts";
import { type EditedWatchlist, editWatchlist } from "../../services/watchlist_edits.ts";
import type { Context } from "../tool.ts";
import type { UpdateWatchlistInput } from "../watching/update_watchlist.ts";

/** Symbols of a list that are shown, and their characters; of a longer one their number. The undo takes most of an answer. */
const MOST_SHOWN = 100;
const MOST_CHARACTERS = 1000;
const MOST_NAME = 100;

export async function answerUpdate(asked: UpdateWatchlistInput, context: Context): Promise<Result<unknown>> {
  const edited = await editWatchlist(asked, context);
  if (!edited.ok) return edited;
  const { before, after, added, removed, needless, undo, isReadBack, source } = edited.value;
  const isChanged = undo !== null;
  // Another name alone leaves the symbols as they were.
  const hasMoved = asked.action !== "rename";
  return ok({
    changed: isChanged,
    ...(added.length > 0 ? { added: cut(added) } : {}),
    ...(removed.length > 0 && after !== null ? { removed: cut(removed) } : {}),
    ...(needless.length > 0 ? { [asked.action === "add" ? "already_there" : "not_there"]: cut(needless) } : {}),
    ...(isChanged ? { before: shown(before, hasMoved), after: shown(after, hasMoved) } : { list: shown(before, true) }),
    ...(isReadBack ? { note: "tastytrade's answer was lost; read back, the change is there." } : {}),
    ...warningOf(edited.value),
    ...(isChanged ? { undo: { tool: "update_watchlist", arguments: undo } } : {}),
    time: newYorkTime(context.now()),
    ...provenance(source),
  });
}

const isShort = (symbols: readonly string[]): boolean =>
  symbols.length <= MOST_SHOWN && JSON.stringify(symbols).length <= MOST_CHARACTERS;

const cut = (symbols: readonly string[]): string[] | string =>
  isShort(symbols) ? [...symbols] : `${symbols.length} symbols`;

function shown(list: Watchlist | null, hasSymbols: boolean) {
  if (list === null) return null;
  const { name, group, entries } = list;
  const symbols = entries.map(({ symbol }) => symbol);
  return {
    name: name.slice(0, MOST_NAME),
    ...(group === null ? {} : { group: group.slice(0, MOST_NAME) }),
    count: entries.length,
    ...(hasSymbols && isShort(symbols) ? { symbols } : {}),
  };
}

/** Symbols that were sent and are not on the list the broker has answered with. */
function warningOf({ added, after }: EditedWatchlist): { warning?: string } {
  const there = new Set(after?.entries.map(({ symbol }) => symbol));
  const lost = after === null ? [] : added.filter((symbol) => !there.has(symbol));
  return lost.length === 0 ? {} : { warning: `tastytrade has not kept ${cut(lost)}.` };
}
