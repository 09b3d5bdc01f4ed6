/** The key to the stream: good for a day, kept until shortly before, and fetched anew when the stream refuses it. */

import { ok, type Result } from "../../core/failure.ts";
import type { Broker, CallOptions } from "../broker.ts";
import { type QuoteToken, quoteToken } from "../endpoints/quote_token.ts";

/** A token, and whether it has just been fetched. */
export interface HeldToken extends QuoteToken {
  isFresh: boolean;
}

export interface QuoteTokens {
  read(options: CallOptions): Promise<Result<HeldToken>>;
  /** Forgets `token`, so that the next question fetches a new one. */
  drop(token: string): void;
}

/** How long a token lives when the broker does not say. */
const DAY = 24 * 3_600_000;

/** Tokens are not used this shortly before they expire. */
const EARLY = 5 * 60_000;

export function createQuoteTokens({ broker, now }: { broker: Broker; now: () => number }): QuoteTokens {
  let held: { token: QuoteToken; until: number } | null = null;

  return {
    async read(options) {
      if (held !== null && now() < held.until) return ok({ ...held.token, isFresh: false });
      const askedAt = now();
      const fetched = await broker.call(quoteToken, undefined, options);
      if (!fetched.ok) return fetched;
      held = { token: fetched.value, until: (fetched.value.expiresAt ?? askedAt + DAY) - EARLY };
      return ok({ ...fetched.value, isFresh: true });
    },
    drop(token) {
      if (held?.token.token === token) held = null;
    },
  };
}
