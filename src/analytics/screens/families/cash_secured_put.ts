import { CLOSE } from "../criteria.ts";
import { withDelta } from "../ladder.ts";
import { type Family, shapeOf } from "../shape.ts";

/** Sells a put at or below the price of the shares. */
export const cashSecuredPut: Family = {
  name: "cash_secured_put",
  shape: shapeOf([["put", -1]]),
  enumerate({ book, front, limits, share, offer }) {
    if (!share(1)) return;
    for (const put of withDelta(front.puts, limits.shortDelta)) {
      if (book.strike[put]! <= book.board.spot + CLOSE && !offer(put)) return;
    }
  },
};
