/** MCP clients that log in by the OAuth code of their SDK; what a host adds is a place to keep things and a browser. */

import {
  Client as Client2,
  StreamableHTTPClientTransport as Transport2,
  UnauthorizedError as Unauthorized2,
} from "@modelcontextprotocol/client";
// @ts-types="@modelcontextprotocol/sdk/client"
import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
// @ts-types="@modelcontextprotocol/sdk/client/streamableHttp"
import { StreamableHTTPClientTransport as Transport1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
// @ts-types="@modelcontextprotocol/sdk/client/auth"
import { UnauthorizedError as Unauthorized1 } from "@modelcontextprotocol/sdk/client/auth.js";
import { type ClientKind, toAnswer, type ToolAnswer } from "../support/clients.ts";

/** What a client says about itself. */
export interface Identity {
  redirectUri: string;
  /** The address of its document; without one it registers itself. */
  document?: string;
  /** How it registers to prove itself at the token endpoint; `none` unless given. */
  authMethod?: "none" | "client_secret_post" | "client_secret_basic";
}

/** What a host keeps for its client between the steps of a login. */
interface Kept {
  client?: Record<string, unknown> | undefined;
  tokens?: { access_token: string; refresh_token?: string; scope?: string } | undefined;
  verifier: string;
}

export interface SdkClient extends AsyncDisposable {
  callTool(name: string, input: Record<string, unknown>): Promise<ToolAnswer>;
  readResource(uri: string): Promise<{ contents: { mimeType?: string; text?: string; blob?: string }[] }>;
  kept: Kept;
  /** The addresses its user was sent to. */
  asked: URL[];
}

const INFO = { name: "ttai-tests", version: "1.0.0" };

/**
 * Connects to the MCP endpoint at `url`. Whenever the SDK sends the user somewhere, `approve` stands for the user: it gives
 * the address they come back to.
 */
export async function connectSdk(
  kind: ClientKind,
  url: string,
  identity: Identity,
  approve: (authorizeUrl: URL) => Promise<URL>,
): Promise<SdkClient> {
  const kept: Kept = { verifier: "" };
  const asked: URL[] = [];
  const provider = {
    redirectUrl: identity.redirectUri,
    ...(identity.document === undefined ? {} : { clientMetadataUrl: identity.document }),
    clientMetadata: {
      client_name: "A client of the tests",
      redirect_uris: [identity.redirectUri],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: identity.authMethod ?? "none",
    },
    state: () => `state ${asked.length}`,
    clientInformation: () => kept.client,
    saveClientInformation: (client: Kept["client"]) => void (kept.client = client),
    tokens: () => kept.tokens,
    saveTokens: (tokens: Kept["tokens"]) => void (kept.tokens = tokens),
    redirectToAuthorization: (address: URL) => void asked.push(address),
    saveCodeVerifier: (verifier: string) => void (kept.verifier = verifier),
    codeVerifier: () => kept.verifier,
    invalidateCredentials(scope: "all" | "client" | "tokens" | "verifier" | "discovery") {
      if (scope === "all" || scope === "client") kept.client = undefined;
      if (scope === "all" || scope === "tokens") kept.tokens = undefined;
    },
  };

  // The two generations have unlike types for the same methods.
  // deno-lint-ignore no-explicit-any
  let client: any;
  // deno-lint-ignore no-explicit-any
  let transport: any;

  async function open(): Promise<void> {
    const options = { authProvider: provider } as never;
    transport = kind === "sdk 1" ? new Transport1(new URL(url), options) : new Transport2(new URL(url), options);
    client = kind === "sdk 1"
      ? new Client1(INFO)
      : new Client2(INFO, kind === "2026-07-28" ? { versionNegotiation: { mode: { pin: kind } } } : {});
    await client.connect(transport);
  }

  /** Does it; when the user has to log in first, lets them and does it once more. */
  async function withLogin<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof Unauthorized1 || error instanceof Unauthorized2)) throw error;
    }
    const back = (await approve(asked.at(-1)!)).searchParams;
    // The newer SDK compares the issuer in the answer with the one it has discovered.
    await transport.finishAuth(kind === "sdk 1" ? back.get("code") : back);
    return await run();
  }

  await withLogin(open);
  return {
    kept,
    asked,
    callTool: (name, input) => withLogin(async () => toAnswer(await client.callTool({ name, arguments: input }))),
    readResource: (uri) => withLogin(async () => await client.readResource({ uri })),
    [Symbol.asyncDispose]: async () => await client.close(),
  };
}
