/** What all pages share: their frame, the headers they are sent with, and how foreign text and instants are shown. */

import type { Child, PropsWithChildren } from "@hono/hono/jsx";
import { newYorkDay, newYorkMinutes } from "../core/calendar.ts";
import { STYLE } from "./page_style.ts";

export interface PageProps {
  /** The whole of the document's title: our own words, never foreign text. */
  title: string;
  /** Allows the one style element under the page's content security policy. */
  nonce: string;
  /** Beside the word mark at the top; `false` for a page that brings its own head. */
  head?: Child;
  /** Above the standing line at the foot. */
  foot?: Child;
}

/** A whole document without any script: word mark, the page's own part, foot. */
export const Page = ({ title, nonce, head, foot, children }: PropsWithChildren<PageProps>) => (
  <html lang="en" dir="ltr">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{title}</title>
      <style nonce={nonce} dangerouslySetInnerHTML={{ __html: STYLE }} />
    </head>
    <body>
      {head !== false && (
        <header class="wordmark">
          <a href="/">TTAI</a>
          {head}
        </header>
      )}
      <main>{children}</main>
      <footer>
        {foot}
        <p>Open source. Not affiliated with tastytrade. Nothing it says is advice.</p>
      </footer>
    </body>
  </html>
);

/** The text of a document to send. */
export const renderPage = (page: { toString(): string }): string => `<!doctype html>${page}`;

/**
 * The headers of a page. `formTargets` are the addresses its forms may lead to by redirects: the client's redirect URI
 * and the broker's login; empty for pages outside of a client's flow.
 */
export function pageHeaders(nonce: string, formTargets: readonly string[]): Record<string, string> {
  const targets = [...new Set(["'self'", ...formTargets.flatMap(sourcesOf)])].join(" ");
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy":
      `default-src 'none'; style-src 'nonce-${nonce}'; form-action ${targets}; frame-ancestors 'none'; base-uri 'none'`,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    // Not `no-referrer`: under that, browsers post our forms with `Origin: null`, which the gate refuses.
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    // A client that opens our login in a popup loses hold of it under this, and takes it for closed by its user.
    ...(formTargets.length === 0 ? { "cross-origin-opener-policy": "same-origin" } : {}),
  };
}

/**
 * What `form-action` must list for an address. Chromium holds every later redirect against it too, and a client's
 * callback may lead on to a page of its own at another host: so https as a whole, not the one origin.
 */
function sourcesOf(address: string): string[] {
  const { protocol, origin } = new URL(address);
  if (protocol !== "http:") return [protocol === "https:" ? "https:" : protocol, "https:"];
  // The grammar of sources knows no IPv6 address.
  return [/^http:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin) ? origin : "http:", "https:"];
}

/** Characters a name may have. */
const LONGEST_NAME = 60;
/** The longest host there is, with port and scheme: cut short, it would hide the part that says whose it is. */
const LONGEST_HOST = 300;

/** Foreign text on one line: without control, invisible and direction-changing characters, of bounded length. */
export function cleanText(text: string, longest = LONGEST_NAME): string {
  const plain = text.normalize("NFC").replace(/\s+/gu, " ").replace(/[\p{C}\p{Default_Ignorable_Code_Point}]/gu, "")
    // More marks than a letter bears would be drawn over the lines around it.
    .replace(/(\p{M}{3})\p{M}+/gu, "$1").trim();
  const characters = [...plain];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : plain;
}

/** Foreign text, cleaned and kept from turning the text around it. */
export const Foreign = ({ text, longest }: { text: string; longest?: number }) => (
  <bdi>{cleanText(text, longest) || "unnamed"}</bdi>
);

/** A host or address that came from outside, in full. */
export const ForeignHost = ({ host }: { host: string }) => <Foreign text={host} longest={LONGEST_HOST} />;

/** What a client calls itself, and whether anybody vouches for that. */
export const ClientName = ({ name, verifiedHost }: { name: string; verifiedHost: string | null }) => (
  <>
    <strong>
      <Foreign text={name} />
    </strong>{" "}
    {verifiedHost === null ? <span class="badge" data-tone="warn">unverified name</span> : (
      <span class="badge">
        verified: <ForeignHost host={verifiedHost} />
      </span>
    )}
  </>
);

/** The fields a form of ours repeats. */
export const HiddenFields = ({ fields }: { fields: Record<string, string> }) => (
  <>
    {Object.entries(fields).map(([name, value]) => <HiddenField key={name} name={name} value={value} />)}
  </>
);

const HiddenField = ({ name, value }: { name: string; value: string }) => (
  <input type="hidden" name={name} value={value} />
);

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** An instant by New York's clocks, such as `20 Nov 2026, 11:00`. */
export const Instant = ({ at }: { at: number }) => {
  const [year, month, day] = newYorkDay(at).split("-").map(Number) as [number, number, number];
  const minutes = newYorkMinutes(at);
  const clock = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return <time datetime={new Date(at).toISOString()}>{`${day} ${MONTHS[month - 1]} ${year}, ${clock}`}</time>;
};
