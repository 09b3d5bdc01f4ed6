/** `GET /accounts/{n}/position-limit`: how large an order and a position may be. */

import type { Account } from "../customers.ts";
import { hashText } from "../market/noise.ts";
import { accountRoute } from "../own_account.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, type Reply } from "../wire.ts";

export const positionLimitRoutes: Route[] = [accountRoute("GET", "/position-limit", positionLimit)];

const IDS = 1_000_000;

function positionLimit({ path }: CustomerCall, { number }: Account): Reply {
  return data({
    "id": hashText(number) % IDS,
    "account-number": number,
    "equity-order-size": 50_000,
    "equity-option-order-size": 10_000,
    "future-order-size": 2500,
    "future-option-order-size": 2500,
    "underlying-opening-order-limit": 500,
    "equity-position-size": 500_000,
    "equity-option-position-size": 20_000,
    "future-position-size": 5000,
    "future-option-position-size": 5000,
  }, path);
}
