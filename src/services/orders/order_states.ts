/** The states of orders: what they mean for whoever waits, in our words. */

/** `cancelled` is every end without (further) execution but a refusal. */
export const PHASES = ["working", "filled", "cancelled", "rejected"] as const;

export type Phase = typeof PHASES[number];

const STATES = new Map<string, readonly [phase: Phase, meaning: string]>(Object.entries({
  received: ["working", "accepted by tastytrade, sent on when trading is open"],
  contingent: ["working", "held back until another order is done or a condition is met"],
  routed: ["working", "leaving tastytrade for the exchange"],
  in_flight: ["working", "on its way to the exchange"],
  live: ["working", "at the exchange, not or only partly executed"],
  cancel_requested: ["working", "to be cancelled; may still be executed first"],
  replace_requested: ["working", "to be replaced by another; may still be executed first"],
  filled: ["filled", "executed in full"],
  cancelled: ["cancelled", "nothing more is executed"],
  expired: ["cancelled", "its time was over before it was executed in full"],
  rejected: ["rejected", "refused by tastytrade or the exchange; nothing was executed"],
  removed: ["cancelled", "taken away by tastytrade"],
  partially_removed: ["cancelled", "what was left of it was taken away by tastytrade"],
}));

/** What becomes of orders in a state; the list of states is open, and one nobody knows may still be executed. */
export const phaseOf = (status: string | null): Phase => STATES.get(status ?? "")?.[0] ?? "working";

export const isWorking = ({ status }: { status: string | null }): boolean => phaseOf(status) === "working";

/** What a state means; `null` for one that we do not know. */
export const meaningOf = (status: string | null): string | null => STATES.get(status ?? "")?.[1] ?? null;

/** The states of a phase. */
export const statesOf = (phase: Phase): string[] =>
  [...STATES].filter(([, [own]]) => own === phase).map(([state]) => state);
