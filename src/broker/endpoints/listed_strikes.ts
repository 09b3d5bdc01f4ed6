/** The strikes of an expiration as the nested chains write them, read by hand because they come by the thousand. */

import * as z from "zod";

/** A call and a put of one strike; the broker has no streamer symbol for some options on futures. */
export interface ListedStrike {
  /** In dollars, or in the future's points. */
  strike: number;
  call: string;
  callStreamer: string | null;
  put: string;
  putStreamer: string | null;
}

/** The strikes in rising order; on the wire those of futures come in none. */
export const listedStrikes = z.array(z.unknown()).transform((rows, context): ListedStrike[] => {
  const strikes: ListedStrike[] = [];
  for (const row of rows) {
    const read = readStrike(row);
    if (typeof read === "string") {
      context.issues.push({ code: "custom", message: "cannot be read", path: [strikes.length, read], input: row });
      return z.NEVER;
    }
    strikes.push(read);
  }
  return strikes.sort((a, b) => a.strike - b.strike);
});

/** The strike, or the key that is missing or wrong. */
function readStrike(row: unknown): ListedStrike | string {
  const wire = row as Record<string, unknown> | null | undefined;
  const price = wire?.["strike-price"];
  const strike = typeof price === "number" ? price : typeof price === "string" && price !== "" ? Number(price) : NaN;
  if (!Number.isFinite(strike)) return "strike-price";
  const { call, put } = wire!;
  if (typeof call !== "string") return "call";
  if (typeof put !== "string") return "put";
  const callStreamer = wire!["call-streamer-symbol"] ?? null;
  const putStreamer = wire!["put-streamer-symbol"] ?? null;
  if (callStreamer !== null && typeof callStreamer !== "string") return "call-streamer-symbol";
  if (putStreamer !== null && typeof putStreamer !== "string") return "put-streamer-symbol";
  return { strike, call, callStreamer, put, putStreamer };
}
