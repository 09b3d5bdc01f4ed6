/** The broker's own client at a simulator served as `deno task simulator` serves it. */

import TastytradeClient from "@tastytrade/api";
import {
  createSimulator,
  type PersonalCredentials,
  SIMULATED_CREDENTIALS,
  type Simulator,
  simulatorHandler,
} from "../../src/simulator/simulator.ts";
import { FRIDAY } from "../simulator/client.ts";

export interface Desk extends AsyncDisposable {
  client: TastytradeClient;
  simulator: Simulator;
  /** Lets time pass for the simulator, and its timers go off once. */
  pass(milliseconds: number): void;
}

/** Serves a simulator whose clock stands still, and sets up the client for a customer, the first when not given. */
export function openDesk(credentials: PersonalCredentials = SIMULATED_CREDENTIALS[0]): Desk {
  let now = FRIDAY;
  const timers = new Set<() => void>();
  const simulator = createSimulator({
    now: () => now,
    every(_milliseconds, run) {
      timers.add(run);
      return () => timers.delete(run);
    },
  });
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    simulatorHandler(simulator, (request) => Deno.upgradeWebSocket(request)),
  );
  return {
    client: createClient(`http://127.0.0.1:${server.addr.port}`, credentials),
    simulator,
    pass(milliseconds) {
      now += milliseconds;
      for (const run of [...timers]) run();
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** The client of a customer, for a broker at an origin. */
export function createClient(origin: string, { clientSecret, refreshToken }: PersonalCredentials): TastytradeClient {
  return new TastytradeClient({
    baseUrl: origin,
    accountStreamerUrl: origin.replace("http", "ws"),
    clientSecret,
    refreshToken,
    oauthScopes: ["read", "trade"],
  });
}
