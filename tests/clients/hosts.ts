/** Well-known hosts and how each goes about a login, as people who run servers for them have reported it. */

import { ORIGIN } from "../support/login.ts";
import {
  CHATGPT,
  CHATGPT_CALLBACK,
  CHATGPT_CONNECTOR,
  CHATGPT_CONNECTOR_CALLBACK,
  CLAUDE,
  CLAUDE_CALLBACK,
  CLAUDE_CODE,
  VS_CODE,
} from "./documents.ts";

/** A host, and how it goes about a login. */
export interface Host {
  name: string;
  userAgent: string;
  redirectUri: string;
  /** Either the address of its document, or what it registers with. */
  document?: string;
  registers?: Record<string, unknown>;
  /** Where it looks for the endpoints: `/oauth` as the metadata say, or the origin itself. */
  prefix: "/oauth" | "";
  scope: string;
  /** What it calls the server. */
  resource: string;
  extra: Record<string, string>;
}

const CLAUDE_AI = "Claude-User";
const consent = { prompt: "consent" };
const mcp = `${ORIGIN}/mcp`;
const asRegistered = (redirectUris: string[], token_endpoint_auth_method: string) => ({
  client_name: "A host",
  redirect_uris: redirectUris,
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  token_endpoint_auth_method,
  scope: "read offline_access",
  client_uri: null,
});
const byDocument = (name: string, document: string, redirectUri: string, userAgent: string): Host => ({
  name,
  userAgent,
  document,
  redirectUri,
  prefix: "/oauth",
  scope: "read offline_access",
  resource: mcp,
  extra: consent,
});

const CLAUDE_COM_CALLBACK = "https://claude.com/api/mcp/auth_callback";
const CURSOR = [
  "cursor://anysphere.cursor-mcp/oauth/callback",
  "https://www.cursor.com/agents/mcp/oauth/callback",
  "http://localhost:8787/callback",
];

export const HOSTS: Host[] = [
  byDocument("Claude by its document", CLAUDE, CLAUDE_CALLBACK, CLAUDE_AI),
  {
    ...byDocument("Claude, registered, callback at claude.ai", "", CLAUDE_CALLBACK, CLAUDE_AI),
    registers: asRegistered([CLAUDE_CALLBACK], "client_secret_post"),
  },
  {
    ...byDocument("Claude, registered, callback at claude.com", "", CLAUDE_COM_CALLBACK, CLAUDE_AI),
    registers: asRegistered([CLAUDE_CALLBACK, CLAUDE_COM_CALLBACK], "client_secret_basic"),
  },
  {
    ...byDocument("Claude that looks for the endpoints at the origin", "", CLAUDE_CALLBACK, "python-httpx/0.28.1"),
    registers: asRegistered([CLAUDE_CALLBACK], "none"),
    prefix: "",
    scope: "claudeai read offline_access",
  },
  byDocument("Claude Code, any port of localhost", CLAUDE_CODE, "http://localhost:52413/callback", "claude-code/2.1"),
  byDocument("Claude Code, any port of 127.0.0.1", CLAUDE_CODE, "http://127.0.0.1:3118/callback", "claude-code/2.1"),
  {
    ...byDocument("ChatGPT by its document", CHATGPT, CHATGPT_CALLBACK, "openai-mcp/1.0.0"),
    scope: "read trade offline_access",
    extra: {},
  },
  {
    ...byDocument(
      "ChatGPT, a document for each connector",
      CHATGPT_CONNECTOR,
      CHATGPT_CONNECTOR_CALLBACK,
      "openai-mcp/1.0.0",
    ),
    extra: {},
  },
  {
    ...byDocument("ChatGPT, registered", "", CHATGPT_CONNECTOR_CALLBACK, "openai-mcp/1.0.0"),
    registers: asRegistered([CHATGPT_CONNECTOR_CALLBACK], "none"),
    extra: { audience: mcp, nonce: "n-0S6_WzA2Mj" },
  },
  ...CURSOR.map((callback): Host => ({
    ...byDocument(`Cursor, answered at ${callback}`, "", callback, "Cursor/3.10"),
    registers: asRegistered(CURSOR, "none"),
    resource: `${ORIGIN}/mcp/`,
    extra: {},
  })),
  byDocument("VS Code by its document", VS_CODE, "http://127.0.0.1:33418/", "node"),
  {
    ...byDocument("VS Code, registered", "", "http://127.0.0.1:33418", "node"),
    registers: asRegistered(["http://127.0.0.1:33418", "https://vscode.dev/redirect"], "none"),
  },
  {
    ...byDocument("the Inspector", "", "http://localhost:6274/oauth/callback", "node"),
    registers: asRegistered(["http://localhost:6274/oauth/callback"], "none"),
    resource: ORIGIN,
    extra: { access_type: "offline", utm_source: "somewhere" },
  },
];
