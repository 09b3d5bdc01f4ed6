/** How a position could be rolled now: what speaks for it, and the candidates judged and ranked. */

import type { Account } from "../../analytics/margin/rules.ts";
import type { Leg } from "../../analytics/positions/leg.ts";
import type { HeldContract } from "../../analytics/rolls/contract.ts";
import { type HeldLeg, type JudgedRoll, judgeRoll, type RollObstacle } from "../../analytics/rolls/judge.ts";
import type { RollMeasureName } from "../../analytics/rolls/measures.ts";
import type { RollKind } from "../../analytics/rolls/kinds.ts";
import { contractsOf, proposeRolls, type Roll } from "../../analytics/rolls/proposals.ts";
import { rankRolls, type RollRanking } from "../../analytics/rolls/ranking.ts";
import { ROLL_RULES } from "../../analytics/rolls/rules.ts";
import { frontSides, type Side } from "../../analytics/rolls/sides.ts";
import { checkTriggers, type TriggerVerdict } from "../../analytics/rolls/triggers.ts";
import { firstExpiration, type PositionView, viewPosition } from "../../analytics/rolls/view.ts";
import { newYorkDay } from "../../core/calendar.ts";
import { fail, type Failure, ok, type Result } from "../../core/failure.ts";
import { readListing } from "../chain/chain.ts";
import { createChainFigures, type Look } from "../chain/chain_figures.ts";
import { subjectOf } from "../chain/subject.ts";
import type { Context } from "../context.ts";
import type { Position } from "../position/position.ts";
import { booksOf, hasEntry, type RollBooks, rollFacts } from "./roll_facts.ts";
import { heldContracts, nettedLegs, type RollListing, rollListing, type RollSpan } from "./roll_listing.ts";
import { readRollMarket, type RollReading } from "./roll_market.ts";

export interface RollQuestion {
  measure: RollMeasureName;
  /** Only these; all when `null`. */
  kinds: readonly RollKind[] | null;
  /** Whether rolls that cost money are ranked among the others. */
  debits: boolean;
  account: Account;
  span: RollSpan;
}

export interface Rolls {
  position: Position;
  /** Of what is sold first, the tested one before the other. */
  sides: Side[];
  triggers: TriggerVerdict[];
  books: RollBooks;
  /** Whether what was paid for all legs is known. */
  isBooked: boolean;
  now: { view: PositionView; capital: number | null };
  ranking: RollRanking;
  close: JudgedRoll | null;
  judged: number;
  obstacles: Record<RollObstacle, number>;
  seriesOf: RollListing["seriesOf"];
  readAt: number;
  streamFailure: Failure | null;
  snapshotFailure: Failure | null;
}

/** Fails when nothing is sold, nothing later is listed, or nothing can be traded at the moment. */
export async function readRolls(
  asked: Position,
  question: RollQuestion,
  context: Context,
): Promise<Result<Rolls>> {
  const position = { ...asked, legs: nettedLegs(asked) };
  // The instant the position was modelled at: what is kept and what is opened must expire at the same time.
  const now = asked.startedAt;
  const today = newYorkDay(now);
  const held = heldContracts(position, today);
  const sides = frontSides(held, position.spot);
  const front = sides[0]?.legs[0];
  if (front === undefined) return fail(nothingSold(position));
  const subject = subjectOf(position.underlying.symbol, today);
  if (!subject.ok) return subject;
  const listed = await readListing(subject.value, context);
  if (!listed.ok) return listed;
  const listing = rollListing(listed.value, position, front, question.span, { today, now });
  const hasLater = listing.expirations.some(({ daysLeft }) => daysLeft > front.daysLeft);
  if (!hasLater && question.kinds === null) return fail(nothingLater(position, front, listing, question));
  const rules = { ...ROLL_RULES, latest: latestOf(question.span) };
  const proposed = proposeRolls(held, position.spot, listing.expirations, rules);
  const wanted = proposed.filter(({ kind }) =>
    kind === "close" || question.kinds === null || question.kinds.includes(kind)
  );
  if (!wanted.some(({ kind }) => kind !== "close")) {
    return fail(hasLater ? noSuchKind(position, proposed) : nothingLater(position, front, listing, question));
  }

  const contracts = contractsOf(wanted);
  const days = [...new Set(contracts.map(({ day }) => day))];
  const look = context.market.part(createChainFigures).look(listed.value.symbol, days, context);
  const reading = await readRollMarket(position, contracts, listing, question.account, look, now);
  const trouble = untradable(position, sides, reading);
  if (trouble !== null) return fail(look.snapshotFailure() ?? trouble);
  return judgeAll(position, sides, wanted, { ...reading, look, seriesOf: listing.seriesOf }, question);
}

function judgeAll(
  position: Position,
  sides: Side[],
  wanted: readonly Roll[],
  { market, readAt, look, seriesOf }: RollReading & Pick<Rolls, "seriesOf"> & { look: Look },
  { measure, debits }: RollQuestion,
): Result<Rolls> {
  const legs = heldLegs(position);
  const obstacles: Record<RollObstacle, number> = { no_market: 0, no_bid: 0, no_volatility: 0 };
  const judged: JudgedRoll[] = [];
  for (const roll of wanted) {
    const result = judgeRoll(roll, legs, market);
    if (typeof result === "string") obstacles[result]++;
    else judged.push(result);
  }
  const ranking = rankRolls(judged, measure, debits);
  if (ranking.ranked.length === 0) return fail(look.snapshotFailure() ?? nothingTradable(position, obstacles));
  const view = viewNow(position, market.outlookAt(firstExpiration(legs.map(({ leg }) => leg))!).volatility);
  const isBooked = position.legs.every(hasEntry);
  return ok({
    position,
    sides,
    triggers: checkTriggers(rollFacts(position, sides, isBooked ? view.probabilityOfProfit : null)),
    books: booksOf(position, sides),
    isBooked,
    now: { view, capital: market.capitalOf(legs.map(({ leg, mark }): Leg => ({ ...leg, price: mark }))) },
    ranking,
    close: judged.find(({ kind }) => kind === "close") ?? null,
    judged: judged.filter(({ kind }) => kind !== "close").length,
    obstacles,
    seriesOf,
    readAt: Math.min(position.readAt, readAt ?? Infinity),
    streamFailure: look.streamFailure(),
    snapshotFailure: look.snapshotFailure(),
  });
}

const heldLegs = ({ legs }: Position): HeldLeg[] =>
  legs.map(({ contract, leg, mid, value, delta, theta }) => ({
    leg,
    greeks: { delta, theta },
    mark: mid ?? value,
    contract: contract === null
      ? null
      : { day: contract.series.day, root: contract.series.root, right: contract.right, strike: contract.strike },
  }));

/** The position as it is held; its legs were modelled with the carry of the position. */
const viewNow = (position: Position, volatility: number): PositionView =>
  viewPosition(position.legs.map(({ leg }) => leg), position.legs, 0, { underlying: position, volatility })!;

/** A bound that was given counts; beyond a later beginning it is as far as usual. */
const latestOf = ({ min, max }: RollSpan): number => max < Infinity ? max : min + ROLL_RULES.latest;

const nothingSold = ({ symbol }: Position): Failure => ({
  kind: "invalid",
  subject: symbol,
  problem: "nothing in this position is sold, so there is nothing to roll",
  remedy: "Give sold options negative quantities; for bought options ask analyze_position",
});

function nothingLater(
  { underlying: { symbol } }: Position,
  { day, daysLeft }: HeldContract,
  { outside }: RollListing,
  { span, kinds }: RollQuestion,
): Failure {
  const [nearest] = outside.sort((a, b) => a - b);
  const isBounded = nearest !== undefined;
  const bounds = span.max === Infinity ? `at least ${span.min} days` : `${span.min} to ${span.max} days`;
  return {
    kind: "invalid",
    subject: symbol,
    problem: isBounded
      ? `no expiration after ${day} (${daysLeft} days) has ${bounds} left`
      : `no later expiration than ${day} is listed${kinds === null ? "" : ", and no roll of these kinds stays in it"}`,
    remedy: isBounded
      ? `Set min_days and max_days so that they include ${nearest} days`
      : "Close the position, or let it run to expiration",
  };
}

const noSuchKind = ({ symbol }: Position, proposed: readonly Roll[]): Failure => ({
  kind: "invalid",
  subject: symbol,
  problem: "no roll of these kinds exists for this position",
  remedy: `Ask without \`kinds\`, or choose of ${
    [...new Set(proposed.map(({ kind }) => kind))].filter((kind) => kind !== "close").join(", ")
  }`,
});

/** What is to be bought back and has no offer. */
function untradable({ legs }: Position, sides: readonly Side[], { market }: RollReading): Failure | null {
  for (const held of sides.flatMap((side) => side.legs)) {
    const quote = market.quoteOf(held);
    if (quote !== null && quote.ask !== null && quote.ask > 0 && quote.ask >= (quote.bid ?? 0)) continue;
    const { symbol } = legs.find(({ contract }) =>
      contract?.series.day === held.day && contract.series.root === held.root && contract.strike === held.strike &&
      contract.right === held.right
    )!.instrument;
    const isCrossed = quote?.ask !== null && quote?.ask !== undefined && quote.ask > 0;
    return {
      kind: "invalid",
      subject: symbol,
      problem: isCrossed ? "has a crossed market at the moment" : "has no offer at the moment, so it cannot be closed",
      remedy: "Ask again when the market is open",
    };
  }
  return null;
}

function nothingTradable({ symbol }: Position, { no_bid, no_market }: Record<RollObstacle, number>): Failure {
  return {
    kind: "invalid",
    subject: symbol,
    problem: no_bid > 0 && no_bid >= no_market
      ? `nobody bids for the options that would be sold (${no_bid} rolls looked at)`
      : `the options of all ${no_market} rolls have no market at the moment`,
    remedy: "Ask again when the market is open, or widen the days",
  };
}
