/**
 * The clients people use, by the address of their document, with what it said in autumn 2026. The shipped copies stand in
 * when a document cannot be fetched; some of these addresses turn cloud servers away.
 */

/** What we need to know of a client's document. */
export interface ShippedDocument {
  name: string;
  redirectUris: readonly string[];
}

const LOOPBACK_CALLBACKS = ["http://127.0.0.1/callback", "http://localhost/callback"];

/**
 * Exact addresses, not hosts: claude.ai and chatgpt.com each vouch for a client in the cloud and for one on the user's
 * own device, and the user has to be warned about the second kind.
 */
const SHIPPED: ReadonlyMap<string, ShippedDocument> = new Map([
  ["https://claude.ai/oauth/mcp-oauth-client-metadata", {
    name: "Claude",
    redirectUris: ["https://claude.ai/api/mcp/auth_callback"],
  }],
  ["https://claude.ai/oauth/claude-code-client-metadata", { name: "Claude Code", redirectUris: LOOPBACK_CALLBACKS }],
  ["https://chatgpt.com/oauth/client.json", {
    name: "ChatGPT",
    redirectUris: ["https://chatgpt.com/connector_platform_oauth_redirect"],
  }],
  ["https://chatgpt.com/oauth/codex/client.json", { name: "Codex", redirectUris: LOOPBACK_CALLBACKS }],
  ["https://vscode.dev/oauth/client-metadata.json", {
    name: "Visual Studio Code",
    redirectUris: ["http://127.0.0.1:33418/", "https://vscode.dev/redirect"],
  }],
  ["https://zed.dev/oauth/client-metadata.json", { name: "Zed", redirectUris: ["http://127.0.0.1/callback"] }],
  ["https://opencode.ai/oauth/opencode/client.json", { name: "opencode", redirectUris: LOOPBACK_CALLBACKS }],
]);

/** ChatGPT's other form: a document for each connector. */
const CHATGPT_CONNECTOR = /^https:\/\/chatgpt\.com\/oauth\/([A-Za-z0-9_-]{1,64})\/client\.json$/;

/** Our copy of a named client's document; `null` for an address that is none of theirs. */
export function shippedDocument(clientId: string): ShippedDocument | null {
  const shipped = SHIPPED.get(clientId);
  if (shipped !== undefined) return shipped;
  const connector = CHATGPT_CONNECTOR.exec(clientId)?.[1];
  if (connector === undefined) return null;
  return { name: "ChatGPT", redirectUris: [`https://chatgpt.com/connector/oauth/${connector}`] };
}
