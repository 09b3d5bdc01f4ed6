/** Which lines and campaigns of some histories are meant. */

import type { Campaign } from "../../analytics/portfolio/campaigns/link_campaigns.ts";
import type { Line, LineKind } from "../../analytics/portfolio/line.ts";
import { recognizeSymbol } from "../../core/symbol.ts";
import type { AccountHistory } from "./read_history.ts";
import type { Span } from "./span.ts";

export interface Selection {
  span: Span;
  /** An underlying, a futures product such as `/ES`, or a contract. */
  symbol?: string | undefined;
  kind?: LineKind | undefined;
}

/** A line, and whose it is. */
export interface ChosenLine {
  line: Line;
  history: AccountHistory;
}

/** A campaign, and whose it is. */
export interface ChosenCampaign {
  campaign: Campaign;
  history: AccountHistory;
}

/** The lines that are meant, newest first. */
export function chooseLines(histories: readonly AccountHistory[], { span, symbol, kind }: Selection): ChosenLine[] {
  const isMeant = symbolFilter(symbol);
  return histories.flatMap((history) =>
    history.lines.filter((line) =>
      line.day >= span.from && line.day <= span.to && (kind === undefined || line.kind === kind) && isMeant(line)
    ).map((line) => ({ line, history }))
  ).sort((a, b) => newerFirst(a.line, b.line));
}

/** The campaigns that were under way in the span, those with the latest line first. */
export function chooseCampaigns(histories: readonly AccountHistory[], { span, symbol }: Selection): ChosenCampaign[] {
  const isMeant = symbolFilter(symbol);
  return histories.flatMap((history) =>
    history.campaigns.filter(({ lines, held }) =>
      lines[0]!.day <= span.to && (held.size > 0 || lines.at(-1)!.day >= span.from) && lines.some(isMeant)
    ).map((campaign) => ({ campaign, history }))
  ).sort((a, b) => newerFirst(a.campaign.lines.at(-1)!, b.campaign.lines.at(-1)!));
}

const newerFirst = (a: Line, b: Line): number => b.at - a.at || b.id - a.id;

function symbolFilter(symbol: string | undefined): (line: Line) => boolean {
  if (symbol === undefined) return () => true;
  const recognized = recognizeSymbol(symbol);
  const wanted = recognized.ok ? recognized.value.symbol : symbol.trim().toUpperCase();
  return (line) => line.symbol === wanted || line.group === wanted || line.symbol?.startsWith(`.${wanted} `) === true;
}
