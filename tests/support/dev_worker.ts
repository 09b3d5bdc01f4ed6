/**
 * `deno task dev:worker`: the built Worker in workerd at port 8787, against a simulated broker started beside it. D1, KV
 * and R2 are local and kept under `.wrangler`; the migrations are applied first.
 */

import { createSimulator, simulatorHandler } from "../../src/simulator/simulator.ts";

const WRANGLER = "npm:wrangler@4.153.0";
const root = new URL("../../", import.meta.url);

const simulator = createSimulator({ now: Date.now, control: true });
const handler = simulatorHandler(simulator, (request) => Deno.upgradeWebSocket(request));
const broker = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
const { clientSecret, refreshToken } = simulator.credentials;

/** Runs wrangler with the terminal's own input and output. */
const wrangler = (...args: string[]): Deno.ChildProcess =>
  new Deno.Command(Deno.execPath(), { args: ["run", "-A", WRANGLER, ...args], cwd: root }).spawn();

const migrated = await wrangler("d1", "migrations", "apply", "DB", "--local").status;
if (migrated.success) {
  const variables = {
    TT_API_URL: `http://127.0.0.1:${broker.addr.port}`,
    TT_CLIENT_SECRET: clientSecret,
    TT_REFRESH_TOKEN: refreshToken,
  };
  const settings = Object.entries(variables).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
  const worker = wrangler("dev", "--port", Deno.env.get("PORT") ?? "8787", ...settings);
  // Ctrl-C reaches wrangler as well; it decides when to end.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => signal === "SIGTERM" && worker.kill(signal));
  }
  await worker.status;
}
simulator.closeSockets();
await broker.shutdown();
