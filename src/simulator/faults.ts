/** Trouble on demand: what the simulated broker does wrong, for which requests, and how often. */

import { fitsSocketFault, isSocketFault, type SocketFault } from "./socket_faults.ts";
import { refusal, respond } from "./wire.ts";

/** What goes wrong, with a request or with a connection to the stream. */
export type Fault = RequestFault | SocketFault;

/** What goes wrong with a request. The kinds that say "the right answer" let it through to the broker first. */
export type RequestFault =
  & {
    /** Strikes requests whose path starts with this; every request without it. */
    path?: string;
    /** How often it strikes; without end when not given. */
    times?: number;
  }
  & (
    /** An error status with a body in the broker's style. */
    | { kind: "status"; status: FaultStatus }
    /** A page of HTML with status 502 or another, as during maintenance. */
    | { kind: "html"; status?: number }
    /** The right answer, broken off in the middle. */
    | { kind: "half_json" }
    /** The right answer, so much later. */
    | { kind: "slow"; milliseconds: number }
    /** The connection breaks: fetch rejects with a `TypeError`. */
    | { kind: "dropped" }
    /** No answer at all until the caller gives up. */
    | { kind: "silent" }
    /** The right answer without a key, wherever the key stands; a page stays as it is. */
    | { kind: "wrong_shape"; key: string }
  );

/** The statuses that can be asked for. */
export type FaultStatus = keyof typeof BODIES;

/** The code and the message of each. */
const BODIES = {
  401: ["token_invalid", "This token is invalid or has expired"],
  403: ["not_permitted", "User not permitted access"],
  404: ["record_not_found", "Couldn't find record."],
  429: ["too_many_requests", "Too many requests"],
  500: ["internal_server_error", "Internal server error"],
  502: ["bad_gateway", "Bad gateway"],
} satisfies Record<number, [code: string, message: string]>;

/** What the error of a dropped connection says. */
export const DROPPED = "the simulated connection was dropped";

const PAGE = "<!DOCTYPE html><html><head><title>Maintenance</title></head><body><h1>Back soon</h1></body></html>";

/** The faults in force. The first that fits a request or a connection strikes it. */
export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  list(): Fault[];
  /** The fault that strikes a request for `path` now; uses up one of its `times`. */
  strike(path: string): RequestFault | null;
  /** The fault that a new connection to the stream at `path` suffers for as long as it lasts; uses up one of its `times`. */
  strikeSocket(path: string): SocketFault | null;
  /** Whether a connection to it is refused before there is one; else its fault is still to strike. */
  refusesSocket(path: string): boolean;
}

/** An empty list of faults. */
export function createFaults(): Faults {
  let faults: Fault[] = [];

  function use<Kind extends Fault>(fault: Kind | undefined): Kind | null {
    if (fault === undefined) return null;
    if (fault.times !== undefined && --fault.times <= 0) faults = faults.filter((other) => other !== fault);
    return { ...fault };
  }

  const socketFault = (path: string): (Fault & SocketFault) | undefined =>
    faults.filter(isSocketFault).find((fault) => fault.path === undefined || fault.path === path);

  return {
    add: (fault) => void faults.push({ ...fault }),
    clear: () => void (faults = []),
    list: () => faults.map((fault) => ({ ...fault })),
    strike: (path) =>
      use(
        faults.filter((fault) => !isSocketFault(fault)).find((candidate) => path.startsWith(candidate.path ?? "")),
      ),
    strikeSocket: (path) => use(socketFault(path)),
    refusesSocket(path) {
      const fault = socketFault(path);
      return fault?.kind === "socket_refused" && use(fault) !== null;
    },
  };
}

/** What becomes of a request that a fault has struck; `answer` gives the right answer. */
export async function suffer(
  fault: RequestFault,
  signal: AbortSignal,
  answer: () => Promise<Response>,
): Promise<Response> {
  switch (fault.kind) {
    case "status":
      return respond(refusal(fault.status, BODIES[fault.status][0]!, BODIES[fault.status][1]!));
    case "html":
      return new Response(PAGE, {
        status: fault.status ?? 502,
        headers: { "Content-Type": "text/html", "X-Simulated": "true" },
      });
    case "half_json": {
      const response = await answer();
      const text = await response.text();
      return new Response(text.slice(0, Math.floor(text.length / 2)), response);
    }
    case "slow":
      await pause(signal, fault.milliseconds);
      return answer();
    case "dropped":
      throw new TypeError(DROPPED);
    case "silent":
      await pause(signal);
      return answer();
    case "wrong_shape": {
      const response = await answer();
      if (!response.headers.get("Content-Type")?.includes("json")) return response;
      const body = await response.json();
      return respond({ status: response.status, body: without(body, fault.key) });
    }
  }
}

/** Reads a fault that came as JSON; `null` when it is none. */
export function readFault(value: unknown): Fault | null {
  if (typeof value !== "object" || value === null) return null;
  const { kind, path, times, status, milliseconds, key } = value as Record<string, unknown>;
  if (path !== undefined && typeof path !== "string") return null;
  if (times !== undefined && !(Number.isInteger(times) && Number(times) > 0)) return null;
  const fits = kind === "status"
    ? Object.hasOwn(BODIES, String(status))
    : kind === "html"
    ? status === undefined || (Number.isInteger(status) && Number(status) >= 200 && Number(status) < 600)
    : kind === "slow"
    ? typeof milliseconds === "number" && milliseconds >= 0
    : kind === "wrong_shape"
    ? typeof key === "string"
    : ["half_json", "dropped", "silent"].includes(String(kind)) || fitsSocketFault(value);
  return fits ? value as Fault : null;
}

/** Waits, for ever without a time; rejects as soon as the caller gives up. */
function pause(signal: AbortSignal, milliseconds?: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = milliseconds === undefined ? undefined : setTimeout(() => {
      signal.removeEventListener("abort", giveUp);
      resolve();
    }, milliseconds);
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp, { once: true });
  });
}

function without(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => name !== key).map(([name, inner]) => [name, without(inner, key)]),
  );
}
