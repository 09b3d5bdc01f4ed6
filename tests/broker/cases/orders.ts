import { complexOrder, complexOrders, liveComplexOrders } from "../../../src/broker/endpoints/complex_orders.ts";
import type { CheckedOrder, Order } from "../../../src/broker/endpoints/order.ts";
import { orderCheckAnswer } from "../../../src/broker/endpoints/order_check.ts";
import { liveOrders, order, orders } from "../../../src/broker/endpoints/orders.ts";
import type { AnswerCase, Case } from "./case.ts";

const ACCOUNT = "5WA00001";

const nothing = {
  account: ACCOUNT,
  underlying: "ABC",
  underlyingType: "equity",
  goodTillDay: null,
  price: null,
  value: null,
  stopPrice: null,
  contingentStatus: null,
  receivedAt: null,
  liveAt: null,
  cancelledAt: null,
  terminalAt: null,
  rejectReason: null,
  replacesOrderId: null,
  replacingOrderId: null,
  complexOrderId: null,
  complexOrderPart: null,
  externalIdentifier: null,
  source: null,
  rules: null,
};

const spread: Order = {
  ...nothing,
  id: "7001",
  type: "limit",
  timeInForce: "gtd",
  goodTillDay: "2026-12-11",
  size: 2,
  price: 1.15,
  status: "live",
  contingentStatus: "pending_condition",
  isCancellable: true,
  isEditable: true,
  isEdited: false,
  receivedAt: Date.UTC(2026, 10, 20, 15, 0, 0, 100),
  liveAt: Date.UTC(2026, 10, 20, 15, 0, 0, 200),
  updatedAt: 1795187100250,
  replacesOrderId: "7000",
  complexOrderId: "88",
  complexOrderPart: "trigger_order",
  externalIdentifier: "spread of november",
  source: "ttai/0.1.0",
  legs: [
    {
      symbol: "ABC   270115P00050000",
      type: "equity_option",
      action: "sell_to_open",
      quantity: -2,
      remainingQuantity: -1,
      fills: [{
        id: "F1",
        quantity: -1,
        price: 1.8,
        filledAt: Date.UTC(2026, 10, 20, 15, 5, 0, 250),
        venue: "SAMPLE_VENUE",
      }],
    },
    {
      symbol: "ABC   270115P00045000",
      type: "equity_option",
      action: "buy_to_open",
      quantity: 2,
      remainingQuantity: 1,
      fills: [{
        id: "F2",
        quantity: 1,
        price: 0.65,
        filledAt: Date.UTC(2026, 10, 20, 15, 5, 0, 250),
        venue: "SAMPLE_VENUE",
      }],
    },
  ],
  rules: {
    routeAfterAt: Date.UTC(2026, 10, 20, 14, 45),
    cancelAt: Date.UTC(2026, 11, 11, 20, 30),
    conditions: [{
      action: "route",
      symbol: "ABC",
      type: "equity",
      indicator: "last",
      comparator: "lte",
      threshold: 52.5,
      isNotional: false,
      components: [{ symbol: "ABC", type: "equity", quantity: -3 }],
      triggeredAt: Date.UTC(2026, 10, 20, 14, 59),
    }],
  },
};

const bought = (action: string, quantity: number) => [
  { symbol: "ABC", type: "equity", action, quantity, remainingQuantity: quantity, fills: [] },
];

const market: CheckedOrder = {
  ...nothing,
  type: "market",
  timeInForce: "day",
  size: 10,
  status: "rejected",
  isCancellable: false,
  isEditable: false,
  isEdited: false,
  updatedAt: 1795140000300,
  legs: bought("buy_to_open", 10),
};

const rejected: Order = {
  ...market,
  id: "7002",
  receivedAt: Date.UTC(2026, 10, 20, 2, 0, 0, 100),
  terminalAt: Date.UTC(2026, 10, 20, 2, 0, 0, 300),
  rejectReason: "Session offline",
};

/** A stop that was cancelled because another order took its place. */
export const stopped: Order = {
  ...nothing,
  id: "7003",
  type: "stop",
  timeInForce: "gtc",
  size: 100,
  stopPrice: 47.5,
  status: "cancelled",
  isCancellable: false,
  isEditable: false,
  isEdited: true,
  receivedAt: Date.UTC(2026, 10, 18, 16),
  cancelledAt: Date.UTC(2026, 10, 19, 16),
  terminalAt: Date.UTC(2026, 10, 19, 16, 0, 0, 50),
  updatedAt: 1795104000060,
  replacingOrderId: "7004",
  legs: bought("sell_to_close", -100),
};

const part: CheckedOrder = {
  ...nothing,
  type: "limit",
  timeInForce: "gtc",
  size: 1,
  status: "contingent",
  contingentStatus: "pending_order",
  isCancellable: true,
  isEditable: false,
  isEdited: false,
  updatedAt: 1795187100000,
  complexOrderId: "88",
  legs: bought("sell_to_close", -1),
};

const trigger: CheckedOrder = {
  ...part,
  price: -50,
  complexOrderPart: "trigger_order",
  legs: bought("buy_to_open", 1),
};
const profit: CheckedOrder = { ...part, price: 55, complexOrderPart: "oco_1_order" };
const loss: CheckedOrder = { ...part, type: "stop", stopPrice: 45, complexOrderPart: "oco_1_order" };

/** What is left of a pair of orders after one was executed. */
export const oneCancelsOther = {
  id: "89",
  account: ACCOUNT,
  type: "oco",
  trigger: null,
  orders: [{ ...part, id: "7105", status: "filled", price: 55, complexOrderPart: "order" }],
  ratio: null,
  terminalAt: Date.UTC(2026, 10, 20, 15, 30),
  relatedOrders: [],
};

const FILL_KEYS = ["quantity", "fill-price"];
const LEG_KEYS = ["symbol", "action"];
const ORDER_KEYS = ["account-number", "underlying-symbol", "order-type", "time-in-force", "status", "legs"];

/** The required keys of the order at `path`, whose first leg has fills or not. */
export function orderKeys(path: string, { hasId = true, hasFills = false } = {}): string[] {
  const own = [...ORDER_KEYS, ...(hasId ? ["id"] : [])];
  const legs = [...LEG_KEYS, ...(hasFills ? FILL_KEYS.map((key) => `fills.0.${key}`) : [])];
  return [...own, ...legs.map((key) => `legs.0.${key}`)].map((key) => path + key);
}

/** The required keys of the complex order at `path`. */
export const complexKeys = (path: string, { hasId = true, hasTrigger = false } = {}): string[] => [
  ...["account-number", "type", "orders", ...(hasId ? ["id"] : [])].map((key) => path + key),
  ...orderKeys(`${path}orders.0.`, { hasId }),
  ...(hasTrigger ? orderKeys(`${path}trigger-order.`, { hasId }) : []),
];

export const ORDERS: Case[] = [
  {
    endpoint: orders,
    parameters: {
      accountNumber: ACCOUNT,
      startAt: Date.UTC(2026, 10, 1, 4),
      endAt: Date.UTC(2026, 10, 21, 5),
      statuses: ["filled", "in_flight"],
      underlying: "BRK/B",
      underlyingType: "equity",
      future: "/ESZ6",
      order: "oldest",
      page: 2,
      pageSize: 50,
    },
    path: `/accounts/${ACCOUNT}/orders?start-at=2026-11-01T04%3A00%3A00.000Z&end-at=2026-11-21T05%3A00%3A00.000Z` +
      "&status[]=Filled&status[]=In%20Flight&underlying-symbol=BRK%2FB&underlying-instrument-type=Equity" +
      "&futures-symbol=%2FESZ6&sort=Asc&page-offset=2&per-page=50",
    miniature: "orders",
    reads: spread,
    required: [
      "items",
      ...orderKeys("items.0.", { hasFills: true }),
      "items.0.rules.conditions.0.price-components.0.symbol",
    ],
    recordings: ["mcp-official/tastytrade_search_orders.json"],
    simulated: { accountNumber: "5WS00001", startAt: Date.UTC(2026, 10, 1) },
  },
  {
    endpoint: liveOrders,
    parameters: { accountNumber: ACCOUNT, statuses: ["live"], underlying: "ABC" },
    path: `/accounts/${ACCOUNT}/orders/live?status[]=Live&underlying-symbol=ABC&page-offset=0&per-page=100`,
    miniature: "live_orders",
    reads: rejected,
    required: ["items", ...orderKeys("items.0.")],
    recordings: [],
    simulated: { accountNumber: "5WS00001" },
  },
  {
    endpoint: order,
    parameters: { accountNumber: ACCOUNT, id: "7003" },
    path: `/accounts/${ACCOUNT}/orders/7003`,
    miniature: "order",
    reads: stopped,
    required: orderKeys(""),
    recordings: [],
    simulated: { accountNumber: "5WS00001", id: "201389600" },
  },
  {
    endpoint: complexOrders,
    parameters: { accountNumber: ACCOUNT, page: 1 },
    path: `/accounts/${ACCOUNT}/complex-orders?page-offset=1&per-page=10`,
    miniature: "complex_orders",
    reads: {
      id: "88",
      account: ACCOUNT,
      type: "otoco",
      trigger: { ...trigger, id: "7101" },
      orders: [{ ...profit, id: "7102" }, { ...loss, id: "7103" }],
      ratio: null,
      terminalAt: null,
      relatedOrders: [],
    },
    required: ["items", ...complexKeys("items.0.", { hasTrigger: true })],
    recordings: [],
    simulated: { accountNumber: "5WS00001" },
  },
  {
    endpoint: liveComplexOrders,
    parameters: { accountNumber: ACCOUNT },
    path: `/accounts/${ACCOUNT}/complex-orders/live`,
    miniature: "live_complex_orders",
    reads: oneCancelsOther,
    required: ["items", ...complexKeys("items.0.")],
    recordings: [],
    simulated: { accountNumber: "5WS00001" },
  },
  {
    endpoint: complexOrder,
    parameters: { accountNumber: ACCOUNT, id: "90" },
    path: `/accounts/${ACCOUNT}/complex-orders/90`,
    miniature: "complex_order",
    reads: {
      id: "90",
      account: ACCOUNT,
      type: "pairs",
      trigger: null,
      orders: [{ ...part, id: "7106", type: "market", complexOrderPart: "order", legs: bought("buy_to_open", 1) }],
      ratio: { threshold: 1.25, comparator: "gte", isNotional: true },
      terminalAt: null,
      relatedOrders: [{ id: "7099", status: "cancelled", replacesOrderId: null, replacingOrderId: "7106" }],
    },
    required: [...complexKeys(""), "related-orders.0.id"],
    recordings: [],
    simulated: { accountNumber: "5WS00001", id: "201911200" },
  },
];

const buyingPower = {
  marginRequirementChange: -250.5,
  buyingPowerChange: -251.5,
  currentBuyingPower: 10_000,
  newBuyingPower: 9748.5,
  isolatedMarginRequirement: -250.5,
  isSpread: false,
};

const BUYING_POWER_KEYS = [
  "buying-power-effect",
  "buying-power-effect.change-in-buying-power",
  "buying-power-effect.change-in-buying-power-effect",
];

export const ORDER_CHECKS: AnswerCase[] = [
  {
    name: "order check",
    answer: orderCheckAnswer,
    miniature: "order_check",
    reads: {
      order: {
        ...market,
        type: "limit",
        price: -50.1,
        status: "received",
        isCancellable: true,
        isEditable: true,
        updatedAt: null,
      },
      complexOrder: null,
      buyingPower,
      fees: { commission: -1, clearing: -0.08, regulatory: -0.02, proprietary: 0, rebates: 0.05, total: -1.05 },
      closingFees: { commission: 0, clearing: -0.08, regulatory: -0.03, proprietary: 0, rebates: null, total: -0.11 },
      warnings: [{
        code: "tif.next_valid_session",
        message: "Your order will begin working during the next session.",
      }],
      errors: [{ code: "margin_check_failed", message: "Not enough buying power." }],
      notes: [{ code: "sample_note", message: "A note." }],
    },
    required: [
      "order",
      ...orderKeys("order.", { hasId: false }),
      ...BUYING_POWER_KEYS,
      "warnings.0.code",
      "errors.0.code",
      "notes.0.code",
    ],
    recordings: ["rust-doc/order_dry_run.json"],
  },
  {
    name: "complex order check",
    answer: orderCheckAnswer,
    miniature: "complex_order_check",
    reads: {
      order: null,
      complexOrder: {
        account: ACCOUNT,
        type: "otoco",
        trigger,
        orders: [profit, loss],
        ratio: null,
        terminalAt: null,
      },
      buyingPower,
      fees: null,
      closingFees: null,
      warnings: [],
      errors: [],
      notes: [],
    },
    required: [
      "complex-order",
      ...complexKeys("complex-order.", { hasId: false, hasTrigger: true }),
      ...BUYING_POWER_KEYS,
    ],
    recordings: [],
  },
];
