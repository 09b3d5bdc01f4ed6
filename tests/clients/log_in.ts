/**
 * A browser and its user, to be started by a client: `deno run -A log_in.ts <authorize address>` allows what is asked for,
 * logs in at the simulated broker, and opens the address the client waits at.
 */

import { approve, browserAt } from "./login_at.ts";

const address = new URL(Deno.args[0]!);
const back = await approve(browserAt(address.origin), address, { way: "partner" });
const response = await fetch(back);
await response.body?.cancel();
if (!response.ok) throw new Error(`The client answered ${response.status} at ${back.origin}${back.pathname}`);
