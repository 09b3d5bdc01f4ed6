/** The generated parts of README.md and docs/ say what the code says. `deno task docs` writes them. */

import assert from "node:assert/strict";
import type * as z from "zod";
import { settings } from "../src/config.ts";
import { inputSchemaOf } from "../src/mcp/json_schema.ts";
import { loadTools } from "../src/tools/mod.ts";

const isUpdate = Deno.args.includes("--update");
const README = new URL("../README.md", import.meta.url);
const TOOLS = new URL("../docs/tools.md", import.meta.url);

async function compare(file: URL, wanted: string): Promise<void> {
  if (isUpdate) await Deno.writeTextFile(file, wanted);
  assert.equal(await Deno.readTextFile(file), wanted, "run `deno task docs` and look at what changed");
}

/** A Markdown table with its columns padded, as the formatter wants it. */
function table(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(3, ...rows.map((row) => row[column]!.length)));
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  const [head, ...body] = rows;
  return [line(head!), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

function defaultOf(schema: z.ZodType): string {
  const parsed = schema.safeParse(undefined);
  return parsed.success && parsed.data !== undefined ? `\`${parsed.data}\`` : "";
}

Deno.test("docs: the README's table of settings is the configuration's own", async () => {
  const rows = Object.entries(settings.shape).map(([name, schema]) => [
    `\`${name}\``,
    (schema as z.ZodType).meta()?.description ?? "",
    defaultOf(schema as z.ZodType),
  ]);
  const wanted = `<!-- settings -->\n\n${table([["Setting", "Meaning", "Default"], ...rows])}\n\n<!-- /settings -->`;
  const readme = await Deno.readTextFile(README);
  assert.match(readme, /<!-- settings -->[\s\S]*<!-- \/settings -->/);
  await compare(README, readme.replace(/<!-- settings -->[\s\S]*<!-- \/settings -->/, () => wanted));
});

Deno.test("docs: every setting has a meaning", () => {
  for (const [name, schema] of Object.entries(settings.shape)) {
    assert.ok((schema as z.ZodType).meta()?.description, `${name} needs a describe()`);
  }
});

Deno.test("docs: tools.md is the catalogue", async () => {
  const sections = (await loadTools()).map((tool) => {
    const schema = inputSchemaOf(tool.input) as unknown as {
      properties: Record<string, { type?: string; description?: string }>;
      required?: string[];
    };
    const rows = Object.entries(schema.properties).map(([name, property]) => [
      `\`${name}\``,
      property.type ?? "",
      schema.required?.includes(name) ? "yes" : "no",
      property.description ?? "",
    ]);
    return `## ${tool.name}\n\n${tool.title} (${tool.access}). ${tool.description}\n\n${
      table([["Argument", "Type", "Required", "Meaning"], ...rows])
    }\n`;
  });
  await compare(TOOLS, `# Tools\n\nWritten by \`deno task docs\` from the catalogue.\n\n${sections.join("\n")}`);
});
