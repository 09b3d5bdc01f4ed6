/** The one underlying that all legs have, or why there is none. */

import type { Day } from "../../core/calendar.ts";
import { fail, ok, type Result } from "../../core/failure.ts";
import { type Subject, subjectOf } from "../chain/subject.ts";
import type { WantedLeg } from "./leg_input.ts";

/** A leg, and whose options it is about; a leg known by the stream only takes the underlying of the others. */
export interface PlacedLeg {
  wanted: WantedLeg;
  subject: Subject;
}

/** `day` is today in New York. Fails with `invalid` for legs of several underlyings, and for contracts that differ. */
export function placeLegs(legs: readonly WantedLeg[], day: Day): Result<{ subject: Subject; legs: PlacedLeg[] }> {
  const named = legs.find(({ underlying }) => underlying !== null);
  if (named === undefined) {
    return fail({
      kind: "invalid",
      subject: legs[0]!.label,
      problem: "does not say what it is an option on",
      remedy: "Add `underlying`, such as /ES",
    });
  }
  const placed: PlacedLeg[] = [];
  for (const wanted of legs) {
    const subject = subjectOf(wanted.underlying ?? named.underlying!, day);
    if (!subject.ok) return subject;
    placed.push({ wanted, subject: subject.value });
  }
  const symbols = [...new Set(placed.map(({ subject }) => subject.symbol))];
  if (symbols.length > 1) return mixed(symbols);
  const futures = new Set(placed.flatMap(({ wanted, subject }) => {
    const future = wanted.kind === "option" ? wanted.future ?? subject.future : subject.future;
    return future === null ? [] : [future];
  }));
  if (futures.size > 1) return mixed([...futures]);
  const [future = null] = futures;
  return ok({ subject: { ...placed[0]!.subject, root: null, future }, legs: placed });
}

function mixed(symbols: readonly string[]): Result<never> {
  return fail({
    kind: "invalid",
    subject: "legs",
    problem: `are on different underlyings: ${symbols.slice(0, 6).join(", ")}`,
    remedy: "Analyze the legs of each underlying by themselves",
  });
}
