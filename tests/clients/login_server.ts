/** The app with logins behind a real loopback address that is also its issuer, and the web its clients live on. */

import { startApp, type TestApp, type TestAppOptions } from "../support/app.ts";
import { Browser, LOGINS } from "../support/login.ts";
import { documentHosts } from "./documents.ts";

export interface LoginServer extends AsyncDisposable {
  origin: string;
  app: TestApp;
  /** What was asked of the server and how it answered, such as `POST /mcp 401`; pages for people are left out. */
  trace: string[];
  /** Resolves when such a step is in the trace. */
  answered(step: string): Promise<void>;
  /** A fresh browser of somebody who can reach the server and the simulated broker. */
  openBrowser(): Browser;
}

/** Paths that only people visit. */
const PAGES = /^\/(oauth\/(authorize|consent|link|callback)|authorize)\b/;

export async function startLoginServer(options: Pick<TestAppOptions, "simulated"> = {}): Promise<LoginServer> {
  const trace: string[] = [];
  const awaited = new Map<string, () => void>();
  const starting = Promise.withResolvers<TestApp>();
  // The issuer is the address, so there is an address before there is an app.
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request, { remoteAddr }) => {
    const app = await starting.promise;
    const { pathname } = new URL(request.url);
    const response = await app.fetch(request, { address: remoteAddr.hostname });
    const step = `${request.method} ${pathname} ${response.status}`;
    if (!PAGES.test(pathname)) trace.push(step);
    awaited.get(step)?.();
    return response;
  });
  const origin = `http://127.0.0.1:${server.addr.port}`;
  const app = await startApp({
    environment: { ...LOGINS, PUBLIC_URL: origin, LOG_LEVEL: "warn" },
    hosts: documentHosts(),
    ...options,
  });
  starting.resolve(app);
  return {
    origin,
    app,
    trace,
    async answered(step) {
      if (!trace.includes(step)) await new Promise<void>((resolve) => awaited.set(step, resolve));
    },
    openBrowser: () =>
      new Browser(
        (request) => request.url.startsWith(`${origin}/`) ? fetch(request) : app.simulator.fetch(request),
        origin,
      ),
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      await app[Symbol.asyncDispose]();
    },
  };
}
