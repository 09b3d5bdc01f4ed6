/** The real server in a process of its own, with its simulated broker, on a free loopback port. */
import type { Running } from "./fixture.ts";

/** Starts `src/deno.ts` and resolves when it listens; rejects with what it printed when it ends before that. */
export async function startServer(): Promise<Running> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "src/deno.ts"],
    cwd: new URL("../../", import.meta.url),
    env: {
      PORT: "0",
      TTAI_KV_PATH: ":memory:",
      LOG_LEVEL: "error",
      // Empty values outrank a developer's own settings: nothing here may reach a real broker.
      ...Object.fromEntries(
        ["TT_API_URL", "TT_CLIENT_SECRET", "TT_REFRESH_TOKEN", "JWT_SECRET", "TOKEN_ENCRYPTION_KEY", "PUBLIC_URL"]
          .map((name) => [name, ""]),
      ),
    },
    stdout: "piped",
  }).spawn();
  const lines = process.stdout.pipeThrough(new TextDecoderStream());
  let printed = "";
  for await (const chunk of lines.values({ preventCancel: true })) {
    printed += chunk;
    const url = printed.match(/http:\/\/127\.0\.0\.1:\d+\/mcp(?=\s)/)?.[0];
    if (url) return { url, stop: () => stop(process, lines) };
  }
  throw new Error(`The server ended with code ${(await process.status).code}: ${printed}`);
}

async function stop(process: Deno.ChildProcess, lines: ReadableStream<string>): Promise<void> {
  process.kill("SIGTERM");
  await Promise.all([lines.cancel(), process.status]);
}
