/** Why an order was refused: known reasons in our words, others as a short quotation. */

const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/\bsession (is )?(offline|closed)\b/i, "the exchange's session was closed"],
  [/\bbuying power\b/i, "there was not enough buying power"],
  [/\bbuy for a credit\b|\bsell for a debit\b/i, "its price had the wrong sign for what it buys and sells"],
  [/\bhalt(ed)?\b/i, "trading was halted"],
  [/\bexchange (is )?(not available|unavailable)\b/i, "the exchange could not be reached"],
];

const LONGEST = 80;

/**
 * The reason for an answer; `null` where there is none. What is not known is the broker's text: shortened, marked as its
 * words, and without what could pose as anything but a quotation.
 */
export function rejectReason(text: string | null): string | null {
  const words = text?.trim() ?? "";
  if (words === "") return null;
  const known = KNOWN.find(([pattern]) => pattern.test(words));
  if (known !== undefined) return known[1];
  const plain = words.replace(/\s+/g, " ").replace(/[^\p{L}\p{N} .,%$+\-'()]/gu, "?");
  return `in the broker's words: "${plain.length > LONGEST ? `${plain.slice(0, LONGEST)}...` : plain}"`;
}
