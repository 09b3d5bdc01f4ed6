/** Every setting: its name, meaning, default and check. Read once at start; the README's table is generated from here. */

import * as z from "zod";
import { LOG_LEVELS } from "./core/log.ts";

/** The broker's REST hosts by environment (source: tastytrade's developer guide). */
export const BROKER_HOSTS = {
  production: "https://api.tastyworks.com",
  sandbox: "https://api.cert.tastyworks.com",
} as const;

/** Where news of accounts come from, by environment. */
const ACCOUNT_STREAMS = {
  production: "wss://streamer.tastyworks.com",
  sandbox: "wss://streamer.cert.tastyworks.com",
} as const;

const secret = (least: number) =>
  z.string().min(least, `needs at least ${least} characters`)
    .refine((text) => !/\s/.test(text), "has a space or line break in it; copy it again")
    .refine((text) => !/^(your|changeme|xxx|<)/i.test(text), "is still the placeholder");

const webAddress = z.string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), "must be an http or https address")
  .transform((text) => text.replace(/\/+$/, ""));

/** Where people log in at the broker, by environment. */
const BROKER_LOGIN_PAGES = {
  production: "https://my.tastytrade.com/auth.html",
  sandbox: "https://cert-my.staging-tasty.works/auth.html",
} as const;

/** Several values in one setting, the newest first. */
const list = (text: string): string[] => text.split(",").map((part) => part.trim()).filter((part) => part !== "");

/** The settings as they stand in the environment or in `.dev.vars`, all optional. */
export const settings = z.object({
  ENVIRONMENT: z.enum(["development", "production"], "must be development or production").default("development")
    .describe("`development` or `production`"),
  HOST: z.string().min(1).default("127.0.0.1").describe(
    "Address to listen on; anything but loopback opens it to the network",
  ),
  PORT: z.string().regex(/^\d{1,5}$/, "must be a port number").transform(Number)
    .refine((port) => port <= 65535, "must be at most 65535").default(8787).describe(
      "Port to listen on; 0 takes a free one",
    ),
  PUBLIC_URL: webAddress.refine((text) => new URL(text).pathname === "/", "must be an origin, without a path")
    .optional()
    .describe(
      "The address people reach it under, such as `https://ttai.example.com`; needed on Workers and Deno Deploy",
    ),
  TT_ENV: z.enum(["production", "sandbox"], "must be production or sandbox").default("production")
    .describe("Which tastytrade: `production`, or `sandbox` with delayed quotes"),
  TT_API_URL: webAddress.optional().describe(
    "Another base address for tastytrade's API: a gateway, or a simulator elsewhere",
  ),
  TT_CLIENT_ID: secret(8).optional().describe("Client id of your tastytrade application"),
  TT_CLIENT_SECRET: secret(16).optional().describe("Client secret of your tastytrade application"),
  TT_REFRESH_TOKEN: secret(16).optional().describe("Refresh token of your personal grant (single owner)"),
  JWT_SECRET: z.string().refine((text) => list(text).every((key) => key.length >= 32), "needs at least 32 characters")
    .refine((text) => !/\s/.test(text), "has a space or line break in it; copy it again")
    .optional().describe("Signs access tokens (per-user login); at least 32 characters; to rotate: `new,old`"),
  TOKEN_ENCRYPTION_KEY: z.string().refine((text) => list(text).every(is32Bytes), "must be 32 bytes in base64")
    .optional()
    .describe("Seals broker tokens (per-user login): 32 bytes, base64; to rotate: `new,old`"),
  TTAI_ALLOWED_USERS: z.string().optional()
    .describe(
      "Who may log in: tastytrade customer ids or e-mail addresses, with commas; empty: everybody with an account",
    ),
  TTAI_OPEN_CLIENTS: z.enum(["true", "false"], "must be true or false").default("false")
    .describe("Accept the client documents of unknown applications as well"),
  TTAI_HISTORY_DAYS: z.string().regex(/^\d{1,4}$/, "must be a whole number of days").transform(Number).default(730)
    .describe("How many days what accounts were worth at each day's end is kept; 0 keeps nothing"),
  TTAI_KV_PATH: z.string().min(1).optional().describe("Where Deno KV keeps its file; default `.ttai/kv.sqlite3`"),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`).default("info")
    .describe("`debug`, `info`, `warn` or `error`"),
});

export type Settings = z.infer<typeof settings>;

/** Who may use the server, and whose broker credentials it uses; decided by what is configured. */
export type Access =
  | { mode: "simulated" }
  | { mode: "single_owner"; clientSecret: string; refreshToken: string; clientId?: string }
  | {
    mode: "per_user";
    /** The newest first. */
    jwtSecrets: string[];
    tokenEncryptionKeys: string[];
    /** The operator's application, when it is approved for others. */
    partner: { clientId: string; clientSecret: string } | null;
    allowedUsers: string[];
    openClients: boolean;
  };

export interface Config extends Settings {
  access: Access;
  /** The address people and clients know, without a slash at the end: the issuer of tokens. */
  origin: string;
  /** Base address of the broker's API, without a slash at the end. */
  brokerUrl: string;
  /** Where the broker sends news of accounts: a `wss:` address, `ws:` where its own is `http:`. */
  accountStreamUrl: string;
  /** Where people log in at the broker. */
  brokerLoginPage: string;
}

/** Names every problem by variable, never a value: a value may be a secret. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration does not fit:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.name = "ConfigError";
  }
}

/** Reads and checks all settings; throws one `ConfigError` with everything that is wrong. */
export function readConfig(environment: Record<string, unknown>): Config {
  const given: Given = Object.fromEntries(
    Object.keys(settings.shape).map((name) => [name, environment[name]])
      .filter(([, value]) => typeof value === "string" && value !== ""),
  );
  const parsed = settings.safeParse(given);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join(".")} ${issue.message}`),
    ...contradictions(given),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const values = parsed.data;
  return {
    ...values,
    access: accessOf(values),
    origin: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    brokerUrl: values.TT_API_URL ?? BROKER_HOSTS[values.TT_ENV],
    accountStreamUrl: values.TT_API_URL?.replace(/^http/, "ws") ?? ACCOUNT_STREAMS[values.TT_ENV],
    brokerLoginPage: values.TT_API_URL ? `${values.TT_API_URL}/auth.html` : BROKER_LOGIN_PAGES[values.TT_ENV],
  };
}

/** The settings that are there, unread: what belongs together can be told even when some of it is misspelt. */
type Given = Partial<Record<keyof Settings, string>>;

const NEEDS: Record<Access["mode"], { name: string; settings: (keyof Settings)[] }> = {
  simulated: { name: "the simulated market", settings: [] },
  single_owner: { name: "single owner", settings: ["TT_CLIENT_SECRET", "TT_REFRESH_TOKEN"] },
  per_user: { name: "per-user login", settings: ["JWT_SECRET", "TOKEN_ENCRYPTION_KEY"] },
};

function contradictions(given: Given): string[] {
  const mode = modeOf(given);
  const problems = NEEDS[mode].settings.filter((name) => given[name] === undefined)
    .map((name) => `${name} is missing (${NEEDS[mode].name} needs it)`);
  switch (mode) {
    case "simulated":
      if (given.TT_API_URL !== undefined) {
        problems.push("TT_API_URL names a broker, but TT_CLIENT_SECRET and TT_REFRESH_TOKEN are missing");
      }
      break;
    case "single_owner":
      if (given.ENVIRONMENT === "production") {
        problems.push(
          "ENVIRONMENT is production, but TT_REFRESH_TOKEN without JWT_SECRET means one shared login for whoever can reach the server; set JWT_SECRET and TOKEN_ENCRYPTION_KEY, or stay in development",
        );
      }
      if (given.HOST !== undefined && !isLoopback(given.HOST)) {
        problems.push(
          "HOST must be a loopback address (127.0.0.1) while there is no login; set JWT_SECRET to have one",
        );
      }
      break;
    case "per_user":
      if (given.ENVIRONMENT === "production" && !given.PUBLIC_URL?.startsWith("https://")) {
        problems.push("PUBLIC_URL must be the https address of this server: clients log in there");
      }
      if (given.TT_REFRESH_TOKEN !== undefined) {
        problems.push("TT_REFRESH_TOKEN is one person's and not used with per-user login; remove it");
      }
      if ((given.TT_CLIENT_ID === undefined) !== (given.TT_CLIENT_SECRET === undefined)) {
        problems.push("TT_CLIENT_ID and TT_CLIENT_SECRET belong together: the application that is approved for others");
      }
  }
  return problems;
}

function modeOf(given: { [name in keyof Settings]?: unknown }): Access["mode"] {
  if (given.JWT_SECRET !== undefined || given.TOKEN_ENCRYPTION_KEY !== undefined) return "per_user";
  return given.TT_CLIENT_SECRET !== undefined || given.TT_REFRESH_TOKEN !== undefined ? "single_owner" : "simulated";
}

function accessOf(values: Settings): Access {
  switch (modeOf(values)) {
    case "simulated":
      return { mode: "simulated" };
    case "single_owner":
      return {
        mode: "single_owner",
        clientSecret: values.TT_CLIENT_SECRET!,
        refreshToken: values.TT_REFRESH_TOKEN!,
        ...(values.TT_CLIENT_ID === undefined ? {} : { clientId: values.TT_CLIENT_ID }),
      };
    case "per_user":
      return {
        mode: "per_user",
        jwtSecrets: list(values.JWT_SECRET!),
        tokenEncryptionKeys: list(values.TOKEN_ENCRYPTION_KEY!),
        partner: values.TT_CLIENT_ID === undefined
          ? null
          : { clientId: values.TT_CLIENT_ID, clientSecret: values.TT_CLIENT_SECRET! },
        allowedUsers: list(values.TTAI_ALLOWED_USERS ?? ""),
        openClients: values.TTAI_OPEN_CLIENTS === "true",
      };
  }
}

/** What is set up as it may not have been meant, with what to do about it; shown by `/health` and the doctor. */
export function warningsOf({ access, ENVIRONMENT, PUBLIC_URL, TT_API_URL }: Config): string[] {
  const warnings: string[] = [];
  if (ENVIRONMENT === "production" && access.mode === "simulated") {
    warnings.push(
      "Nothing but the simulated market is configured: set JWT_SECRET and TOKEN_ENCRYPTION_KEY for real accounts",
    );
  }
  if (ENVIRONMENT === "production" && PUBLIC_URL === undefined) {
    warnings.push("PUBLIC_URL is not set: only loopback names are answered to");
  }
  if (access.mode === "per_user" && ENVIRONMENT === "production") {
    if (access.allowedUsers.length === 0) {
      warnings.push("TTAI_ALLOWED_USERS is empty: everybody with a tastytrade account may log in");
    }
    if (access.openClients) warnings.push("TTAI_OPEN_CLIENTS is true: any application may ask for a login");
    if (TT_API_URL !== undefined) warnings.push("TT_API_URL is set: this is not tastytrade's own address");
  }
  return warnings;
}

/** The settings that must never be shown anywhere. */
export function secretsOf(config: Config): string[] {
  const { TT_CLIENT_SECRET, TT_REFRESH_TOKEN, JWT_SECRET, TOKEN_ENCRYPTION_KEY } = config;
  return [TT_CLIENT_SECRET, TT_REFRESH_TOKEN, JWT_SECRET, TOKEN_ENCRYPTION_KEY].flatMap((value) => list(value ?? ""));
}

/** Whether a host name or address stays on this machine. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

function is32Bytes(text: string): boolean {
  try {
    return atob(text).length === 32;
  } catch {
    return false;
  }
}
