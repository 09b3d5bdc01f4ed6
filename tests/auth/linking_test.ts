import assert from "node:assert/strict";
import { identify, isAllowed, readPersonalGrant } from "../../src/auth/linking.ts";
import type { LinkCredentials } from "../../src/auth/users.ts";
import { createBroker } from "../../src/broker/broker.ts";
import {
  createSimulator,
  type Fault,
  SIMULATED_CREDENTIALS,
  SIMULATED_TRADE_ONLY_REFRESH_TOKEN,
} from "../../src/simulator/simulator.ts";
import { FRIDAY } from "../support/app.ts";

const SECRET = "s3cr3t".repeat(6);
const TOKEN = "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ0dCJ9.c2lnbmF0dXJl";

Deno.test("linking: pasted credentials are tidied before they are used", () => {
  const credentials = { clientSecret: SECRET, refreshToken: TOKEN };
  assert.deepEqual(readPersonalGrant(`  ${SECRET}\n`, ` ${TOKEN.slice(0, 20)}\r\n  ${TOKEN.slice(20)}\t`), {
    ok: true,
    credentials,
  });
});

Deno.test("linking: what cannot be right is told by its field before anything is sent", () => {
  for (
    const [secret, token, field, words] of [
      ["", TOKEN, "client_secret", /Paste the client secret/],
      [" \n", "", "client_secret", /Paste the client secret/],
      [SECRET, "", "refresh_token", /Paste the refresh token/],
      [TOKEN, SECRET, "client_secret", /look swapped/],
      [SECRET, SECRET, "refresh_token", /client secret again/],
      ["short", TOKEN, "client_secret", /form of a client secret/],
      ["x".repeat(201), TOKEN, "client_secret", /form of a client secret/],
      [`${SECRET}é`, TOKEN, "client_secret", /form of a client secret/],
      [SECRET, "short", "refresh_token", /form of a refresh token/],
      [SECRET, "x".repeat(4001), "refresh_token", /form of a refresh token/],
      [SECRET, `${TOKEN}“`, "refresh_token", /form of a refresh token/],
    ] as [string, string, string, RegExp][]
  ) {
    const read = readPersonalGrant(secret, token);
    assert.ok(!read.ok, `${secret} ${token}`);
    assert.equal(read.problem.field, field);
    assert.match(read.problem.text, words);
    if (secret.length > 10) assert.equal(read.problem.text.includes(secret), false, "a secret is not repeated");
  }
});

const [ADA, , CLEO] = SIMULATED_CREDENTIALS;

/** Tries credentials at the simulated broker, with something wrong there. */
async function attempt(
  credentials: LinkCredentials,
  { fault, allowed = [], environment = "production" }: {
    fault?: Fault;
    allowed?: string[];
    environment?: "production" | "sandbox";
  } = {},
) {
  const now = () => FRIDAY;
  const simulator = createSimulator({ now });
  if (fault !== undefined) simulator.faults.add(fault);
  const openBroker = (opened: LinkCredentials) =>
    createBroker({
      baseUrl: "https://simulated.invalid",
      credentials: () => Promise.resolve(opened),
      fetch: simulator.fetch,
      now,
      wait: () => Promise.resolve(),
      random: () => 0.5,
      log: () => {},
      userAgent: "ttai/test",
      source: "simulator",
      refusals: { read: () => Promise.resolve(null), remember: () => Promise.resolve() },
      timeout: 50,
    });
  const outcome = await identify(credentials, {
    environment,
    openBroker,
    allowed,
    signal: new AbortController().signal,
  });
  return { outcome, simulator };
}

const { clientSecret, refreshToken } = ADA;

Deno.test("linking: good credentials tell whose they are, accounts shown by their last digits", async () => {
  const { outcome } = await attempt({ clientSecret, refreshToken });
  assert.ok(outcome.ok);
  assert.deepEqual(outcome.customer, {
    environment: "production",
    customerId: "C5100000001",
    email: "ada@simulator.example",
    accounts: ["Individual ...0001", "Roth IRA ...0002"],
  });
  assert.deepEqual(outcome.credentials, { clientSecret, refreshToken });
});

Deno.test("linking: each refusal has its field and says what to do", async () => {
  const cases: [LinkCredentials, Parameters<typeof attempt>[1], string | undefined, RegExp][] = [
    [
      { clientSecret: "wrong-client-secret", refreshToken },
      {},
      "client_secret",
      /did not accept this client secret\. Copy it again/,
    ],
    [
      { clientSecret, refreshToken: "wrong-refresh-token" },
      {},
      "refresh_token",
      /revoked.*sandbox side.*Create a new grant/,
    ],
    [
      { clientSecret, refreshToken: "wrong-refresh-token" },
      { environment: "sandbox" },
      "refresh_token",
      /production side/,
    ],
    [{ clientSecret, refreshToken: SIMULATED_TRADE_ONLY_REFRESH_TOKEN }, {}, undefined, /scope "read"/],
    [CLEO, {}, undefined, /no open account/],
    [ADA, { allowed: ["C999", "eve@example.com"] }, undefined, /invited people/],
    [ADA, { fault: { kind: "dropped" } }, undefined, /could not be reached/],
    [ADA, { fault: { kind: "silent" } }, undefined, /did not answer in time/],
    [ADA, { fault: { kind: "status", status: 429 } }, undefined, /asking for a pause/],
    [ADA, { fault: { kind: "status", status: 502 } }, undefined, /problem of its own/],
    [ADA, { fault: { kind: "html", status: 200, path: "/customers" } }, undefined, /not JSON/],
    [ADA, { fault: { kind: "wrong_shape", key: "items" } }, undefined, /unknown shape/],
    [ADA, { fault: { kind: "status", status: 403, path: "/customers/me/accounts" } }, undefined, /scope "read"/],
  ];
  for (const [credentials, options, field, words] of cases) {
    const { outcome } = await attempt(credentials, options);
    assert.ok(!outcome.ok, `${words}`);
    assert.deepEqual([outcome.problem.field, words.test(outcome.problem.text)], [field, true], outcome.problem.text);
    assert.equal(outcome.problem.text.includes(credentials.refreshToken), false);
  }
});

Deno.test("linking: a customer without a name of any kind is nobody we could know again", async () => {
  const { outcome } = await attempt(ADA, { fault: { kind: "wrong_shape", key: "external-id" } });
  assert.ok(outcome.ok && outcome.customer.customerId === "ada@simulator.example", "the address stands in");
});

Deno.test("linking: refused credentials are sent once", async () => {
  const { simulator } = await attempt({ clientSecret: "wrong-client-secret", refreshToken });
  assert.equal(simulator.requests.filter(({ path }) => path === "/oauth/token").length, 1);
  assert.equal(simulator.requests.length, 1);
});

Deno.test("linking: the operator's list names customers or addresses, in any case; an empty one lets everybody", async () => {
  for (const allowed of [["C5100000001"], ["c5100000001"], ["x@example.com", "ADA@Simulator.example"], []]) {
    assert.ok((await attempt(ADA, { allowed })).outcome.ok, `${allowed}`);
  }
  assert.equal(isAllowed(["a@example.com"], "C1", null), false);
  assert.equal(isAllowed(["null", ""], "C1", null), false);
  assert.equal(isAllowed([], "C1", null), true);
});
