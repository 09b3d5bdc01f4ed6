/** A real browser for tests: Chromium, without a window. `CHROMIUM` names another than the usual ones. */

import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];

/** Milliseconds after which something that should be on a page is given up. */
const PATIENCE = 15_000;

const executablePath = Deno.env.get("CHROMIUM") ?? PLACES.find(isFile);
/** Said in the name of a test that is left out: what is printed while tests load is not shown. */
const REASON = `(left out: no Chromium at ${PLACES.join(", ")} and none named by CHROMIUM)`;

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** A browser of its own, with cookies of its own. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** What the browser complained about: violations of a page's policy, scripts, broken markup. Statuses are no complaint. */
  complaints: string[];
}

export type OpenVisitor = (options?: BrowserContextOptions) => Promise<Visitor>;

/** One for all tests of a file: it keeps nothing between the visitors. */
let browser: Promise<Browser> | null = null;
Deno.test.afterAll(async () => await (await browser)?.close());

/** A test with a browser; ignored where there is none. The browser's process outlives the single test. */
export function browserTest(name: string, run: (visitor: OpenVisitor) => Promise<void>): void {
  Deno.test({
    name: executablePath === undefined ? `${name} ${REASON}` : name,
    ignore: executablePath === undefined,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      browser ??= chromium.launch({ executablePath: executablePath!, args: ARGUMENTS });
      const launched = await browser;
      const visitors: Visitor[] = [];
      try {
        await run(async (options) => {
          const visitor = await open(launched, options);
          visitors.push(visitor);
          return visitor;
        });
        for (const { complaints } of visitors) {
          if (complaints.length > 0) throw new Error(`The browser complained: ${complaints.join("; ")}`);
        }
      } finally {
        await Promise.all(visitors.map(({ context }) => context.close()));
      }
    },
  });
}

async function open(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE);
  const complaints: string[] = [];
  context.on("console", (message) => {
    const isStatus = message.text().startsWith("Failed to load resource: the server responded with a status of 4");
    // Asked for once a page has been shown, by when the test may have stopped its server.
    const isIcon = URL.parse(message.location().url)?.pathname === "/favicon.ico";
    if (["error", "warning"].includes(message.type()) && !isStatus && !isIcon) complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  return { page: await context.newPage(), context, complaints };
}
