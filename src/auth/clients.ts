/** Which client is asking, of either kind, and whether it is who it says (RFC 6749, 2.3). */

import { fail, ok, type Result } from "../core/failure.ts";
import type { Client, ClientAuthMethod } from "./client.ts";
import type { ClientDocuments } from "./client_documents.ts";
import { isRegisteredId, type RegisteredClients } from "./registered_clients.ts";
import { equalHashes, hashSecret } from "./secret.ts";

export interface Clients {
  /** The client with this id, of whichever kind its form says. */
  find(id: string, signal: AbortSignal): Promise<Result<Client>>;
  /**
   * The client behind a request to the token or revocation endpoint, which is hereby in use. `authorization` is the
   * request's header. Fails with `invalid`, which is 401 `invalid_client` outside, or with `cancelled`.
   */
  authenticate(form: URLSearchParams, authorization: string | null, signal: AbortSignal): Promise<Result<Client>>;
}

export function createClients(
  { documents, registered }: { documents: ClientDocuments; registered: RegisteredClients },
): Clients {
  async function find(id: string, signal: AbortSignal): Promise<Result<Client>> {
    if (id.startsWith("https://")) return await documents.find(id, signal);
    if (isRegisteredId(id)) return await registered.find(id);
    return refuse(
      "client_id",
      "this server has not given out such an id",
      "Register the client, or use the address of its document",
    );
  }

  return {
    find,
    async authenticate(form, authorization, signal) {
      const presented = readCredentials(form, authorization);
      if (!presented.ok) return presented;
      const { id, secret, method } = presented.value;
      const found = await find(id, signal);
      if (!found.ok) return found;
      const { authMethod, secretHash } = found.value;
      if (method !== authMethod) {
        return refuse(SUBJECT, "this client has registered another method", `Use ${authMethod}`);
      }
      if (secretHash !== null && !equalHashes(await hashSecret(secret), secretHash)) {
        return refuse(SUBJECT, "the client secret is wrong", "Register again if the secret is lost");
      }
      if (isRegisteredId(id)) await registered.touch(id);
      return found;
    },
  };
}

const SUBJECT = "client authentication";

const refuse = (subject: string, problem: string, remedy: string): Result<never> =>
  fail({ kind: "invalid", subject, problem, remedy });

interface Credentials {
  id: string;
  /** Empty without one. */
  secret: string;
  method: ClientAuthMethod;
}

function readCredentials(form: URLSearchParams, authorization: string | null): Result<Credentials> {
  const ids = form.getAll("client_id");
  const secrets = form.getAll("client_secret");
  if (ids.length > 1 || secrets.length > 1) {
    return refuse(SUBJECT, "a parameter occurs twice", "Send client_id and client_secret once");
  }
  if (form.has("client_assertion") || form.has("client_assertion_type")) {
    return refuse(SUBJECT, "this server does not take assertions", "Send client_id alone, or with client_secret");
  }
  const [id = ""] = ids;
  // RFC 6749, 3.1: a parameter without a value counts as left out.
  const [secret = ""] = secrets;
  if (authorization === null) {
    if (id === "") return refuse("client_id", "it is missing", "Send it as a parameter or by HTTP Basic");
    return ok({ id, secret, method: secret === "" ? "none" : "client_secret_post" });
  }
  const basic = readBasic(authorization);
  if (basic === null) return refuse(SUBJECT, "the Authorization header is not HTTP Basic", "Correct or omit it");
  if (secret !== "") return refuse(SUBJECT, "two methods were used at once", "Send the secret in one place only");
  if (id !== "" && id !== basic.id) {
    return refuse("client_id", "the parameter and the Authorization header differ", "Send one client_id");
  }
  return ok({ ...basic, method: "client_secret_basic" });
}

/** RFC 6749, 2.3.1: both halves are form-encoded before they are joined and put into base64. */
function readBasic(authorization: string): { id: string; secret: string } | null {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization)?.[1];
  if (encoded === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const colon = text.indexOf(":");
    if (colon < 1) return null;
    return { id: decodeForm(text.slice(0, colon)), secret: decodeForm(text.slice(colon + 1)) };
  } catch {
    return null;
  }
}

const decodeForm = (text: string): string => decodeURIComponent(text.replaceAll("+", " "));
