/** The control surface: how a test at the other end of a connection causes trouble and sees what arrived. */

import { type Faults, readFault } from "./faults.ts";
import { data, invalidParameter, refusal, type Reply } from "./wire.ts";

/** Where the control surface begins. No path of the broker does. */
export const CONTROL_PREFIX = "/__simulator/";

/** What can be looked at: the requests and the connections to the stream. */
export interface Logs {
  requests: readonly unknown[];
  sockets: readonly unknown[];
}

/** Answers a request to the control surface. */
export async function control(
  request: Request,
  path: string,
  faults: Faults,
  logs: Logs,
): Promise<Reply> {
  switch (`${request.method} ${path.slice(CONTROL_PREFIX.length)}`) {
    case "GET requests":
      return data({ items: logs.requests });
    case "GET sockets":
      return data({ items: logs.sockets });
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
