/**
 * TTAI on Deno, on a laptop and on Deno Deploy: environment, Deno KV and the listener. Also its commands: `login` (logins
 * at a simulated broker), `doctor`, `users`, `rotate-keys`, and `simulator` (the simulated broker alone).
 */

// What the commands say and the log go to the terminal.
// deno-lint-ignore-file no-console

import { parse } from "dotenv";
import { type App, createApp, type Dependencies, pause, VERSION } from "./app.ts";
import type { AuthorizationServer } from "./auth/authorization_server.ts";
import { type Config, ConfigError, readConfig, warningsOf } from "./config.ts";
import { createDenoKvStorage } from "./storage/deno_kv.ts";

/** Settings from `.dev.vars`, as wrangler reads it, overridden by the environment. */
async function readEnvironment(): Promise<Record<string, string>> {
  const file = await Deno.readTextFile(".dev.vars").catch((error) => {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  });
  return { ...parse(file), ...Deno.env.toObject() };
}

const isOnDeploy = (): boolean => Deno.env.get("DENO_DEPLOYMENT_ID") !== undefined;

/** Deno KV in a file of ours, or Deno Deploy's own. */
async function openKv({ TTAI_KV_PATH }: Config): Promise<Deno.Kv> {
  const path = TTAI_KV_PATH ?? (isOnDeploy() ? undefined : ".ttai/kv.sqlite3");
  const folder = path === undefined || path === ":memory:" ? null : path.replace(/[^/\\]*$/, "");
  if (folder) await Deno.mkdir(folder, { recursive: true });
  return await Deno.openKv(path);
}

function dependenciesOf(config: Config, kv: Deno.Kv): Dependencies {
  const now = Date.now;
  return {
    config,
    storage: createDenoKvStorage(kv, {
      now,
      onError: (error, operation) =>
        console.error(JSON.stringify({ level: "warn", event: operation, error: `${error}` })),
    }),
    fetch: globalThis.fetch,
    openSocket: (url) => new WebSocket(url),
    socketScope: "process",
    // Loaded only where it is used: with a real broker it never is.
    simulate: async () => (await import("./simulator/simulator.ts")).createSimulator({ now }),
    resolveAddresses,
    now,
    wait: pause,
    random: Math.random,
    write: console.log,
  };
}

/** All addresses of a host name; none when it does not exist. */
async function resolveAddresses(host: string): Promise<string[]> {
  const kinds = await Promise.allSettled([Deno.resolveDns(host, "A"), Deno.resolveDns(host, "AAAA")]);
  return kinds.flatMap((kind) => kind.status === "fulfilled" ? kind.value : []);
}

/** A simulated broker on a port of its own, with a login page, for trying out logins; the settings that lead to it. */
async function serveDemoBroker() {
  const simulator = await import("./simulator/simulator.ts");
  const { SIMULATED_CREDENTIALS, SIMULATED_PARTNER_CLIENT_ID, SIMULATED_PARTNER_CLIENT_SECRET } = simulator;
  const broker = simulator.createSimulator({ now: Date.now });
  const handler = simulator.simulatorHandler(broker, (request) => Deno.upgradeWebSocket(request));
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  const settings = {
    TT_API_URL: `http://127.0.0.1:${server.addr.port}`,
    TT_CLIENT_ID: SIMULATED_PARTNER_CLIENT_ID,
    TT_CLIENT_SECRET: SIMULATED_PARTNER_CLIENT_SECRET,
  };
  const customers = ["Ada Example", "Ben Example"];
  const demoGrants = () =>
    Promise.resolve(
      customers.map((customer, position) => {
        const { clientSecret, refreshToken } = SIMULATED_CREDENTIALS[position]!;
        return { customer, clientSecret, refreshToken };
      }),
    );
  const stop = () => {
    broker.closeSockets();
    return server.shutdown();
  };
  return { settings, demoGrants, stop };
}

/** Settings for trying out logins: keys that last as long as the program, and nothing of a real broker. */
function demoSettings(environment: Record<string, string>): Record<string, string> {
  const random = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
  const rest = Object.entries(environment).filter(([name]) => !name.startsWith("TT_"));
  return {
    ...Object.fromEntries(rest),
    JWT_SECRET: random(),
    TOKEN_ENCRYPTION_KEY: random(),
    TTAI_KV_PATH: ":memory:",
  };
}

/** Whether logins are set up but no broker is: then people link to a simulated one, in development only. */
function wantsDemoBroker(environment: Record<string, string>): boolean {
  // An empty setting counts as none, as everywhere.
  const isSet = (name: string) => (environment[name] ?? "") !== "";
  return isSet("JWT_SECRET") && isSet("TOKEN_ENCRYPTION_KEY") && environment.ENVIRONMENT !== "production" &&
    !Object.keys(environment).some((name) => name.startsWith("TT_") && isSet(name));
}

async function serve(prepare = (environment: Record<string, string>) => environment): Promise<void> {
  let app: App | null = null;
  const chores = new AbortController();
  // Before anything is awaited: Deno Deploy looks for schedules while it loads the program.
  const ticking = Deno.cron("tick", "*/5 * * * *", { signal: chores.signal }, () => app?.tick());
  try {
    const environment = prepare(await readEnvironment());
    if (environment.PORT === "0") environment.PORT = String(freePort());
    const demo = wantsDemoBroker(environment) ? await serveDemoBroker() : null;
    const config = readConfig({ ...environment, ...demo?.settings });
    if (isOnDeploy() && config.access.mode === "single_owner") {
      throw new ConfigError(["TT_REFRESH_TOKEN alone is for this machine only; on Deno Deploy set JWT_SECRET as well"]);
    }
    const kv = await openKv(config);
    app = await createApp({ ...dependenciesOf(config, kv), ...(demo && { demoGrants: demo.demoGrants }) });
    const { fetch } = app;
    // Deno Deploy chooses the address itself.
    const address = isOnDeploy() ? {} : { hostname: config.HOST, port: config.PORT };
    const server = Deno.serve(
      { ...address, onListen: ({ port }) => announce(config, port, demo !== null) },
      (request, { remoteAddr }) => fetch(request, { address: addressOf(remoteAddr) }),
    );
    stopOnSignal(() => server.shutdown());
    await server.finished;
    app.close();
    await demo?.stop();
    kv.close();
  } finally {
    chores.abort();
    await ticking;
  }
}

/** A port nobody listens on: tokens and metadata name the server's address before it listens. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

const addressOf = (remote: Deno.Addr): string => "hostname" in remote ? remote.hostname : "local";

const MODES: Record<Config["access"]["mode"], string> = {
  simulated: "simulated market, nothing is real",
  single_owner: "your tastytrade account, this machine only",
  per_user: "everybody logs in with their own tastytrade account",
};

function announce({ access, HOST, PUBLIC_URL }: Config, port: number, isDemo: boolean): void {
  const mode = isDemo ? "logins at a simulated broker, nothing is real" : MODES[access.mode];
  const host = HOST === "0.0.0.0" || HOST === "::" || access.mode === "per_user" ? "localhost" : HOST;
  const address = PUBLIC_URL ?? `http://${host}:${port}`;
  console.log(`TTAI ${VERSION} (${mode})\n  page  ${address}/\n  MCP   ${address}/mcp`);
}

/** Goes through what TTAI needs and says what is wrong; the exit code is 1 when something is. */
async function doctor(): Promise<number> {
  const tell = (ok: boolean, text: string) => console.log(`${ok ? "ok  " : "FAIL"}  ${text}`);
  const config = readConfig(await readEnvironment());
  tell(true, `configuration: ${config.access.mode.replace("_", " ")}, ${config.ENVIRONMENT}`);
  const kv = await openKv(config);
  const dependencies = { ...dependenciesOf(config, kv), write: () => {} };
  const { cache } = dependencies.storage;
  await cache.write("doctor", "was here", 60);
  const isKept = (await cache.read("doctor"))?.value === "was here";
  tell(isKept, `storage: Deno KV ${isKept ? "keeps" : "does not keep"} what it is given`);
  const check = await (await createApp(dependencies)).checkBroker();
  for (const { step, ok, detail, milliseconds } of check?.steps ?? []) {
    tell(ok, `${step}: ${detail} (${milliseconds} ms)`);
  }
  if (config.access.mode === "per_user") {
    const { jwtSecrets, tokenEncryptionKeys, partner, allowedUsers } = config.access;
    tell(
      true,
      `logins at ${config.origin}: ${jwtSecrets.length} signing and ${tokenEncryptionKeys.length} sealing keys`,
    );
    tell(
      true,
      `linking: ${partner === null ? "by personal grants" : "by tastytrade's own login, or by personal grants"}`,
    );
    tell(true, `invited: ${allowedUsers.length === 0 ? "everybody with an account" : `${allowedUsers.length} people`}`);
  }
  for (const warning of warningsOf(config)) console.log(`note  ${warning}`);
  kv.close();
  return (check?.ok ?? true) && isKept ? 0 : 1;
}

/** The app, for a command that needs what it has kept. */
async function withApp(run: (server: AuthorizationServer) => Promise<number>): Promise<number> {
  const config = readConfig(await readEnvironment());
  const kv = await openKv(config);
  const { access } = await createApp({ ...dependenciesOf(config, kv), write: () => {} });
  try {
    if (access.server === null) {
      throw new ConfigError(["JWT_SECRET and TOKEN_ENCRYPTION_KEY are missing: there are no logins"]);
    }
    return await run(access.server);
  } finally {
    kv.close();
  }
}

/** Lists who has logged in; `users revoke ID` ends all of one user's connections. */
const manageUsers = (): Promise<number> =>
  withApp(async ({ users, account }) => {
    const [, action, id = ""] = Deno.args;
    if (action === "revoke") {
      console.log(`${await account.revokeAll(id)} connections ended`);
      return 0;
    }
    for await (const { id, value } of users.list()) {
      const connections = (await account.view(id))?.grants.length ?? 0;
      const last = new Date(value.lastLoginAt).toISOString();
      console.log([id, value.environment, value.accounts.join(", "), `${connections} connections`, last].join("  "));
    }
    return 0;
  });

/** Seals every broker credential anew under the newest key; after that the older keys can go. */
const rotateKeys = (): Promise<number> =>
  withApp(async ({ users }) => {
    console.log(`${await users.resealAll()} sealed anew`);
    return 0;
  });

/** The simulated broker alone, for tests over HTTP and for other clients. Port from `--port=`, 8790 by default. */
async function simulate(): Promise<void> {
  const environment = await readEnvironment();
  if (environment.ENVIRONMENT === "production" || environment.JWT_SECRET) {
    throw new ConfigError([
      "ENVIRONMENT or JWT_SECRET belong to a real deployment; the simulator does not run beside it",
    ]);
  }
  const { createSimulator, simulatorHandler } = await import("./simulator/simulator.ts");
  const port = Number(Deno.args.find((argument) => argument.startsWith("--port="))?.slice(7) ?? 8790);
  const simulator = createSimulator({ now: Date.now, control: true });
  const { clientSecret, refreshToken } = simulator.credentials;
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port,
    onListen: (address) =>
      console.log(
        `Simulated broker. Run TTAI against it with\n  TT_API_URL=http://127.0.0.1:${address.port} TT_CLIENT_SECRET=${clientSecret} TT_REFRESH_TOKEN=${refreshToken}`,
      ),
  }, simulatorHandler(simulator, (request) => Deno.upgradeWebSocket(request)));
  stopOnSignal(() => {
    simulator.closeSockets();
    return server.shutdown();
  });
  await server.finished;
}

function stopOnSignal(stop: () => Promise<void>): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    try {
      Deno.addSignalListener(signal, () => void stop());
    } catch {
      // Deno Deploy and Windows know fewer signals.
    }
  }
}

async function main(): Promise<number> {
  try {
    switch (Deno.args[0]) {
      case "doctor":
        return await doctor();
      case "users":
        return await manageUsers();
      case "rotate-keys":
        return await rotateKeys();
      case "simulator":
        await simulate();
        return 0;
      default:
        await serve(Deno.args[0] === "login" ? demoSettings : undefined);
        return 0;
    }
  } catch (error) {
    if (error instanceof ConfigError) console.error(error.message);
    else if (error instanceof Deno.errors.AddrInUse) console.error("The port is taken. Choose another with PORT.");
    else throw error;
    return 1;
  }
}

if (import.meta.main) {
  const code = await main();
  if (code !== 0) Deno.exit(code);
}
