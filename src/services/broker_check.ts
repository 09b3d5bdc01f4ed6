/** Whether the broker answers: login, customer and a quote, one after the other, each with its time. */

import { customer } from "../broker/endpoints/customer.ts";
import { marketDataByType } from "../broker/endpoints/market_data.ts";
import { explain, fail, ok, type Result } from "../core/failure.ts";
import type { Context } from "./context.ts";

/** One step; `detail` says what was found, or what went wrong and what to do. */
export interface BrokerCheckStep {
  step: "login" | "customer" | "quote";
  ok: boolean;
  milliseconds: number;
  detail: string;
}

/** Runs the steps until one fails. Nothing in the answer identifies the customer. */
export async function checkBroker(context: Context): Promise<{ ok: boolean; steps: BrokerCheckStep[] }> {
  const steps: BrokerCheckStep[] = [];

  async function run(step: BrokerCheckStep["step"], look: () => Promise<Result<string>>): Promise<boolean> {
    const startedAt = context.now();
    const found = await look();
    const milliseconds = context.now() - startedAt;
    steps.push({ step, ok: found.ok, milliseconds, detail: found.ok ? found.value : explain(found.failure) });
    return found.ok;
  }

  const isFine = await run("login", async () => {
    const login = await context.broker.login(context);
    return login.ok ? ok("tastytrade issued an access token") : login;
  }) && await run("customer", async () => {
    const found = await context.broker.call(customer, undefined, context);
    if (!found.ok) return found;
    return ok(found.value.hasDelayedQuotes ? "known to tastytrade; quotes are delayed" : "known to tastytrade");
  }) && await run("quote", async () => {
    const found = await context.broker.call(marketDataByType, [{ type: "equity", symbol: "SPY" }], context);
    if (!found.ok) return found;
    const quote = found.value[0];
    return quote ? ok(`SPY is at ${quote.mark ?? quote.last}`) : fail({ kind: "not_found", subject: "SPY" });
  });
  return { ok: isFine, steps };
}
