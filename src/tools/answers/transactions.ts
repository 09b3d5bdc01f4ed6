/** What has happened in the user's accounts: sums, rows, campaigns or statistics. */

import { explain, fail, ok, type Result } from "../../core/failure.ts";
import { describeName } from "../../services/accounts.ts";
import { newYorkTime } from "../../services/new_york_time.ts";
import { provenance } from "../../services/provenance.ts";
import { type Histories, readHistories } from "../../services/transactions/read_history.ts";
import { chooseCampaigns, chooseLines, type Selection } from "../../services/transactions/selection.ts";
import { readSpan } from "../../services/transactions/span.ts";
import type { TransactionsInput } from "../account/get_transactions.ts";
import type { Context } from "../tool.ts";
import { campaignTable } from "./campaign_table.ts";
import { trackRecords } from "./track_records.ts";
import { transactionRows, transactionSummary } from "./transaction_rows.ts";

/** What every view is made of. */
export interface Asked {
  input: TransactionsInput;
  selection: Selection;
  histories: Histories;
  now: number;
}

export async function answerTransactions(input: TransactionsInput, context: Context): Promise<Result<unknown>> {
  const { view = "summary", account, symbol, type } = input;
  const isOfCampaigns = view === "campaigns" || view === "statistics";
  if (isOfCampaigns && type !== undefined) {
    return fail({
      kind: "invalid",
      subject: "type",
      problem: `does not go with ${view}, which are made of lines of every type`,
      remedy: "Leave it out",
    });
  }
  const span = readSpan(input, isOfCampaigns ? "all" : "year", context.now());
  if (!span.ok) return span;
  const read = await readHistories(account, context);
  if (!read.ok) return read;
  const asked: Asked = {
    input,
    selection: { span: span.value, symbol, kind: type },
    histories: read.value,
    now: context.now(),
  };
  const head = { view, ...headOf(asked) };
  const used = JSON.stringify(head).length;
  const { read: histories } = read.value;
  switch (view) {
    case "summary":
      return ok({ ...head, ...transactionSummary(chooseLines(histories, asked.selection), asked, used) });
    case "rows":
      return ok({ ...head, ...transactionRows(chooseLines(histories, asked.selection), asked, used) });
    case "campaigns":
      return ok({ ...head, ...campaignTable(chooseCampaigns(histories, asked.selection), asked, used) });
    case "statistics":
      return ok({ ...head, ...trackRecords(chooseCampaigns(histories, asked.selection), asked, used) });
  }
}

/** What is asked about, and what the answer leaves out. */
function headOf({ selection: { span, symbol, kind }, histories: { read, failed } }: Asked) {
  const beginning = read.map(({ lines }) => lines[0]?.day).filter((day) => day !== undefined).sort()[0];
  const warnings = [
    ...failed.map(({ account, failure }) => `${account.masked} is left out: ${explain(failure)}`),
    ...read.flatMap(({ account, cutBefore }) =>
      cutBefore === null ? [] : [
        `${account.masked} has more history than is read: nothing before ${cutBefore}, so that closings may lack openings`,
      ]
    ),
  ];
  return {
    from: beginning !== undefined && span.from < beginning ? beginning : span.from,
    to: span.to,
    accounts: read.map(({ account }) => describeName(account)),
    ...(symbol === undefined ? {} : { symbol }),
    ...(kind === undefined ? {} : { type: kind }),
    ...(warnings.length === 0 ? {} : { warnings }),
    time: newYorkTime(Math.min(...read.map(({ fetchedAt }) => fetchedAt))),
    ...provenance(read[0]!.source),
  };
}
