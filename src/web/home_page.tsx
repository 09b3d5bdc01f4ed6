/** The page at `/`: what this is, how it runs here, and how to add it to each client. No script needed. */

import { Page } from "./page.tsx";
import { show, type Visit } from "./visit.ts";

export interface HomePageProps {
  /** The address people see, without a slash at the end. */
  origin: string;
  version: string;
  mode: "simulated" | "single_owner" | "per_user";
  /** Allows the one style element under the page's content security policy. */
  nonce: string;
  /** What the catalogue offers. */
  tools: readonly { name: string; title: string; description: string }[];
  showsBrokerCheck: boolean;
}

const MODES: Record<HomePageProps["mode"], { badge: string; text: string }> = {
  simulated: {
    badge: "Simulated market",
    text: "No broker is configured. Every price here comes from a simulated market and is marked so. Nothing is real.",
  },
  single_owner: {
    badge: "Your account",
    text: "Connected to one tastytrade login, yours. Reachable from this machine only.",
  },
  per_user: { badge: "Personal login", text: "Everybody logs in with their own tastytrade account." },
};

interface Client {
  name: string;
  how: string;
  code?: string;
}

/** The steps for each client, from one address. */
function clientsFor(url: string): Client[] {
  return [
    {
      name: "Claude",
      how: "Settings, Connectors, Add custom connector. Name it TTAI and paste this address.",
      code: url,
    },
    {
      name: "Claude Desktop",
      how: "In claude_desktop_config.json, then restart. Good for an address on your own machine.",
      code: JSON.stringify({ mcpServers: { ttai: { command: "npx", args: ["-y", "mcp-remote", url] } } }, null, 2),
    },
    { name: "Claude Code", how: "In a terminal.", code: `claude mcp add --transport http ttai ${url}` },
    {
      name: "ChatGPT",
      how: "Settings, Connectors, turn on developer mode, Create, and paste this address.",
      code: url,
    },
    {
      name: "VS Code",
      how: "In .vscode/mcp.json of a workspace.",
      code: JSON.stringify({ servers: { ttai: { type: "http", url } } }, null, 2),
    },
    {
      name: "Cursor",
      how: "In ~/.cursor/mcp.json.",
      code: JSON.stringify({ mcpServers: { ttai: { url } } }, null, 2),
    },
    {
      name: "MCP Inspector",
      how: "Opens at port 6274; choose Streamable HTTP and this address.",
      code: "deno task inspect",
    },
  ];
}

/** Names between backticks set as code. */
const withCode = (text: string) =>
  text.split("`").map((part, position) => position % 2 ? <Code key={position} text={part} /> : part);

const Code = ({ text }: { text: string }) => <code>{text}</code>;

export function HomePage({ origin, version, mode, nonce, tools, showsBrokerCheck }: HomePageProps) {
  const url = `${origin}/mcp`;
  const isLocal = /^https?:\/\/(localhost|127\.|\[::1\])/.test(origin);
  return (
    <Page
      title="TTAI: trade options together with Claude"
      nonce={nonce}
      head={false}
      foot={
        <p>
          TTAI {version} · <a href="/health">health</a>
          {showsBrokerCheck && (
            <>
              {" · "}
              <a href="/debug/broker">broker check</a>
            </>
          )}
        </p>
      }
    >
      <header>
        <p class="badge" data-tone={mode === "simulated" ? "warn" : "ok"}>{MODES[mode].badge}</p>
        <h1 class="name">TTAI</h1>
        <p class="lead">Your tastytrade account and the live market, in your conversation with Claude.</p>
      </header>

      <section aria-labelledby="address">
        <h2 id="address">The address</h2>
        <pre class="address" tabindex={0}>{url}</pre>
        <p>{MODES[mode].text}</p>
        {isLocal && (
          <p class="note">
            Claude and ChatGPT on the web call from their own cloud and cannot reach this machine. Use Claude Desktop,
            Claude Code, VS Code or Cursor, or run TTAI under a public https address.
          </p>
        )}
      </section>

      <section aria-labelledby="clients">
        <h2 id="clients">Add it to</h2>
        {clientsFor(url).map((client, position) => (
          <details open={position === (isLocal ? 2 : 0)}>
            <summary>{client.name}</summary>
            <p>{client.how}</p>
            {client.code && <pre tabindex={0}>{client.code}</pre>}
          </details>
        ))}
      </section>

      <section aria-labelledby="tools">
        <h2 id="tools">What it can do</h2>
        <dl>
          {tools.map((tool) => (
            <div>
              <dt>
                {tool.title} <code>{tool.name}</code>
              </dt>
              <dd>{withCode(tool.description)}</dd>
            </div>
          ))}
        </dl>
        <p class="note">Try: “What is AAPL trading at, and is its implied volatility high?”</p>
      </section>
    </Page>
  );
}

/** Answers a browser with the page. */
export function showHomePage(visit: Visit, props: Omit<HomePageProps, "nonce">): Response {
  return show(visit, (nonce) => HomePage({ ...props, nonce }));
}
