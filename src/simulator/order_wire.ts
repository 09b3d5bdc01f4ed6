/** Orders as the broker writes them, in lists and in the account stream. */

import { type ComplexOrder, isTerminal, type Order, sizeOf, type Ticket, type TicketLeg } from "./book/ticket.ts";
import { scramble } from "./market/noise.ts";
import { decimal, offsetTimestamp } from "./wire.ts";

const VENUE = "MARKET_SIMULATOR_A";

/** An order of an account. Its `legs` carry what was executed. */
export function writeOrder(accountNumber: string, order: Order): Record<string, unknown> {
  const { ticket, status } = order;
  const [{ instrument }] = ticket.legs as [TicketLeg];
  const isWorking = !isTerminal(status) && status !== "Cancel Requested" && status !== "Replace Requested";
  const time = (name: string, at: number | null) => at === null ? {} : { [name]: offsetTimestamp(at) };
  return {
    "id": ticket.id,
    "account-number": accountNumber,
    "cancellable": isWorking,
    ...time("cancelled-at", order.cancelledAt),
    ...(status === "Contingent" && ticket.contingency !== null ? { "contingent-status": ticket.contingency } : {}),
    ...(ticket.complex === null
      ? {}
      : { "complex-order-id": ticket.complex.id, "complex-order-tag": ticket.complex.tag }),
    "editable": isWorking && status !== "Contingent",
    "edited": ticket.replacedBy !== null && (status === "Cancelled" || status === "Replace Requested"),
    ...(ticket.complex === null && order.routedAt !== null
      ? { "ext-client-order-id": `JAAAAA${lettersOf(ticket.id)}` }
      : {}),
    ...(ticket.externalIdentifier === null ? {} : { "external-identifier": ticket.externalIdentifier }),
    "global-request-id": requestIdOf(ticket.id),
    ...time("in-flight-at", order.inFlightAt),
    ...time("live-at", order.liveAt),
    "order-type": ticket.type,
    ...money("price", ticket.price),
    ...money("value", ticket.value),
    ...(ticket.stop === null ? {} : { "stop-trigger": decimal(ticket.stop, 9) }),
    "received-at": offsetTimestamp(order.receivedAt),
    ...(status === "Rejected" && ticket.rejectReason !== null ? { "reject-reason": ticket.rejectReason } : {}),
    ...(ticket.removedSize !== null && isTerminal(status) ? { "cancelled-size": decimal(ticket.removedSize) } : {}),
    ...(ticket.replaces === null ? {} : { "replaces-order-id": ticket.replaces }),
    ...(ticket.replacedBy !== null && !isWorking ? { "replacing-order-id": ticket.replacedBy } : {}),
    ...time("routed-at", order.routedAt),
    ...(ticket.rules === null ? {} : { "rules": writeRules(ticket.rules) }),
    "size": sizeOf(ticket.legs),
    "source": ticket.source,
    "status": status,
    ...time("terminal-at", order.terminalAt),
    "time-in-force": ticket.timeInForce,
    ...(ticket.goodTill === null ? {} : { "gtc-date": ticket.goodTill }),
    "underlying-instrument-type": underlyingTypeOf(ticket),
    "underlying-symbol": instrument.underlying,
    "updated-at": order.updatedAt,
    "legs": ticket.legs.map((leg, place) => writeLeg(leg, order.fills.filter((fill) => fill.leg === place))),
  };
}

/** What an order is about, in the broker's words: options on shares, funds and indices are about an `Equity`. */
export function underlyingTypeOf({ legs }: Ticket): string {
  const { type } = legs[0]!.instrument;
  return type === "Equity Option" ? "Equity" : type === "Future Option" ? "Future" : type;
}

/** Orders that are bound together, each in full. */
export function writeComplexOrder(accountNumber: string, complex: ComplexOrder): Record<string, unknown> {
  const { ticket, trigger, orders, related, terminalAt } = complex;
  return {
    "id": ticket.id,
    "account-number": accountNumber,
    "type": ticket.type,
    ...(terminalAt === null ? {} : { "terminal-at": offsetTimestamp(terminalAt) }),
    ...(ticket.ratio === null ? {} : {
      "ratio-price-threshold": decimal(ticket.ratio.threshold),
      "ratio-price-comparator": ticket.ratio.comparator,
      "ratio-price-is-threshold-based-on-notional": ticket.ratio.isNotional,
    }),
    ...(trigger === null ? {} : { "trigger-order": writeOrder(accountNumber, trigger) }),
    "orders": orders.map((order) => writeOrder(accountNumber, order)),
    ...(related.length === 0 ? {} : { "related-orders": related.map(writeRelated) }),
  };
}

const writeRelated = ({ ticket, status }: Order): Record<string, unknown> => ({
  "id": ticket.id,
  "complex-order-id": ticket.complex!.id,
  "complex-order-tag": ticket.complex!.tag,
  ...(ticket.replaces === null ? {} : { "replaces-order-id": ticket.replaces }),
  ...(ticket.replacedBy === null ? {} : { "replacing-order-id": ticket.replacedBy }),
  "status": status,
});

function writeLeg({ instrument, action, quantity }: TicketLeg, fills: Order["fills"]): Record<string, unknown> {
  // Coins come in parts, everything else in whole numbers.
  const count = (value: number) => instrument.type === "Cryptocurrency" ? decimal(value, 8) : value;
  const filled = fills.reduce((sum, fill) => sum + fill.quantity, 0);
  return {
    "action": action,
    "instrument-type": instrument.type,
    ...(quantity === null ? {} : {
      "quantity": count(quantity),
      "remaining-quantity": count(Math.max(0, quantity - filled)),
    }),
    "symbol": instrument.symbol,
    "fills": fills.map((fill) => ({
      "ext-group-fill-id": "0",
      "ext-exec-id": fill.executionId,
      "fill-id": fill.id,
      "quantity": count(fill.quantity),
      "fill-price": decimal(fill.price, 9),
      "filled-at": offsetTimestamp(fill.at),
      "destination-venue": VENUE,
    })),
  };
}

const writeRules = ({ routeAfter, cancelAt, conditions }: NonNullable<Ticket["rules"]>): Record<string, unknown> => ({
  ...(routeAfter === null ? {} : { "route-after": offsetTimestamp(routeAfter) }),
  ...(cancelAt === null ? {} : { "cancel-at": offsetTimestamp(cancelAt) }),
  "conditions": conditions.map(({ id, symbol, comparator, threshold }) => ({
    "id": id,
    "action": "route",
    "symbol": symbol,
    "instrument-type": "Equity",
    "indicator": "last",
    "comparator": comparator,
    "threshold": decimal(threshold),
    "is-threshold-based-on-notional": false,
    "price-components": [],
  })),
});

/** An amount without sign, and whether it comes or goes. */
const money = (name: string, amount: number | null): Record<string, string> =>
  amount === null ? {} : {
    [name]: decimal(Math.abs(amount), 9),
    [`${name}-effect`]: amount === 0 ? "None" : amount > 0 ? "Credit" : "Debit",
  };

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const drawn = (id: number, place: number): number => scramble(Math.imul(id, 31) + place);

const lettersOf = (id: number): string =>
  Array.from({ length: 12 }, (_, place) => LETTERS[drawn(id, place) % LETTERS.length]).join("");

const hexadecimal = (id: number, place: number): string => drawn(id, place).toString(16).padStart(8, "0");

/** `<uuid>=order-api=<12 digits>`. */
function requestIdOf(id: number): string {
  const digits = [20, 21, 22, 23, 24, 25].map((place) => hexadecimal(id, place)).join("");
  const uuid = [[0, 8], [8, 12], [12, 16], [16, 20], [20, 32]].map(([from, to]) => digits.slice(from, to)).join("-");
  return `${uuid}=order-api=${digits.slice(32, 44)}`;
}
