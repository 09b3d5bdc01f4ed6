/** The path of one price's logarithm: a random walk with a slow pull towards its anchor, exact at every instant. */

import type { Noise } from "./noise.ts";
import { joinSpans, partOfSpan, type Span, wholeSpan } from "./span.ts";
import type { Timeline } from "./timeline.ts";

/** The law of a path. */
export interface Process {
  name: string;
  /** The logarithm the path starts from and is drawn to. */
  anchor: number;
  /** The share of the distance to the anchor that a day makes up on average. */
  reversion: number;
  /** The standard deviation of day `n`'s change. */
  deviation(day: number): number;
  /** Standard normal, correlated with other paths as the process wants: of a whole step (node 0) or inside its tree. */
  shock(step: number, node: number): number;
  /** What a step adds beyond chance, such as a dividend or an earnings surprise; `from` is the logarithm before it. */
  jump?(step: number, from: number): number;
}

/** A path that can be asked about any step or instant; whole steps are remembered. */
export interface Path {
  /** The logarithm at the end of `step`; the anchor before the first. */
  end(step: number): number;
  /** The stretch of `step` between two positions. */
  part(step: number, from: number, to: number): Span;
  /** The stretch between two instants. */
  between(fromAt: number, toAt: number): Span;
  at(at: number): number;
}

/** The path that `process` takes on `timeline`. */
export function createPath(process: Process, timeline: Timeline, noise: Noise): Path {
  const ends: number[] = [];
  const { weights } = timeline;
  const grainStream = noise.stream(`grain ${process.name}`);

  const deviationOf = (step: number): number =>
    process.deviation(Math.floor(step / weights.length)) * Math.sqrt(weights[step % weights.length]!);

  function end(step: number): number {
    if (step < 0) return process.anchor;
    for (let next = ends.length; next <= step; next++) {
      const from = next === 0 ? process.anchor : ends[next - 1]!;
      const pull = process.reversion / weights.length * (process.anchor - from);
      ends.push(from + pull + deviationOf(next) * process.shock(next, 0) + (process.jump?.(next, from) ?? 0));
    }
    return ends[step]!;
  }

  function part(step: number, from: number, to: number): Span {
    const variance = deviationOf(step) ** 2;
    const grain = {
      shock: (node: number) => process.shock(step, node),
      chance: (node: number, n: number) => noise.uniform(grainStream, step, node * 8 + n),
    };
    return partOfSpan(wholeSpan(end(step - 1), end(step), variance, grain), variance, grain, from, to);
  }

  function between(fromAt: number, toAt: number): Span {
    const from = timeline.locate(fromAt);
    const to = timeline.locate(toAt);
    if (from.step === to.step) return part(from.step, from.position, to.position);
    let span = part(from.step, from.position, 1);
    for (let step = from.step + 1; step < to.step; step++) span = joinSpans(span, part(step, 0, 1));
    return joinSpans(span, part(to.step, 0, to.position));
  }

  function at(instant: number): number {
    const { step, position } = timeline.locate(instant);
    return part(step, position, position).close;
  }

  return { end, part, between, at };
}
