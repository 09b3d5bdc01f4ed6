/** The same picture in workerd: pure JavaScript, loaded on demand. */

import assert from "node:assert/strict";
import { unstable_startWorker } from "wrangler";
import { fileURLToPath } from "node:url";
import { png } from "../../src/charts/png/png.ts";
import { profitChart } from "../../src/charts/profit/profit_chart.ts";
import { readPng } from "./png_reader.ts";
import { condor } from "./positions.ts";

/** Bytes that a Worker has to read, on the first picture only: the charts and what they compute with, outlines included. */
const MOST_BYTES = 90_000;

const CONFIG = `name = "charts"
main = "png_worker.js"
compatibility_date = "2026-10-20"
no_bundle = true
find_additional_modules = true
rules = [{ type = "ESModule", globs = ["**/*.js"] }]
`;

async function bundle(folder: string): Promise<void> {
  const entry = fileURLToPath(new URL("png_worker.ts", import.meta.url));
  const options = ["--quiet", "--minify", "--platform=browser", "--code-splitting", "--outdir", folder];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args: ["bundle", ...options, entry] }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  await Deno.writeTextFile(`${folder}/wrangler.toml`, CONFIG);
}

/** workerd outlives the single test, which Deno would call a leak. */
Deno.test({
  name: "charts: workerd draws pixel by pixel what Deno draws, from modules it reads only then",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "ttai-charts-" });
    try {
      await bundle(folder);
      let size = 0;
      for await (const { name } of Deno.readDir(folder)) {
        if (name.endsWith(".js")) size += (await Deno.stat(`${folder}/${name}`)).size;
      }
      assert.ok(size <= MOST_BYTES, `${size} bytes`);
      // The outline of the exclamation mark stands for all: not in the module that is read first.
      assert.ok(!(await Deno.readTextFile(`${folder}/png_worker.js`)).includes("M160 180l-78 0"));
      const worker = await unstable_startWorker({
        config: `${folder}/wrangler.toml`,
        envFiles: [],
        dev: {
          server: { hostname: "127.0.0.1", port: 0 },
          inspector: false,
          persist: folder,
          logLevel: "error",
          watch: false,
        },
      });
      try {
        const { origin } = await worker.url;
        for (const scheme of ["light", "dark"] as const) {
          const theirs = readPng(await (await fetch(`${origin}/${scheme}`)).bytes());
          assert.deepEqual(theirs, readPng(await png(profitChart({ ...condor, scheme }))));
        }
      } finally {
        await worker.dispose();
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
