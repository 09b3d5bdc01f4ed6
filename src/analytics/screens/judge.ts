/** The steps by which a candidate is judged, the cheap ones first: most candidates never see the last. */

import type { Book, Shelf } from "./book.ts";
import { CREDIT, CREDIT_MID, CREDIT_NATURAL, FORECAST_WORTH, TERM_SPREAD, THETA, WIDTH, WORTH } from "./figures.ts";
import { judgeExpiring } from "./judge_expiring.ts";
import { judgeSurviving } from "./judge_surviving.ts";
import type { Shape } from "./shape.ts";

/** Each step needs those before it, but `appraise` and `weighChances` do not need one another. */
export interface Judge {
  /** Credit and width. */
  price(legs: Int32Array, figures: Float64Array): void;
  /** The greatest profit and loss; where all legs expire together, breakevens. */
  weigh(front: Shelf, legs: Int32Array, figures: Float64Array): void;
  /** What the position is worth and what time does to it. */
  appraise(front: Shelf, legs: Int32Array, figures: Float64Array): void;
  /** Breakevens, the probability of a profit, and the profit if nothing moves. */
  weighChances(front: Shelf, legs: Int32Array, figures: Float64Array): void;
}

/** The judge of candidates of one shape. */
export function createJudge(book: Book, shape: Shape): Judge {
  const { strike, mid, bid, ask, paid, got, worth, forecastWorth, theta, volatility } = book;
  const quantities = Int8Array.from(shape.quantities);
  const wings = Uint8Array.from(shape.wings.flat());
  const { weigh, appraise, weighChances } = shape.isModelled ? judgeSurviving(book, shape) : judgeExpiring(book, shape);
  return {
    price(legs, figures) {
      let credit = 0;
      for (let leg = 0; leg < quantities.length; leg++) {
        const quantity = quantities[leg]!;
        const id = legs[leg]!;
        credit -= quantity * (quantity > 0 ? paid[id]! : got[id]!);
      }
      let width = wings.length > 0 ? 0 : NaN;
      for (let wing = 0; wing < wings.length; wing += 2) {
        const span = Math.abs(strike[legs[wings[wing + 1]!]!]! - strike[legs[wings[wing]!]!]!);
        if (span > width) width = span;
      }
      figures[CREDIT] = credit;
      figures[WIDTH] = width;
    },
    weigh,
    appraise(front, legs, figures) {
      let creditMid = 0;
      let creditNatural = 0;
      let value = 0;
      let forecast = 0;
      let decay = 0;
      for (let leg = 0; leg < quantities.length; leg++) {
        const id = legs[leg]!;
        const quantity = quantities[leg]!;
        creditMid -= quantity * mid[id]!;
        creditNatural -= quantity * (quantity > 0 ? ask[id]! : bid[id]!);
        value += quantity * worth[id]!;
        forecast += quantity * forecastWorth[id]!;
        decay += quantity * theta[id]!;
      }
      figures[CREDIT_MID] = creditMid;
      figures[CREDIT_NATURAL] = creditNatural;
      figures[WORTH] = value;
      figures[FORECAST_WORTH] = forecast;
      figures[THETA] = decay;
      figures[TERM_SPREAD] = shape.isModelled ? volatility[legs[0]!]! - volatility[legs[1]!]! : NaN;
      appraise?.(front, legs, figures);
    },
    weighChances,
  };
}
