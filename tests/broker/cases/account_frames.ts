import { accountFrame, type AccountRecords } from "../../../src/broker/account_stream/frames.ts";
import { restricted, STATUS_KEYS } from "./account_limits.ts";
import { ACCOUNTS } from "./accounts.ts";
import type { AnswerCase } from "./case.ts";
import { complexKeys, oneCancelsOther, orderKeys, stopped } from "./orders.ts";

/** What the miniature of a balance says: the frame holds the same. */
const balance = ACCOUNTS.find(({ miniature }) => miniature === "balances")!.reads as AccountRecords["balance"];

const recorded = (...names: string[]): string[] => names.map((name) => `rust-frames/${name}.json`);

function recordFrame<Type extends keyof AccountRecords>(
  type: Type,
  record: AccountRecords[Type],
  required: string[],
  recordings: string[],
): AnswerCase {
  return {
    name: `account stream's ${type}`,
    answer: accountFrame,
    miniature: `frame_${type}`,
    reads: { type, record, sentAt: 1795187100300 },
    required: ["type", "data", ...required.map((key) => `data.${key}`)],
    recordings: recorded(...recordings),
    isFrame: true,
  };
}

export const ACCOUNT_FRAMES: AnswerCase[] = [
  recordFrame("order", { ...stopped, status: "cancel_requested" }, orderKeys(""), [
    "order.documented",
    "order-market.documented",
  ]),
  recordFrame("complex_order", oneCancelsOther, complexKeys(""), []),
  recordFrame("balance", balance, ["account-number", "net-liquidating-value"], ["account-balance.derived"]),
  recordFrame(
    "position",
    {
      account: "5WA00001",
      symbol: "ABC",
      type: "equity",
      underlying: "ABC",
      streamerSymbol: null,
      quantity: 0,
      averageOpenPrice: 50,
      closePrice: 51.2,
      dayBasis: null,
      markPrice: null,
      multiplier: 1,
      realizedToday: 12,
      realizedOn: null,
      isFrozen: false,
      expiresAt: null,
      openedAt: Date.UTC(2026, 10, 2, 15, 10, 0, 123),
      updatedAt: Date.UTC(2026, 10, 20, 15, 0, 0, 456),
    },
    ["account-number", "symbol", "quantity", "quantity-direction"],
    ["current-position.derived"],
  ),
  recordFrame("trading_status", restricted, STATUS_KEYS, []),
  recordFrame(
    "quote_alert",
    {
      id: "alert-7",
      symbol: "ABC",
      type: "equity",
      field: "Last",
      operator: ">",
      threshold: 55,
      createdAt: Date.UTC(2026, 10, 18, 12),
      triggeredAt: Date.UTC(2026, 10, 20, 15, 30),
      completedAt: Date.UTC(2026, 10, 20, 15, 30, 0, 100),
      dismissedAt: null,
      expiresAt: 1795190000000,
    },
    ["alert-external-id", "symbol"],
    ["quote-alert.derived"],
  ),
  recordFrame(
    "public_watchlist",
    { name: "Our Samples", group: "Samples", order: 1, entries: [{ symbol: "ABC", type: "equity" }] },
    ["name", "watchlist-entries.0.symbol"],
    ["public-watchlists.derived"],
  ),
  {
    name: "account stream's consent",
    answer: accountFrame,
    miniature: "frame_connected",
    reads: {
      type: "acknowledgement",
      isOk: true,
      action: "connect",
      requestId: "1",
      sessionId: "a1b2c3",
      accounts: ["5WA00001"],
      reason: null,
    },
    required: ["status"],
    recordings: recorded("status-connect.documented"),
    isFrame: true,
  },
  {
    name: "account stream's refusal",
    answer: accountFrame,
    miniature: "frame_refused",
    reads: {
      type: "acknowledgement",
      isOk: false,
      action: "connect",
      requestId: "1",
      sessionId: "a1b2c3",
      accounts: [],
      reason: "connect-not-completed",
    },
    required: ["status"],
    recordings: recorded("error-connect.documented"),
    isFrame: true,
  },
];
