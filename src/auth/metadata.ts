/** What we tell clients about ourselves: RFC 8414 and RFC 9728. Static, so that no client waits or varies. */

/** The scopes there are, and what they permit. */
export const SCOPES = ["read", "trade"] as const;
export type Scope = typeof SCOPES[number];

/** The canonical address of the MCP endpoint: what tokens are issued for. */
export const resourceOf = (origin: string): string => `${origin}/mcp`;

/** Whether a client's spelling of the resource is ours; scheme and host may be in upper case. */
export function isOurResource(origin: string, resource: string): boolean {
  const spellings = [`${origin}/`, `${origin}/mcp`, `${origin}/mcp/`];
  return URL.canParse(resource) && spellings.includes(new URL(resource).href);
}

/** RFC 8414; the same body at every place clients look for it. */
export function authorizationServerMetadata(origin: string): Record<string, unknown> {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/oauth/authorize`,
    token_endpoint: `${origin}/oauth/token`,
    registration_endpoint: `${origin}/oauth/register`,
    revocation_endpoint: `${origin}/oauth/revoke`,
    scopes_supported: [...SCOPES, "offline_access"],
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    token_endpoint_auth_methods_supported: ["none", "client_secret_post", "client_secret_basic"],
    revocation_endpoint_auth_methods_supported: ["none", "client_secret_post", "client_secret_basic"],
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
    protected_resources: [resourceOf(origin)],
  };
}

/** RFC 9728; `resource` is the spelling the document belongs to, because clients compare it with what they were given. */
export function protectedResourceMetadata(origin: string, path: "/mcp" | ""): Record<string, unknown> {
  return {
    resource: `${origin}${path}`,
    authorization_servers: [origin],
    // What the endpoint needs; clients ask for all that is listed here, and trading is not for them to ask.
    scopes_supported: ["read"],
    bearer_methods_supported: ["header"],
    resource_name: "TTAI",
  };
}

/** The `WWW-Authenticate` of a 401 on `/mcp` or `/`: where to find out how to log in, and what to ask for. */
export function challenge(origin: string, path: "/mcp" | "", refusal: "missing" | "invalid"): string {
  const document = `${origin}/.well-known/oauth-protected-resource${path}`;
  const parts = [`resource_metadata="${document}"`, `scope="read"`];
  // RFC 6750: a request without a token gets no error code.
  if (refusal === "invalid") {
    parts.push(`error="invalid_token"`, `error_description="The token is expired, revoked or not for here"`);
  }
  return `Bearer ${parts.join(", ")}`;
}
