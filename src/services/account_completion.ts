/** Accounts by what has been typed so far: nicknames, and the last characters of their numbers. */

import { maskAccount, plainNickname, readAccounts } from "./accounts.ts";
import type { Context } from "./context.ts";

/** What `chooseAccounts` understands. Nobody waits for a failure here: without accounts there are no values. */
export async function completeAccount(typed: string, context: Context): Promise<string[]> {
  const read = await readAccounts(context);
  if (!read.ok) return [];
  const start = typed.trim().toLowerCase();
  const names = read.value.map(({ number, nickname }) => {
    const masked = maskAccount(number);
    return { usual: plainNickname(nickname, number) ?? masked, others: [masked, masked.replaceAll("*", "")] };
  });
  if (start === "") return [...new Set(names.map(({ usual }) => usual))];
  const fitting = names.flatMap(({ usual, others }) =>
    [usual, ...others].filter((name) => name.toLowerCase().startsWith(start)).slice(0, 1)
  );
  return [...new Set(fitting)];
}
