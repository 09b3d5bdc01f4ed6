/** What the login costs a call: CPU of `tools/call` with a token less the same call at a server without logins. */

import process from "node:process";
import { startApp, type TestApp } from "../support/app.ts";
import { legacyRequest } from "../support/clients.ts";
import { askToken, logIn, LOGINS } from "../support/login.ts";

/** What the gate may add to a call whose grant is remembered. Microseconds of CPU. */
export const GATE_LIMIT = 150;

/** CPU microseconds per call, each the median over the rounds; `added` is the median of the rounds' differences. */
export interface GateCost {
  open: number;
  guarded: number;
  added: number;
}

/** One user may send 120 calls a minute: so many are measured, and then a minute passes. */
const BATCH = 100;
const WARM_UP = 15;

const CALL = { name: "get_quote", arguments: { symbol: "AAPL" } };

/** Measures about `requests` calls of each kind a round; the two kinds take turns batch by batch. */
export async function measureGate(requests: number, rounds: number): Promise<GateCost> {
  await using open = await startApp({ environment: { LOG_LEVEL: "info" } });
  await using guarded = await startApp({ environment: { ...LOGINS, LOG_LEVEL: "info" } });
  const { clientId, refreshToken } = await logIn(guarded);
  const tokens = { access: "", refresh: refreshToken };
  const batches = Math.max(1, Math.round(requests / BATCH));
  const samples: GateCost[] = [];
  // The round before the first is not counted: the code is still being compiled.
  for (let round = -1; round < rounds; round++) {
    const { body } = await askToken(guarded, {
      grant_type: "refresh_token",
      client_id: clientId,
      refresh_token: tokens.refresh,
    });
    Object.assign(tokens, { access: body.access_token, refresh: body.refresh_token });
    const sum = { open: 0, guarded: 0 };
    for (let batch = 0; batch < batches; batch++) {
      sum.open += await measureBatch(open, {});
      sum.guarded += await measureBatch(guarded, { authorization: `Bearer ${tokens.access}` });
    }
    const [first, second] = [sum.open / batches / BATCH, sum.guarded / batches / BATCH];
    if (round >= 0) samples.push({ open: first, guarded: second, added: second - first });
  }
  const median = (kind: keyof GateCost) =>
    samples.map((sample) => sample[kind]).sort((a, b) => a - b)[samples.length >> 1]!;
  return { open: median("open"), guarded: median("guarded"), added: median("added") };
}

/** CPU microseconds of a batch, in a new minute, once the quote and the grant are remembered again. */
async function measureBatch(app: TestApp, headers: Record<string, string>): Promise<number> {
  app.clock.at += 61_000;
  await send(app, headers, WARM_UP);
  const before = process.cpuUsage();
  await send(app, headers, BATCH);
  const { user, system } = process.cpuUsage(before);
  app.rawLines.length = app.lines.length = 0;
  return user + system;
}

async function send(app: TestApp, headers: Record<string, string>, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent++) {
    const response = await app.fetch(legacyRequest("tools/call", CALL, headers));
    const text = await response.text();
    if (response.status !== 200 || text.includes('"isError"')) throw new Error(`${response.status} ${text}`);
  }
}
