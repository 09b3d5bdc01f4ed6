/**
 * An account's lines linked into campaigns: what was begun on one underlying, with everything that became of it.
 *
 * A line belongs to the campaign that holds its contract; an order, or the delivery of shares for an option, that touches
 * several campaigns makes them one. `links.ts` says when an opening continues a campaign. What is left is new.
 */

import { type Link, linkOf, type Opening } from "./links.ts";
import { dayKey, type Desk, type Ended, formOf, merge, rootOf, type Thread } from "./thread.ts";
import { inOrder, type Line } from "../line.ts";
import type { LotBooks, Outcome } from "../lots.ts";

/** A story from the first opening until nothing is held any more. */
export interface Campaign {
  /** The underlying, or the product of its futures. */
  group: string;
  /** In order, at least one. */
  lines: Line[];
  /** What is still held, by symbol; negative when sold. Empty when it has ended. */
  held: Map<string, number>;
  /** How often something was closed at a loss and opened again the same day by another order. */
  reopened: number;
}

export interface Linked {
  /** The one that began first is first. */
  campaigns: Campaign[];
  /** Lines that belong to none: cash that comes and goes, and what concerns nothing that was held. */
  none: Line[];
}

/** Links the lines of one account; every line is in exactly one campaign or in `none`. */
export function linkCampaigns(lines: readonly Line[], books: LotBooks): Linked {
  const ordered = inOrder(lines);
  const desk: Desk = { owners: new Map(), held: new Map(), ended: new Map() };
  const threads: Thread[] = [];
  const none: Line[] = [];
  const byOrder = new Map<string, Thread>();
  const delivered = new Map<string, Thread[]>();
  const byLine = new Map<number, Thread>();
  const orders = Map.groupBy(ordered.filter(({ order }) => order !== null), orderKey);
  const openingsOf = (line: Line): Opening[] =>
    (line.order === null ? [line] : orders.get(orderKey(line))!).flatMap((one) => {
      const opened = books.outcomes.get(one.id)?.opened ?? 0;
      return opened > 0 ? [{ line: one, quantity: opened }] : [];
    });

  function begin(group: string): Thread {
    const thread: Thread = { group, lines: [], held: new Map(), reopened: 0, into: null };
    threads.push(thread);
    return thread;
  }

  /** The campaigns that a line cannot be told from. */
  function touched(line: Line, { replaces }: Outcome): Thread[] {
    const found: (Thread | undefined)[] = [
      line.order === null ? undefined : byOrder.get(orderKey(line)),
      desk.held.has(line.symbol!) ? desk.owners.get(line.symbol!) : undefined,
      replaces === undefined ? undefined : byLine.get(replaces),
      ...(line.kind === "delivery" ? delivered.get(dayKey(line)) ?? [] : []),
    ];
    return [...new Set(found.filter((thread) => thread !== undefined).map(rootOf))];
  }

  function place(line: Line, outcome: Outcome): Thread {
    const candidates = touched(line, outcome);
    if (candidates.length > 0) return candidates.reduce(merge);
    const link: Link | null = outcome.opened > 0 ? linkOf(line, openingsOf(line), desk) : null;
    if (link === null) return begin(line.group ?? line.symbol!);
    if (link.isReopening) link.thread.reopened++;
    return link.thread;
  }

  for (const line of ordered) {
    const outcome = books.outcomes.get(line.id);
    const isMove = outcome !== undefined && line.kind !== "settlement";
    if (!isMove) {
      const owner = line.symbol === null ? undefined : desk.owners.get(line.symbol);
      (owner === undefined ? none : rootOf(owner).lines).push(line);
      continue;
    }
    const thread = place(line, outcome);
    thread.lines.push(line);
    desk.owners.set(line.symbol!, thread);
    for (const held of [desk.held, thread.held]) {
      if (outcome.after === 0) held.delete(line.symbol!);
      else held.set(line.symbol!, outcome.after);
    }
    byLine.set(line.id, thread);
    if (line.order !== null) byOrder.set(orderKey(line), thread);
    if (line.kind === "assignment" || line.kind === "exercise" || line.kind === "delivery") {
      delivered.set(dayKey(line), [...delivered.get(dayKey(line)) ?? [], thread]);
    }
    if (outcome.closed > 0) {
      remember(desk, { thread, form: formOf(line, -line.side), realized: outcome.realized }, line);
    }
  }
  const campaigns = threads.filter(({ into }) => into === null)
    .map(({ group, lines, held, reopened }): Campaign => ({ group, lines: inOrder(lines), held, reopened }))
    .sort((a, b) => a.lines[0]!.at - b.lines[0]!.at || a.lines[0]!.id - b.lines[0]!.id);
  return { campaigns, none };
}

const orderKey = ({ order, group }: Line): string => `${order}|${group}`;
function remember(desk: Desk, ended: Ended, line: Line): void {
  const known = desk.ended.get(dayKey(line));
  if (known === undefined) desk.ended.set(dayKey(line), [ended]);
  else known.push(ended);
}
