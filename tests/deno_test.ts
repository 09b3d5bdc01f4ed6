import assert from "node:assert/strict";
import { createSimulator } from "../src/simulator/simulator.ts";
import { connect, legacyRequest, modernRequest, remote, resultOf } from "./support/clients.ts";

const CALL = { name: "get_quote", arguments: { symbol: "AAPL" } };

interface Program extends AsyncDisposable {
  /** The first address the program printed. */
  origin: string;
  output: () => string;
  /** Ends it as Ctrl-C does, and gives its exit code. */
  stop(): Promise<number>;
}

/** Runs `src/deno.ts` as the tasks do, in a folder of its own, until it prints an address. */
async function start(args: string[], environment: Record<string, string> = {}, devVars = ""): Promise<Program> {
  const folder = await Deno.makeTempDir({ prefix: "ttai-" });
  await Deno.writeTextFile(`${folder}/.dev.vars`, devVars);
  const root = new URL("../", import.meta.url);
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--config",
      new URL("deno.json", root).pathname,
      new URL("src/deno.ts", root).pathname,
      ...args,
    ],
    cwd: folder,
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH") ?? "", HOME: Deno.env.get("HOME") ?? "", PORT: "0", ...environment },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let text = "";
  const printed = Promise.withResolvers<string>();
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const address = /http:\/\/[\w.]+:(\d+)/.exec(text);
      if (address) printed.resolve(`http://127.0.0.1:${address[1]}`);
    }
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]).then(() => printed.resolve(""));
  let stopped: Promise<number> | null = null;
  const stop = () =>
    stopped ??= (async () => {
      try {
        child.kill("SIGTERM");
      } catch {
        // It has ended by itself.
      }
      const { code } = await child.status;
      await reading;
      await Deno.remove(folder, { recursive: true });
      return code;
    })();
  return {
    origin: await printed.promise,
    output: () => text,
    stop,
    [Symbol.asyncDispose]: async () => void await stop(),
  };
}

Deno.test("deno: the server starts on the simulated market, answers the five ways, and stops cleanly", async () => {
  await using program = await start([]);
  const server = remote(program.origin);
  const health = await (await fetch(`${program.origin}/health`)).json();
  assert.deepEqual([health.status, health.broker], ["ok", "simulated"]);
  const answers = [
    await resultOf(await server.fetch(legacyRequest("tools/call", CALL))),
    await resultOf(await server.fetch(modernRequest("tools/call", CALL))),
  ];
  for (const kind of ["sdk 1", "2025-11-25", "2026-07-28"] as const) {
    await using client = await connect(server, kind);
    answers.push(await client.callTool(CALL.name, CALL.arguments));
  }
  for (const { value } of answers) {
    assert.deepEqual(Object.keys(value), Object.keys(answers[0]!.value));
    assert.equal(value.simulated, true);
  }
  assert.equal(await program.stop(), 0);
});

Deno.test("deno: a single owner's server, set up in .dev.vars, uses a simulator elsewhere", async () => {
  await using broker = await start(["simulator", "--port=0"]);
  const { clientSecret, refreshToken } = createSimulator({ now: () => 0 }).credentials;
  const settings = { TT_API_URL: broker.origin, TT_CLIENT_SECRET: clientSecret, TT_REFRESH_TOKEN: `"${refreshToken}"` };
  const devVars = ["# mine", ...Object.entries(settings).map(([name, value]) => `${name}=${value}`)].join("\n");
  await using program = await start([], {}, devVars);
  const answer = await resultOf(await remote(program.origin).fetch(legacyRequest("tools/call", CALL)));
  assert.deepEqual([answer.value.symbol, answer.value.source, answer.value.simulated], ["AAPL", "simulator", true]);
  for (const secret of [clientSecret, refreshToken]) assert.ok(!program.output().includes(secret));
});

Deno.test("deno: the environment wins over .dev.vars", async () => {
  await using program = await start([], { ENVIRONMENT: "production" }, "ENVIRONMENT=development");
  assert.equal((await (await fetch(`${program.origin}/health`)).json()).environment, "production");
});

Deno.test("deno: settings that do not fit end the program with names and without values or a stack", async () => {
  await using program = await start([], { JWT_SECRET: "short-secret", LOG_LEVEL: "loud" });
  assert.equal(await program.stop(), 1);
  assert.match(program.output(), /JWT_SECRET needs at least 32 characters/);
  assert.match(program.output(), /LOG_LEVEL must be one of/);
  assert.doesNotMatch(program.output(), /short-secret|loud| {4}at /);
});

Deno.test("deno: the doctor goes through login, customer and quote", async () => {
  await using doctor = await start(["doctor"]);
  assert.equal(await doctor.stop(), 0);
  assert.match(
    doctor.output(),
    /ok +configuration: simulated[\s\S]*ok +storage[\s\S]*ok +login[\s\S]*ok +customer[\s\S]*ok +quote/,
  );
});

Deno.test("deno: the doctor says in one sentence that the secret is wrong, and does not try it twice", async () => {
  await using broker = await start(["simulator", "--port=0"]);
  const folder = await Deno.makeTempDir({ prefix: "ttai-" });
  const settings = {
    TT_API_URL: broker.origin,
    TT_CLIENT_SECRET: "this-is-not-the-secret",
    TT_REFRESH_TOKEN: createSimulator({ now: () => 0 }).credentials.refreshToken,
    TTAI_KV_PATH: `${folder}/kv.sqlite3`,
  };
  for (let run = 0; run < 2; run++) {
    await using doctor = await start(["doctor"], settings);
    assert.equal(await doctor.stop(), 1);
    assert.match(
      doctor.output(),
      /FAIL +login: tastytrade did not accept the client secret\. Correct TT_CLIENT_SECRET/,
    );
    assert.doesNotMatch(doctor.output(), /this-is-not-the-secret| {4}at /);
  }
  const { data } = await (await fetch(`${broker.origin}/__simulator/requests`)).json();
  assert.equal(data.items.filter(({ path }: { path: string }) => path === "/oauth/token").length, 1);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("deno: the simulator does not run beside a real deployment's settings", async () => {
  await using simulator = await start(["simulator", "--port=0"], { ENVIRONMENT: "production" });
  assert.equal(await simulator.stop(), 1);
  assert.match(simulator.output(), /the simulator does not run beside it/);
});
