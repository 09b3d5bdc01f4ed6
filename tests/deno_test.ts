import assert from "node:assert/strict";
import { createSimulator, SIMULATED_CREDENTIALS } from "../src/simulator/simulator.ts";
import { logInAt } from "./clients/login_at.ts";
import { connect, legacyRequest, modernRequest, remote, resultOf } from "./support/clients.ts";
import { claimsOf } from "./support/login.ts";
import { freePort, start } from "./support/program.ts";

const CALL = { name: "get_quote", arguments: { symbol: "AAPL" } };

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

Deno.test("deno: the simulator alone serves the stream of quotes, and stops cleanly while somebody listens", async () => {
  await using broker = await start(["simulator", "--port=0"]);
  const { clientSecret, refreshToken } = createSimulator({ now: () => 0 }).credentials;
  const post = { "User-Agent": "ttai-test/1.0", "Content-Type": "application/json" };
  const body = JSON.stringify({
    grant_type: "refresh_token",
    client_secret: clientSecret,
    refresh_token: refreshToken,
  });
  const login = await fetch(`${broker.origin}/oauth/token`, { method: "POST", headers: post, body });
  const headers = { ...post, Authorization: `Bearer ${(await login.json()).access_token}` };
  const { data } = await (await fetch(`${broker.origin}/api-quote-tokens`, { headers })).json();
  assert.equal(data["dxlink-url"], `${broker.origin.replace("http", "ws")}/realtime`);
  const socket = new WebSocket(data["dxlink-url"]);
  socket.onopen = () => {
    socket.send(JSON.stringify({ type: "SETUP", channel: 0, version: "0.1-test/1.0" }));
    socket.send(JSON.stringify({ type: "AUTH", channel: 0, token: data.token }));
  };
  await new Promise<void>((resolve) => {
    socket.onmessage = (event) => JSON.parse(event.data).state === "AUTHORIZED" && resolve();
  });
  const closed = new Promise<number>((resolve) => socket.onclose = ({ code }) => resolve(code));
  assert.equal(await broker.stop(), 0);
  assert.equal(await closed, 1001);
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

/** Settings that make `deno task dev` a server with logins; nothing of a broker among them. */
const KEYS = {
  JWT_SECRET: "first-signing-secret-of-a-developer-0",
  TOKEN_ENCRYPTION_KEY: btoa("a sealing key of thirty-two byte"),
};
const NEXT = {
  JWT_SECRET: "next-signing-secret-of-a-developer-00",
  TOKEN_ENCRYPTION_KEY: btoa("A SEALING KEY OF THIRTY-TWO BYTE"),
};

/** Somebody's calls with a token of theirs. */
async function call(origin: string, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await remote(origin).fetch(legacyRequest("tools/call", CALL, headers));
  const isQuote = (await response.text()).includes("AAPL");
  assert.equal(isQuote, response.status === 200);
  return response.status;
}

Deno.test("deno: login starts a server with logins at a simulated broker, by both ways", async () => {
  // Settings of a real broker and old keys are left aside: nothing real is to be tried out.
  await using program = await start(["login"], { TT_CLIENT_SECRET: "this-is-not-a-secret", JWT_SECRET: "" });
  const { origin } = program;
  assert.match(program.output(), /logins at a simulated broker, nothing is real/);
  const health = await (await fetch(`${origin}/health`)).json();
  assert.deepEqual([health.status, health.auth], ["ok", "oauth"]);
  const refused = await fetch(`${origin}/mcp`, { method: "POST" });
  await refused.body?.cancel();
  assert.match(refused.headers.get("www-authenticate")!, new RegExp(`^Bearer resource_metadata="${origin}/`));

  const [ada, ben] = [await logInAt(origin, { way: "partner" }), await logInAt(origin, { customer: 1 })];
  for (const token of [ada, ben]) assert.equal(await call(origin, token), 200);
  assert.notEqual(claimsOf(ada).sub, claimsOf(ben).sub);
  assert.equal(await program.stop(), 0);
  const { clientSecret, refreshToken } = SIMULATED_CREDENTIALS[1];
  for (const secret of [ada, ben, clientSecret, refreshToken]) assert.ok(!program.output().includes(secret));
});

Deno.test("deno: with keys and no broker, logins outlast a restart and new keys; users and rotate-keys see to them", async () => {
  const folder = await Deno.makeTempDir({ prefix: "ttai-" });
  const kept = { PORT: String(freePort()), TTAI_KV_PATH: `${folder}/kv.sqlite3` };
  let ada: string, ben: string;
  {
    await using program = await start([], { ...kept, ...KEYS });
    assert.match(program.output(), /logins at a simulated broker, nothing is real/);
    [ada, ben] = [await logInAt(program.origin), await logInAt(program.origin, { customer: 1 })];
    assert.equal(await call(program.origin, ada), 200);
  }

  const both = {
    JWT_SECRET: `${NEXT.JWT_SECRET},${KEYS.JWT_SECRET}`,
    TOKEN_ENCRYPTION_KEY: `${NEXT.TOKEN_ENCRYPTION_KEY},${KEYS.TOKEN_ENCRYPTION_KEY}`,
  };
  {
    await using program = await start([], { ...kept, ...both });
    assert.equal(await call(program.origin, ada), 200);
    await using rotation = await start(["rotate-keys"], { ...kept, ...both });
    assert.deepEqual([await rotation.end(), rotation.output().trim()], [0, "2 sealed anew"]);
  }

  await using program = await start([], { ...kept, ...both, TOKEN_ENCRYPTION_KEY: NEXT.TOKEN_ENCRYPTION_KEY });
  assert.equal(await call(program.origin, ada), 200);

  await using listing = await start(["users"], { ...kept, ...both });
  assert.equal(await listing.end(), 0);
  const lines = listing.output().trim().split("\n");
  assert.deepEqual(
    lines.map((line) => line.split("  ")[0]).sort(),
    [ada, ben].map((token) => claimsOf(token).sub).sort(),
  );
  for (const line of lines) assert.match(line, / \.\.\.\w{4}\b.* 1 connections /);
  await using revocation = await start(["users", "revoke", String(claimsOf(ben).sub)], { ...kept, ...both });
  assert.deepEqual([await revocation.end(), revocation.output().trim()], [0, "1 connections ended"]);
  assert.equal(await call(program.origin, ben), 401);
  assert.equal(await call(program.origin, ada), 200);

  for (const secret of Object.values({ ...KEYS, ...NEXT })) {
    for (const { output } of [program, listing, revocation]) assert.ok(!output().includes(secret));
  }
  await program.stop();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("deno: without logins there are no users to list and no keys to rotate", async () => {
  for (const command of ["users", "rotate-keys"]) {
    await using program = await start([command]);
    assert.equal(await program.end(), 1);
    assert.match(program.output(), /there are no logins/);
    assert.doesNotMatch(program.output(), / {4}at /);
  }
});

Deno.test("deno: the doctor goes through the keys and the login where people log in", async () => {
  const settings = {
    ...KEYS,
    JWT_SECRET: `${NEXT.JWT_SECRET},${KEYS.JWT_SECRET}`,
    TTAI_ALLOWED_USERS: "ada@example.com",
  };
  await using doctor = await start(["doctor"], { ...settings, PORT: "8787" });
  assert.equal(await doctor.end(), 0, doctor.output());
  assert.match(
    doctor.output(),
    /ok +configuration: per user[\s\S]*ok +storage[\s\S]*ok +logins at http:\/\/localhost:8787: 2 signing and 1 sealing[\s\S]*ok +invited: 1 /,
  );
  for (const secret of Object.values(settings)) assert.ok(!doctor.output().includes(secret));
});
