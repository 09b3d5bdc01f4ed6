/** TTAI at an address a browser can open, over a simulated broker that has an address as well. */

import { createSimulator, simulatorHandler, type SimulatorOptions } from "../../src/simulator/simulator.ts";
import { startApp, type TestApp } from "../support/app.ts";

export interface Site extends AsyncDisposable {
  /** Under `localhost`, where browsers keep secure cookies without https. */
  origin: string;
}

/** The app in this process, with a clock that can be set. */
export interface LocalSite extends Site {
  app: TestApp;
  /** What stands between the browser and the app; set it to delay or lose answers. */
  passage: { pass: (request: Request, answer: (request: Request) => Promise<Response>) => Promise<Response> };
}

const KEYS = { JWT_SECRET: "j".repeat(40), TOKEN_ENCRYPTION_KEY: btoa("k".repeat(32)) };
const PARTNER = { TT_CLIENT_ID: "simulated-partner-id", TT_CLIENT_SECRET: "simulated-partner-secret" };

const listen = (handler: (request: Request) => Response | Promise<Response>) =>
  Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);

/** A port nobody listens on. */
function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
}

/** The app in memory. Without `partner` people link by personal grants only. */
export async function startLocalSite({ partner = true }: { partner?: boolean } = {}): Promise<LocalSite> {
  let answer = (_request: Request): Promise<Response> => Promise.reject(new Error("not started"));
  let answerBroker = answer;
  const passage: LocalSite["passage"] = { pass: (request, answer) => answer(request) };
  const server = listen((request) => passage.pass(request, answer));
  const broker = listen((request) => answerBroker(request));
  const origin = `http://localhost:${server.addr.port}`;
  const app = await startApp({
    environment: {
      ...KEYS,
      ...(partner ? PARTNER : {}),
      PUBLIC_URL: origin,
      TT_API_URL: `http://127.0.0.1:${broker.addr.port}`,
    },
  });
  answer = (request) => app.fetch(request, { address: "127.0.0.1" });
  answerBroker = (request) => app.simulator.fetch(request);
  return {
    origin,
    app,
    passage,
    async [Symbol.asyncDispose]() {
      await Promise.all([server.shutdown(), broker.shutdown()]);
      await app[Symbol.asyncDispose]();
    },
  };
}

/** `deno task dev:login` as a process of its own: demo keys, and a simulated broker inside. */
export async function startDenoSite(): Promise<Site> {
  const root = new URL("../../", import.meta.url);
  const port = freePort();
  const folder = await Deno.makeTempDir({ prefix: "ttai-" });
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--config",
      new URL("deno.json", root).pathname,
      new URL("src/deno.ts", root).pathname,
      "login",
    ],
    cwd: folder,
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH") ?? "", HOME: Deno.env.get("HOME") ?? "", PORT: String(port) },
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const listening = Promise.withResolvers<void>();
  const reading = (async () => {
    let text = "";
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes("/mcp\n")) listening.resolve();
    }
    listening.reject(new Error(`the server ended: ${text}`));
  })();
  await listening.promise;
  return {
    origin: `http://localhost:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await child.status;
      await reading;
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** The built Worker in workerd, over a simulated broker in this process. */
export async function startWorkerSite(simulated: Omit<SimulatorOptions, "now"> = {}): Promise<Site> {
  // Loaded only where it is used: it takes longer than most tests here.
  const { buildWorker, startWorker } = await import("../support/worker.ts");
  await buildWorker();
  const broker = listen(
    simulatorHandler(createSimulator({ now: Date.now, ...simulated }), (request) => Deno.upgradeWebSocket(request)),
  );
  const port = freePort();
  const origin = `http://localhost:${port}`;
  const vars = { ...KEYS, ...PARTNER, PUBLIC_URL: origin, TT_API_URL: `http://127.0.0.1:${broker.addr.port}` };
  const worker = await startWorker(vars, { port });
  return {
    origin,
    async [Symbol.asyncDispose]() {
      await worker[Symbol.asyncDispose]();
      await broker.shutdown();
    },
  };
}
