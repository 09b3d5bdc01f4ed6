/** How far long work has come, as the protocol's notifications: the first one turns the answer into a stream. */

import type { ServerContext } from "@modelcontextprotocol/server";
import type { Context } from "../tools/tool.ts";

/**
 * What a tool may call to report; `undefined` where the client has not asked to be told. Steps that do not go forward are
 * dropped, as the protocol demands, and all of them once the client has gone.
 */
export function progressReporter(
  { _meta, notify, signal }: Pick<ServerContext["mcpReq"], "_meta" | "notify" | "signal">,
): Context["onProgress"] {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return undefined;
  let last = -1;
  return ({ done, total, message }) => {
    if (!(done > last) || signal.aborted) return;
    // Work in one step has its answer to show for it, which needs no stream.
    if (last < 0 && done >= total) return;
    last = done;
    const params = { progressToken, progress: done, total, message };
    // What cannot be told is no reason to stop: whether somebody still listens is the signal's to say.
    notify({ method: "notifications/progress", params }).catch(() => {});
  };
}
