/** What the standards ask of us, each with the test that shows it; docs/auth.md has the same as a table. */

import assert from "node:assert/strict";
import { startApp } from "../support/app.ts";
import { LOGINS } from "../support/login.ts";
import { authorization } from "./conformance/authorize.ts";
import { consent } from "./conformance/consent.ts";
import { discovery } from "./conformance/discovery.ts";
import { refresh, revocation } from "./conformance/refresh.ts";
import { registration } from "./conformance/registration.ts";
import { resource } from "./conformance/resource.ts";
import type { Row } from "./conformance/row.ts";
import { token } from "./conformance/token.ts";

const PAGE = new URL("../../docs/auth.md", import.meta.url);

const CHAPTERS: [title: string, rows: readonly Row[]][] = [
  ["Discovery", discovery],
  ["Clients", registration],
  ["Authorization endpoint", authorization],
  ["Consent", consent],
  ["Token endpoint", token],
  ["Refresh tokens", refresh],
  ["Revocation", revocation],
  ["The protected resource", resource],
];

const rows = CHAPTERS.flatMap(([, chapter]) => chapter);

for (const { test, run } of rows) {
  Deno.test(`oauth: ${test}`, async () => {
    await using app = await startApp({ environment: LOGINS });
    await run(app);
  });
}

/** A Markdown table as the formatter wants it. */
function table(lines: string[][]): string {
  const widths = lines[0]!.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]!.length)));
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  const [head, ...body] = lines;
  return [line(head!), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

Deno.test("oauth: docs/auth.md lists every requirement with its test (`deno task docs`)", async () => {
  assert.ok(rows.length >= 70, `${rows.length} rows`);
  assert.equal(new Set(rows.map(({ test }) => test)).size, rows.length, "two tests share a name");
  const chapters = CHAPTERS.map(([title, chapter]) => {
    const cells = chapter.map(({ requirement, source, test }) => [requirement, source, test]);
    assert.ok(cells.flat().every((cell) => !/[|\n]/.test(cell)));
    return `### ${title}\n\n${table([["Requirement", "Source", "Test"], ...cells])}`;
  });
  const wanted = `<!-- requirements -->\n\n${chapters.join("\n\n")}\n\n<!-- /requirements -->`;
  const between = /<!-- requirements -->[\s\S]*<!-- \/requirements -->/;
  const page = await Deno.readTextFile(PAGE);
  assert.match(page, between);
  const whole = page.replace(between, () => wanted);
  if (Deno.args.includes("--update")) await Deno.writeTextFile(PAGE, whole);
  assert.equal(await Deno.readTextFile(PAGE), whole, "run `deno task docs` and look at what changed");
});
