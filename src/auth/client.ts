/** An OAuth client as far as the rest of the authorization server needs to know it. */

/** How a client proves who it is at the token endpoint. */
export type ClientAuthMethod = "none" | "client_secret_post" | "client_secret_basic";

export interface Client {
  /** The `client_id`: for a client that describes itself by a document, the document's address. */
  id: string;
  /** What it calls itself. Foreign text: escape it, and say whether it is verified. */
  name: string;
  /** The host that vouches for it, for clients with a document; `null` for registered ones, which nobody vouches for. */
  verifiedHost: string | null;
  /** Where answers may be sent; compare with `matchesRedirect` only. */
  redirectUris: readonly string[];
  authMethod: ClientAuthMethod;
  /** SHA-256 of the client secret in base64url, for clients that have one. */
  secretHash: string | null;
}
