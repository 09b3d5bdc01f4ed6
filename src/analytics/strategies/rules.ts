/**
 * Rules of thumb for selling options as the tastytrade community trades them, as data, and which of them a position
 * meets. They are habits, not laws: what is broken is a thing to know, not an error.
 */

/** What rules look at, in plain numbers; what is missing or `null` leaves its rules unanswered. */
export interface Facts {
  /** Calendar days to the first expiration, when it was or would be opened, and now. */
  daysAtEntry?: number | null;
  daysLeft?: number | null;
  /** 0 to 1, of the underlying's implied volatility over a year. */
  ivRank?: number | null;
  /** The largest absolute delta of the sold options. */
  shortDelta?: number | null;
  /** Credit over the width of the widest wing. */
  creditToWidth?: number | null;
  /** Profit so far over the most that can be made; negative for a loss. */
  profitTaken?: number | null;
  /** Loss so far over the credit received. */
  lossToCredit?: number | null;
  /** Probability of profit, of what is left. */
  probabilityOfProfit?: number | null;
  /** Buying power of this position over net liquidating value, and that of the whole account. */
  capitalPart?: number | null;
  accountPart?: number | null;
  /** The VIX index in points, which says how much of the account may be used. */
  vix?: number | null;
}

/** What a rule has to know of the position to say whether it applies. */
export interface Subject {
  /** The key of its structure. */
  id: string;
  risk: "defined" | "undefined";
  /** Whether it was opened for a credit. */
  isCredit: boolean;
}

type Group = "credit" | "defined_credit" | "undefined_credit" | "undefined" | "defined" | "any";

/** Within bounds a rule is met: `least` and `most` are inside, `above` and `below` outside. */
interface Bounds {
  least?: number;
  most?: number;
  above?: number;
  below?: number;
}

export interface Rule extends Bounds {
  id: string;
  /** When it is looked at: before the trade, or every day while it is on. */
  moment: "entry" | "management";
  says: string;
  measure: Exclude<keyof Facts, "vix">;
  /** Bounds that depend on the VIX: the first whose `until` it is under. */
  byVix?: readonly (Bounds & { until: number })[];
  /** A group of structures, or their keys. */
  for: Group | readonly string[];
  /** Structures of the group that have a rule of their own. */
  except?: readonly string[];
}

const STRADDLES = [
  "short_straddle",
  "iron_butterfly",
  "broken_wing_iron_butterfly",
  "covered_straddle",
  "big_lizard",
  "reverse_big_lizard",
];
const STRANGLES = ["short_strangle", "iron_condor", "broken_wing_iron_condor", "covered_strangle"];

/** How much of an account may be used. */
const USE_BY_VIX = [
  { until: 15, most: 0.25 },
  { until: 20, most: 0.3 },
  { until: 25, most: 0.35 },
  { until: 30, most: 0.4 },
  { until: 40, most: 0.45 },
  { until: Infinity, most: 0.5 },
];

export const RULES: readonly Rule[] = [
  {
    id: "enter_at_45_days",
    moment: "entry",
    says: "Sell with about 45 days to expiration (30 to 60).",
    measure: "daysAtEntry",
    least: 30,
    most: 60,
    for: "credit",
  },
  {
    id: "iv_rank_30",
    moment: "entry",
    says: "Sell when IV rank is at least 30.",
    measure: "ivRank",
    least: 0.3,
    for: "credit",
  },
  {
    id: "short_delta_16",
    moment: "entry",
    says: "Sell strangles and condors about one standard deviation out: 16 delta (10 to 22).",
    measure: "shortDelta",
    least: 0.1,
    most: 0.22,
    for: STRANGLES,
  },
  {
    id: "short_delta_30",
    moment: "entry",
    says: "Sell one-sided premium at 30 delta or less (16 to 35).",
    measure: "shortDelta",
    least: 0.16,
    most: 0.35,
    for: [
      "cash_secured_put",
      "short_put",
      "short_call",
      "covered_call",
      "put_credit_spread",
      "call_credit_spread",
      "jade_lizard",
      "reverse_jade_lizard",
    ],
  },
  {
    id: "third_of_width",
    moment: "entry",
    says: "Collect at least a third of the width of the wings.",
    measure: "creditToWidth",
    least: 1 / 3,
    for: "defined_credit",
  },
  {
    id: "size_undefined",
    moment: "entry",
    says: "Put at most 5 % of net liquidating value into a position of undefined risk.",
    measure: "capitalPart",
    most: 0.05,
    for: "undefined",
  },
  {
    id: "size_defined",
    moment: "entry",
    says: "Put at most 2 % of net liquidating value into a position of defined risk.",
    measure: "capitalPart",
    most: 0.02,
    for: "defined",
  },
  {
    id: "account_use",
    moment: "entry",
    says: "Use 25 % of the account when the VIX is below 15, up to 50 % when it is above 40.",
    measure: "accountPart",
    byVix: USE_BY_VIX,
    for: "any",
  },
  {
    id: "out_at_21_days",
    moment: "management",
    says: "Close or roll at 21 days to expiration.",
    measure: "daysLeft",
    above: 21,
    for: "credit",
  },
  {
    id: "take_50_percent",
    moment: "management",
    says: "Take the profit at 50 % of the most that can be made.",
    measure: "profitTaken",
    below: 0.5,
    for: "credit",
    except: STRADDLES,
  },
  {
    id: "take_25_percent",
    moment: "management",
    says: "Take the profit of straddles and iron butterflies at 25 % of the most that can be made.",
    measure: "profitTaken",
    below: 0.25,
    for: STRADDLES,
  },
  {
    id: "stop_at_twice_credit",
    moment: "management",
    says: "Where a stop is wanted, stop at a loss of twice the credit.",
    measure: "lossToCredit",
    below: 2,
    for: "undefined_credit",
  },
  {
    id: "untested",
    moment: "management",
    says: "Act when a sold strike is tested: 50 delta.",
    measure: "shortDelta",
    below: 0.5,
    for: "credit",
    except: STRADDLES,
  },
  {
    id: "roll_below_33_percent",
    moment: "management",
    says: "Roll when the probability of profit has fallen below 33 %.",
    measure: "probabilityOfProfit",
    least: 0.33,
    for: "credit",
  },
];

export interface Verdict {
  id: string;
  moment: Rule["moment"];
  says: string;
  verdict: "met" | "broken" | "unknown";
  /** What was measured; `null` where it is unknown. */
  value: number | null;
}

/** A verdict for each rule that applies to the position, in the order of the rules. */
export const checkRules = (subject: Subject, facts: Facts, rules: readonly Rule[] = RULES): Verdict[] =>
  rules.filter((rule) => applies(rule, subject)).map((rule) => {
    const { id, moment, says, measure } = rule;
    const value = facts[measure] ?? null;
    const bounds = boundsOf(rule, facts);
    const verdict = value === null || bounds === null ? "unknown" : isWithin(value, bounds) ? "met" : "broken";
    return { id, moment, says, verdict, value };
  });

function applies({ for: group, except }: Rule, { id, risk, isCredit }: Subject): boolean {
  if (except?.includes(id)) return false;
  switch (group) {
    case "any":
      return true;
    case "credit":
      return isCredit;
    case "defined":
    case "undefined":
      return risk === group;
    case "defined_credit":
      return isCredit && risk === "defined";
    case "undefined_credit":
      return isCredit && risk === "undefined";
    default:
      return group.includes(id);
  }
}

/** `null` where they depend on a VIX that is unknown. */
function boundsOf(rule: Rule, { vix }: Facts): Bounds | null {
  if (!rule.byVix) return rule;
  return vix === undefined || vix === null ? null : rule.byVix.find(({ until }) => vix < until) ?? null;
}

const isWithin = (value: number, { least, most, above, below }: Bounds): boolean =>
  (least === undefined || value >= least) && (most === undefined || value <= most) &&
  (above === undefined || value > above) && (below === undefined || value < below);
