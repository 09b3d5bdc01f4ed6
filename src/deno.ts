/**
 * TTAI on Deno, on a laptop and on Deno Deploy: environment, Deno KV and the listener. Also the commands
 * `doctor` (does everything it needs work?) and `simulator` (the simulated broker alone).
 */

// What the commands say and the log go to the terminal.
// deno-lint-ignore-file no-console

import { parse } from "dotenv";
import { type App, createApp, type Dependencies, pause, VERSION } from "./app.ts";
import { type Config, ConfigError, readConfig } from "./config.ts";
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
    // Loaded only where it is used: with a real broker it never is.
    simulate: async () => (await import("./simulator/simulator.ts")).createSimulator({ now }),
    now,
    wait: pause,
    random: Math.random,
    write: console.log,
  };
}

async function serve(): Promise<void> {
  let app: App | null = null;
  const chores = new AbortController();
  // Before anything is awaited: Deno Deploy looks for schedules while it loads the program.
  const ticking = Deno.cron("tick", "*/5 * * * *", { signal: chores.signal }, () => app?.tick());
  try {
    const config = readConfig(await readEnvironment());
    if (isOnDeploy() && config.access.mode === "single_owner") {
      throw new ConfigError(["TT_REFRESH_TOKEN alone is for this machine only; on Deno Deploy set JWT_SECRET as well"]);
    }
    const kv = await openKv(config);
    app = createApp(dependenciesOf(config, kv));
    const { fetch } = app;
    // Deno Deploy chooses the address itself.
    const address = isOnDeploy() ? {} : { hostname: config.HOST, port: config.PORT };
    const server = Deno.serve(
      { ...address, onListen: ({ port }) => announce(config, port) },
      (request) => fetch(request),
    );
    stopOnSignal(() => server.shutdown());
    await server.finished;
    kv.close();
  } finally {
    chores.abort();
    await ticking;
  }
}

function announce({ access, HOST }: Config, port: number): void {
  const mode = access.mode === "simulated"
    ? "simulated market, nothing is real"
    : "your tastytrade account, this machine only";
  const host = HOST === "0.0.0.0" || HOST === "::" ? "localhost" : HOST;
  console.log(`TTAI ${VERSION} (${mode})\n  page  http://${host}:${port}/\n  MCP   http://${host}:${port}/mcp`);
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
  const { ok, steps } = await createApp(dependencies).checkBroker();
  for (const { step, ok, detail, milliseconds } of steps) tell(ok, `${step}: ${detail} (${milliseconds} ms)`);
  kv.close();
  return ok && isKept ? 0 : 1;
}

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
  }, simulatorHandler(simulator));
  stopOnSignal(() => server.shutdown());
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
    if (Deno.args[0] === "doctor") return await doctor();
    await (Deno.args[0] === "simulator" ? simulate() : serve());
    return 0;
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
