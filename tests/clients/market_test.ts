import { createSimulator, simulatorHandler } from "../../src/simulator/simulator.ts";
import { startApp } from "../support/app.ts";
import { connect } from "../support/clients.ts";
import { buildWorker, startWorker } from "../support/worker.ts";
import { ask, MARKET_QUESTIONS } from "./market_questions.ts";

for (const kind of ["sdk 1", "2026-07-28"] as const) {
  Deno.test(`market: a conversation about chains, history and metrics, on Deno, by a client of ${kind}`, async () => {
    await using app = await startApp();
    await using client = await connect(app, kind);
    for (const question of MARKET_QUESTIONS) await ask(client, question);
  });
}

Deno.test({
  name: "market: the same conversation on the Worker, over HTTP and a WebSocket to the broker",
  // workerd outlives the single test, which Deno would call a leak.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await buildWorker();
    const simulator = createSimulator({ now: Date.now });
    const handler = simulatorHandler(simulator, (request) => Deno.upgradeWebSocket(request));
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
    const { clientSecret, refreshToken } = simulator.credentials;
    {
      await using worker = await startWorker({
        TT_API_URL: `http://127.0.0.1:${server.addr.port}`,
        TT_CLIENT_SECRET: clientSecret,
        TT_REFRESH_TOKEN: refreshToken,
      });
      await using client = await connect(worker, "2026-07-28");
      for (const question of MARKET_QUESTIONS) await ask(client, question);
    }
    simulator.closeSockets();
    await server.shutdown();
  },
});
