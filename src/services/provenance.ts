/** Where an answer comes from, and whether that is real and in time. */

import type { Source } from "../broker/broker.ts";

export interface Provenance {
  source: Source;
  simulated?: true;
  delayed_minutes?: number;
}

/** What an answer says about its source; nothing where nothing was read. */
export function provenance(source: Source | undefined): Provenance | Record<never, never> {
  if (source === undefined) return {};
  return {
    source,
    ...(source === "simulator" ? { simulated: true } : {}),
    ...(source === "tastytrade sandbox" ? { delayed_minutes: 15 } : {}),
  };
}
