/** find_strategies asked through the app, and its tables as records. */

import assert from "node:assert/strict";
import type { TestApp } from "../../support/app.ts";
import { legacyRequest, resultOf, type ToolAnswer } from "../../support/clients.ts";

export const call = async (app: TestApp, name: string, input: Record<string, unknown>): Promise<ToolAnswer> =>
  await resultOf(await app.fetch(legacyRequest("tools/call", { name, arguments: input })));

export const ask = async (app: TestApp, input: Record<string, unknown>): Promise<ToolAnswer> => {
  const answer = await call(app, "find_strategies", input);
  assert.equal(answer.isError, false, answer.text);
  return answer;
};

// deno-lint-ignore no-explicit-any
export type Row = Record<string, any>;

export const rowsOf = ({ value }: ToolAnswer, table = "candidates"): Row[] =>
  (value[table] ?? []).map((row: unknown[]) =>
    Object.fromEntries(value.columns.map((name: string, place: number) => [name, row[place]]))
  );
