import assert from "node:assert/strict";
import { ConfigError, readConfig, secretsOf, warningsOf } from "../src/config.ts";

const OWNER = { TT_CLIENT_SECRET: "0123456789abcdef0123", TT_REFRESH_TOKEN: "abcdefghijklmnopqrstuvwxyz" };
const LOGIN = { JWT_SECRET: "j".repeat(32), TOKEN_ENCRYPTION_KEY: btoa("k".repeat(32)) };

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

Deno.test("config: nothing configured means the simulated market on loopback, port 8787", () => {
  const config = readConfig({});
  assert.equal(config.access.mode, "simulated");
  assert.deepEqual([config.HOST, config.PORT, config.ENVIRONMENT], ["127.0.0.1", 8787, "development"]);
});

Deno.test("config: an empty value counts as not set", () => {
  assert.equal(readConfig({ TT_CLIENT_SECRET: "", TT_REFRESH_TOKEN: "", PORT: "" }).access.mode, "simulated");
});

Deno.test("config: client secret and refresh token mean one owner at the real broker", () => {
  const config = readConfig(OWNER);
  assert.equal(config.access.mode, "single_owner");
  assert.equal(config.brokerUrl, "https://api.tastyworks.com");
  assert.equal(readConfig({ ...OWNER, TT_ENV: "sandbox" }).brokerUrl, "https://api.cert.tastyworks.com");
  assert.equal(readConfig({ ...OWNER, TT_API_URL: "http://127.0.0.1:9000/" }).brokerUrl, "http://127.0.0.1:9000");
});

Deno.test("config: news of accounts come over a socket of the same broker, encrypted unless all of it is not", () => {
  const streamOf = (more: Record<string, string>) => readConfig({ ...OWNER, ...more }).accountStreamUrl;
  assert.equal(streamOf({}), "wss://streamer.tastyworks.com");
  assert.equal(streamOf({ TT_ENV: "sandbox" }), "wss://streamer.cert.tastyworks.com");
  assert.equal(streamOf({ TT_API_URL: "https://gateway.test/" }), "wss://gateway.test");
  assert.equal(streamOf({ TT_API_URL: "http://127.0.0.1:9000" }), "ws://127.0.0.1:9000");
});

Deno.test("config: one owner's credentials are refused in production and on an open address", () => {
  assert.match(problemsOf({ ...OWNER, ENVIRONMENT: "production" }).join(), /ENVIRONMENT is production/);
  assert.match(problemsOf({ ...OWNER, HOST: "0.0.0.0" }).join(), /HOST must be a loopback address/);
  assert.deepEqual(problemsOf({ ...OWNER, HOST: "::1" }), []);
});

Deno.test("config: half of a pair names the other half", () => {
  assert.match(problemsOf({ TT_REFRESH_TOKEN: OWNER.TT_REFRESH_TOKEN }).join(), /TT_CLIENT_SECRET is missing/);
  assert.match(problemsOf({ JWT_SECRET: LOGIN.JWT_SECRET }).join(), /TOKEN_ENCRYPTION_KEY is missing/);
});

Deno.test("config: an address without credentials is refused", () => {
  assert.match(
    problemsOf({ TT_API_URL: "http://127.0.0.1:9000" }).join(),
    /TT_CLIENT_SECRET and TT_REFRESH_TOKEN are missing/,
  );
});

Deno.test("config: the two keys mean logins, at the real broker unless another is named", () => {
  const config = readConfig({ ...LOGIN, TTAI_ALLOWED_USERS: "C1, ada@example.com" });
  assert.ok(config.access.mode === "per_user");
  assert.deepEqual(config.access.allowedUsers, ["C1", "ada@example.com"]);
  assert.deepEqual([config.origin, config.brokerUrl], ["http://localhost:8787", "https://api.tastyworks.com"]);
  assert.equal(config.brokerLoginPage, "https://my.tastytrade.com/auth.html");
  const elsewhere = readConfig({ ...LOGIN, TT_API_URL: "http://127.0.0.1:9000", PUBLIC_URL: "https://ttai.example" });
  assert.deepEqual([elsewhere.origin, elsewhere.brokerLoginPage], [
    "https://ttai.example",
    "http://127.0.0.1:9000/auth.html",
  ]);
});

Deno.test("config: keys are rotated by naming the new one before the old one", () => {
  const { access } = readConfig({
    JWT_SECRET: `${"n".repeat(32)}, ${LOGIN.JWT_SECRET}`.replace(" ", ""),
    TOKEN_ENCRYPTION_KEY: `${btoa("n".repeat(32))},${LOGIN.TOKEN_ENCRYPTION_KEY}`,
  });
  assert.ok(access.mode === "per_user");
  assert.deepEqual(access.jwtSecrets, ["n".repeat(32), LOGIN.JWT_SECRET]);
  assert.deepEqual(access.tokenEncryptionKeys, [btoa("n".repeat(32)), LOGIN.TOKEN_ENCRYPTION_KEY]);
});

Deno.test("config: with logins, production needs a public https address, and a personal refresh token has no place", () => {
  assert.match(problemsOf({ ...LOGIN, ENVIRONMENT: "production" }).join(), /PUBLIC_URL must be the https address/);
  assert.match(
    problemsOf({ ...LOGIN, TT_REFRESH_TOKEN: OWNER.TT_REFRESH_TOKEN }).join(),
    /TT_REFRESH_TOKEN is one person's/,
  );
  assert.match(problemsOf({ ...LOGIN, TT_CLIENT_ID: "an-application" }).join(), /belong together/);
});

Deno.test("config: one error names every problem by variable and shows no value", () => {
  const bad = {
    ENVIRONMENT: "prod-uction",
    PORT: "eighty",
    PUBLIC_URL: "ftp://files.example",
    TT_CLIENT_SECRET: "short one",
    TT_REFRESH_TOKEN: "your-refresh-token-here",
    JWT_SECRET: "tooshort",
    TOKEN_ENCRYPTION_KEY: "not base64 at all!",
    LOG_LEVEL: "loud",
  };
  const text = (() => {
    try {
      readConfig(bad);
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  })();
  for (const name of Object.keys(bad)) assert.ok(text.includes(name), `${name} is named`);
  for (const value of Object.values(bad)) assert.ok(!text.includes(value), "no value is shown");
});

Deno.test("config: what is missing is named together with what is wrong", () => {
  const problems = problemsOf({
    LOG_LEVEL: "loud",
    TT_REFRESH_TOKEN: OWNER.TT_REFRESH_TOKEN,
    ENVIRONMENT: "production",
  });
  assert.deepEqual(problems.map((problem) => problem.split(" ")[0]), ["LOG_LEVEL", "TT_CLIENT_SECRET", "ENVIRONMENT"]);
});

Deno.test("config: what may not have been meant is said, with what to do about it", () => {
  assert.deepEqual(warningsOf(readConfig({})), []);
  assert.match(warningsOf(readConfig({ ENVIRONMENT: "production" })).join(), /set JWT_SECRET.*PUBLIC_URL is not set/);
  const open = { ...LOGIN, ENVIRONMENT: "production", PUBLIC_URL: "https://ttai.example" };
  assert.match(warningsOf(readConfig(open)).join(), /^TTAI_ALLOWED_USERS is empty/);
  assert.deepEqual(warningsOf(readConfig({ ...open, TTAI_ALLOWED_USERS: "C1" })), []);
});

Deno.test("config: a port beyond the last one and a path in the public address are refused", () => {
  assert.match(problemsOf({ PORT: "70000" }).join(), /PORT/);
  assert.match(problemsOf({ PUBLIC_URL: "https://a.example/ttai" }).join(), /PUBLIC_URL must be an origin/);
});

Deno.test("config: secrets are exactly what the log must blot out", () => {
  assert.deepEqual(secretsOf(readConfig(OWNER)), Object.values(OWNER));
  assert.deepEqual(secretsOf(readConfig({})), []);
});
