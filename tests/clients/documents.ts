/** Documents of well-known clients by their address, in the form they are published in, written by hand. */

const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

export const CLAUDE = "https://claude.ai/oauth/mcp-oauth-client-metadata";
export const CLAUDE_CODE = "https://claude.ai/oauth/claude-code-client-metadata";
export const CHATGPT = "https://chatgpt.com/oauth/client.json";
export const CHATGPT_CONNECTOR = "https://chatgpt.com/oauth/aBc-123_x/client.json";
export const VS_CODE = "https://vscode.dev/oauth/client-metadata.json";

export const CLAUDE_CALLBACK = "https://claude.ai/api/mcp/auth_callback";
export const CHATGPT_CALLBACK = "https://chatgpt.com/connector_platform_oauth_redirect";
export const CHATGPT_CONNECTOR_CALLBACK = "https://chatgpt.com/connector/oauth/aBc-123_x";

const code = ["authorization_code", "refresh_token"];

export const DOCUMENTS: Record<string, Record<string, unknown>> = {
  [CLAUDE]: {
    client_id: CLAUDE,
    client_name: "Claude",
    client_uri: "https://claude.ai",
    redirect_uris: [CLAUDE_CALLBACK],
    grant_types: [...code, JWT_BEARER],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
  },
  [CLAUDE_CODE]: {
    client_id: CLAUDE_CODE,
    client_name: "Claude Code",
    client_uri: "https://claude.ai",
    redirect_uris: ["http://localhost/callback", "http://127.0.0.1/callback"],
    grant_types: code,
    response_types: ["code"],
    token_endpoint_auth_method: "none",
  },
  [CHATGPT]: chatGpt(CHATGPT, CHATGPT_CALLBACK),
  [CHATGPT_CONNECTOR]: chatGpt(CHATGPT_CONNECTOR, CHATGPT_CONNECTOR_CALLBACK),
  [VS_CODE]: {
    client_id: VS_CODE,
    client_name: "Visual Studio Code",
    client_uri: "https://code.visualstudio.com",
    redirect_uris: ["http://127.0.0.1:33418/", "https://vscode.dev/redirect"],
    grant_types: [...code, DEVICE_CODE],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
    application_type: "native",
  },
};

/** Prefers a key of its own and offers to go without. */
function chatGpt(id: string, callback: string): Record<string, unknown> {
  return {
    client_id: id,
    client_name: "ChatGPT",
    client_uri: "https://chatgpt.com",
    redirect_uris: [callback],
    grant_types: code,
    response_types: ["code"],
    token_endpoint_auth_method: "private_key_jwt",
    token_endpoint_auth_methods_supported: ["none", "private_key_jwt"],
    token_endpoint_auth_signing_alg: "RS256",
    jwks_uri: "https://chatgpt.com/oauth/jwks.json",
  };
}

/** The hosts that serve the documents, for `startApp`. */
export function documentHosts(): Record<string, (request: Request) => Response> {
  const hosts = new Set(Object.keys(DOCUMENTS).map((url) => new URL(url).host));
  return Object.fromEntries([...hosts].map((host) => [host, ({ url }: Request) => {
    const document = DOCUMENTS[url];
    return document === undefined ? new Response("nothing here", { status: 404 }) : Response.json(document);
  }]));
}
