/** The suite's scenarios for authorization servers, against the real server; a browser of ours logs in where the suite waits. */

import { approve, browserAt, registerAt } from "../clients/login_at.ts";
import { freePort, start } from "../support/program.ts";

/** What became of it, and all that the suite printed. */
export interface AuthorizationRun {
  passed: boolean;
  output: string;
}

/** Starts the server with logins, registers the suite as its client, and runs every scenario of `suite authorization`. */
export async function runAuthorization(suite: string): Promise<AuthorizationRun> {
  await using program = await start(["login"]);
  const { origin } = program;
  const port = freePort();
  const clientId = await registerAt(origin, `http://127.0.0.1:${port}/callback`);
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--quiet", suite, "authorization", "--url", origin, "--resource", `${origin}/mcp`],
      ...["--client-id", clientId, "--port", String(port)],
    ],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const complaints = new Response(process.stderr).text();
  let output = "";
  let login: Promise<void> | null = null;
  /** Nobody is coming back any more; the suite would wait for minutes. */
  const giveUp = (error: unknown) => {
    output += `${error}\n`;
    process.kill("SIGTERM");
  };
  for await (const chunk of process.stdout.pipeThrough(new TextDecoderStream())) {
    output += chunk;
    // A whole line: the address may arrive in parts.
    const address = /^http\S+\/oauth\/authorize\?\S+(?=\n)/m.exec(output)?.[0];
    if (address) login ??= logIn(new URL(address)).catch(giveUp);
  }
  await login;
  const { success } = await process.status;
  return { passed: success && login !== null, output: `${output}${success ? "" : await complaints}` };
}

async function logIn(address: URL): Promise<void> {
  const back = await approve(browserAt(address.origin), address);
  await (await fetch(back)).body?.cancel();
}
