/** The control surface: how a test at the other end of a connection causes trouble and sees what arrived. */

import { ACCOUNT_STATES, type AccountState } from "./customers.ts";
import { type Faults, readFault } from "./faults.ts";
import { data, invalidParameter, refusal, type Reply } from "./wire.ts";
import type { World } from "./world.ts";

/** Where the control surface begins. No path of the broker does. */
export const CONTROL_PREFIX = "/__simulator/";

/** What can be looked at: the requests and the connections to the stream. */
export interface Logs {
  requests: readonly unknown[];
  sockets: readonly unknown[];
}

/** What can be changed. */
export interface Controlled {
  faults: Faults;
  world: World;
  now: () => number;
}

/**
 * Answers a request to the control surface. `accounts` lists accounts with their states, and takes
 * `{"account-number": "5WS00001", "state": "frozen"}`, of the states in `customers.ts` or `null`.
 */
export async function control(
  request: Request,
  path: string,
  { faults, world, now }: Controlled,
  logs: Logs,
): Promise<Reply> {
  switch (`${request.method} ${path.slice(CONTROL_PREFIX.length)}`) {
    case "GET requests":
      return data({ items: logs.requests });
    case "GET sockets":
      return data({ items: logs.sockets });
    case "GET accounts":
      return data({ items: statesIn(world) });
    case "POST accounts": {
      const { "account-number": number, state } = await request.json().catch(() => null) ?? {};
      if (state !== null && !ACCOUNT_STATES.includes(state)) return invalidParameter("state", "is not a state");
      try {
        world.stage(String(number), state as AccountState | null, now());
      } catch (error) {
        return invalidParameter("account-number", (error as Error).message);
      }
      return { ...data({ items: statesIn(world) }), status: 201 };
    }
    case "GET faults":
      return data({ items: faults.list() });
    case "DELETE faults":
      faults.clear();
      return data({ items: [] });
    case "POST faults": {
      const fault = readFault(await request.json().catch(() => null));
      if (fault === null) return invalidParameter("fault", "is not a fault");
      faults.add(fault);
      return { ...data(fault), status: 201 };
    }
    default:
      return refusal(404, "not_found", "Not Found");
  }
}

const statesIn = ({ customers }: World): unknown[] =>
  [...customers.values()].flatMap(({ accounts }) => accounts).map(({ number, staged }) => ({
    "account-number": number,
    "state": staged?.state ?? null,
  }));
