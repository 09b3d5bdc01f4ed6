/**
 * Runs the public MCP conformance suite: all that two revisions require against the fixture behind our handler, what needs
 * no fixture against the real server, and the scenarios for authorization servers against the real server with logins.
 * Exit code 1 when anything fails that is not in the lists beside this file.
 */
import { runAuthorization } from "./authorization.ts";
import { startFixture } from "./fixture.ts";
import { startServer } from "./real_server.ts";

const SUITE = "npm:@modelcontextprotocol/conformance@0.2.0-alpha.12";

/** One scenario of the suite at one protocol revision. */
export interface Scenario {
  name: string;
  revision: "2025-11-25" | "2026-07-28";
}

/** What every server can be asked, whatever its tools are. */
export const GENERAL_SCENARIOS: Scenario[] = [
  { name: "server-initialize", revision: "2025-11-25" },
  { name: "ping", revision: "2025-11-25" },
  { name: "tools-list", revision: "2025-11-25" },
  { name: "tools-list", revision: "2026-07-28" },
  { name: "caching", revision: "2026-07-28" },
  { name: "dns-rebinding-protection", revision: "2025-11-25" },
  { name: "dns-rebinding-protection", revision: "2026-07-28" },
  { name: "http-header-validation", revision: "2026-07-28" },
  { name: "server-stateless", revision: "2026-07-28" },
];

const besideThis = (name: string): string => new URL(name, import.meta.url).pathname;

/** Runs everything `revision` requires; true when all of it passes but the failures listed in `expected`. */
export async function runRequirements(
  url: string,
  revision: Scenario["revision"],
  expected?: string,
): Promise<boolean> {
  const { passed, output } = await runSuite(url, [
    ...["--requirements", revision],
    ...(expected === undefined ? [] : ["--expected-failures", besideThis(expected)]),
  ]);
  print(`\n${revision}, the fixture at ${url}: ${passed ? "passed" : "FAILED"}`);
  print(output.split("=== SUMMARY ===").at(-1)!.trim());
  return passed;
}

/** Runs single scenarios; true when all of them pass but the checks listed in `expected`. */
export async function runScenarios(url: string, scenarios: readonly Scenario[], expected: string): Promise<boolean> {
  print(`\nSingle scenarios, the server at ${url}`);
  let allPassed = true;
  for (const { name, revision } of scenarios) {
    const { passed, output } = await runSuite(url, [
      ...["--scenario", name, "--spec-version", revision],
      ...["--expected-failures", besideThis(expected)],
    ]);
    const result = output.match(/Passed: .*/)?.[0] ?? "no result";
    print(`${passed ? "✓" : "✗"} ${name} ${revision}: ${result}`);
    if (!passed) print(complaintsIn(output));
    allPassed &&= passed;
  }
  return allPassed;
}

async function runSuite(url: string, args: string[]): Promise<{ passed: boolean; output: string }> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", SUITE, "server", "--url", url, ...args],
  }).output();
  const [printed, complaints] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { passed: success, output: `${printed}${success ? "" : complaints}`.replaceAll(COLOR, "") };
}

const COLOR = new RegExp(`${String.fromCharCode(27)}\\[\\d*m`, "g");

/** The checks that failed, and what the comparison with the expected ones says; everything when neither is there. */
function complaintsIn(output: string): string {
  const checks = output.match(/\[[\w-]+ *\] (?:FAILURE|WARNING) .*/g) ?? [];
  const comparison = output.match(/^Expected failures[^]*/m)?.[0] ?? "";
  return [...checks, comparison].join("\n").trim() || output;
}

// deno-lint-ignore no-console
const print = (line: string): void => console.log(line);

async function main(): Promise<boolean> {
  const fixture = startFixture((error) => print(`The fixture reports: ${error}`));
  const verdicts: boolean[] = [];
  try {
    verdicts.push(await runRequirements(fixture.url, "2026-07-28"));
    verdicts.push(await runRequirements(fixture.url, "2025-11-25", "expected_failures.yml"));
  } finally {
    await fixture.stop();
  }
  const server = await startServer();
  try {
    verdicts.push(await runScenarios(server.url, GENERAL_SCENARIOS, "expected_failures_server.yml"));
  } finally {
    await server.stop();
  }
  const { passed, output } = await runAuthorization(SUITE);
  print(`\nAuthorization server: ${passed ? "passed" : "FAILED"}`);
  print(passed ? output.split("=== SUMMARY ===").at(-1)!.trim() : output);
  verdicts.push(passed);
  return verdicts.every(Boolean);
}

if (import.meta.main) {
  const passed = await main();
  print(passed ? "\nConformance: passed" : "\nConformance: FAILED");
  Deno.exitCode = passed ? 0 : 1;
}
