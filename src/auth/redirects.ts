/** Where answers to a login may be sent: judged by parsing, and only in the spelling a browser would use itself. */

/** Private-use schemes are accepted as exact strings only: any program on a device can claim a scheme. */
const PRIVATE_USE = ["cursor://anysphere.cursor-mcp/oauth/callback"];

const LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"];

const MAX_LENGTH = 1_000;

/** A web address, taken apart: what has to be equal for two of them to be the same. */
interface WebRedirect {
  scheme: string;
  host: string;
  port: string;
  path: string;
  query: string;
  isLoopback: boolean;
}

/**
 * Whether a client may have its answers sent here: any https address, loopback over http at any port, and the private-use
 * addresses we know. No user info, fragment, wildcard, dot segments, nor another spelling of any of it.
 */
export const isPermittedRedirect = (uri: string): boolean => PRIVATE_USE.includes(uri) || parse(uri) !== null;

/**
 * Whether `presented` is one of `registered`, character by character, but for the port of a loopback address, which a
 * program learns when it starts listening (RFC 8252, 7.3), and an empty path, which is `/`.
 */
export function matchesRedirect(registered: readonly string[], presented: string): boolean {
  if (PRIVATE_USE.includes(presented)) return registered.includes(presented);
  const wanted = parse(presented);
  if (wanted === null) return false;
  return registered.map(parse).some((known) =>
    known !== null && known.scheme === wanted.scheme && known.host === wanted.host && known.path === wanted.path &&
    known.query === wanted.query && (wanted.isLoopback || known.port === wanted.port)
  );
}

/** The host that a permitted redirect leads to, to be shown to the user. `RangeError` for one that is not permitted. */
export function redirectHost(uri: string): string {
  if (!isPermittedRedirect(uri)) throw new RangeError("Only a permitted redirect has a host to show.");
  return new URL(uri).hostname;
}

/** Whether the answer stays on the user's device, where any program may be listening. */
export const isLoopbackRedirect = (uri: string): boolean => parse(uri)?.isLoopback ?? false;

/** No user info, no fragment, no backslash: there is no place for them. */
const SHAPE = /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(?::(0|[1-9]\d{0,4}))?(\/[^?#]*)?(\?[^#]*)?$/;

/** Wildcards, templates, what ends an attribute of HTML, and control characters in disguise. */
const SUSPICIOUS = /[*\\"'<>^`{|}]|%(?:[01][0-9a-f]|7f)/i;

function parse(uri: string): WebRedirect | null {
  if (uri.length > MAX_LENGTH || !/^[\x21-\x7e]+$/.test(uri) || SUSPICIOUS.test(uri) || !URL.canParse(uri)) return null;
  const [, scheme, host, port = "", path = "/", query = ""] = SHAPE.exec(uri) ?? [];
  if (scheme === undefined || host === undefined) return null;
  const { hostname, pathname } = new URL(uri);
  // What a browser would read differently (127.1, dot segments) is not what the user will be shown.
  if (hostname !== host || pathname !== path || host.endsWith(".")) return null;
  const isLoopback = LOOPBACK_HOSTS.includes(host);
  return scheme === "https" || isLoopback ? { scheme, host, port, path, query, isLoopback } : null;
}
