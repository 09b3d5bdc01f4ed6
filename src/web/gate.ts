/**
 * Who may knock: requests for another host are refused (a rebound DNS name reaches a local server that way), and so are
 * pages of other origins in somebody's browser.
 */

import type { MiddlewareHandler } from "@hono/hono";

export interface GateOptions {
  /** Host names we answer to, without port; IPv6 in brackets. */
  hosts: readonly string[];
  /** Host names whose pages may call us from a browser. */
  origins: readonly string[];
}

/** Paths that any page may call from a browser: they act on what is sent with them alone, never on a cookie. */
export const OPEN_PATHS = /^\/(\.well-known\/|(oauth\/)?(token|register|revoke)$)/;

const CORS = {
  "access-control-allow-methods": "GET, HEAD, POST, DELETE, OPTIONS",
  "access-control-allow-headers":
    "accept, authorization, content-type, last-event-id, mcp-method, mcp-name, mcp-protocol-version, mcp-session-id",
  "access-control-expose-headers": "mcp-protocol-version, www-authenticate, x-request-id",
  "access-control-max-age": "7200",
};

/** Answers 403 in JSON with what to change, and preflight requests of permitted pages. */
export function createGate({ hosts, origins }: GateOptions): MiddlewareHandler {
  const knownHosts = new Set(hosts.map((host) => host.toLowerCase()));
  const knownOrigins = new Set(origins.map((host) => host.toLowerCase()));

  return async (exchange, next) => {
    const host = hostName(exchange.req.header("host") ?? new URL(exchange.req.url).host);
    if (!knownHosts.has(host)) {
      return exchange.json({
        error: `This server does not answer to the host ${
          shown(host)
        }. Its operator can set PUBLIC_URL to the address you used.`,
      }, 403);
    }
    const origin = exchange.req.header("origin");
    if (origin === undefined || origin === "") return await next();
    const isOpen = OPEN_PATHS.test(exchange.req.path);
    if (!isOpen && !(URL.canParse(origin) && knownOrigins.has(new URL(origin).hostname))) {
      return exchange.json({ error: `Pages of ${shown(origin)} may not call this server.` }, 403);
    }
    const headers = { ...CORS, "access-control-allow-origin": isOpen ? "*" : origin, vary: "Origin" };
    if (exchange.req.method === "OPTIONS") return new Response(null, { status: 204, headers });
    await next();
    for (const [name, value] of Object.entries(headers)) exchange.res.headers.set(name, value);
  };
}

/** `localhost:8787` and `[::1]:8787` without their ports. */
const hostName = (host: string): string => host.replace(/:\d+$/, "").toLowerCase();

/** Foreign text is shortened and stripped before it is shown back. */
const shown = (text: string): string => text.slice(0, 80).replace(/[^\w.:/[\]-]/g, "?");
