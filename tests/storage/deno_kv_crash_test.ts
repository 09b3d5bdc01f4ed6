import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { createDenoKvStorage } from "../../src/storage/deno_kv.ts";
import { ACCOUNT, accounts, COMMITS, orderId, orders } from "../support/kv_commits.ts";

const SCRIPT = fileURLToPath(new URL("../support/kv_commits.ts", import.meta.url));
const RUNS = Number(Deno.env.get("TTAI_CRASH_RUNS") ?? 1);

/** Kills the writer after `kill` acknowledgements; gives how many it had sent by then. */
async function commitUntilKilled(file: string, kill: number): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-read", "--allow-write", "--allow-env", SCRIPT, file],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(child.stderr).text();
  let acknowledged = 0;
  let killed = false;
  for await (const chunk of child.stdout) {
    acknowledged += chunk.filter((byte) => byte === 10).length;
    if (acknowledged < kill || killed) continue;
    child.kill("SIGKILL");
    killed = true;
  }
  const { signal } = await child.status;
  assert.equal(signal, "SIGKILL", await stderr);
  await stderr;
  return acknowledged;
}

/** What the index keys say, as `collection field value id`. */
async function indexEntries(kv: Deno.Kv): Promise<string[]> {
  return (await Array.fromAsync(kv.list({ prefix: ["index"] }))).map(({ key }) => key.slice(1).join(" ")).sort();
}

async function checkAfterCrash(file: string, acknowledged: number): Promise<number> {
  const kv = await Deno.openKv(file);
  try {
    const { records } = createDenoKvStorage(kv, { now: Date.now });
    const account = (await records.read(accounts, ACCOUNT))!.value;
    const found: { id: string; position: number; size: number }[] = [];
    for (let after: string | null = " "; after !== null;) {
      const page: Awaited<ReturnType<typeof records.list<{ position: number; note: string }, string>>> = await records
        .list(orders, { after });
      found.push(...page.items.map(({ id, value: { position, note } }) => ({ id, position, size: note.length })));
      after = page.next;
    }
    const count = found.length;
    assert.ok(count >= acknowledged, `${acknowledged} commits were acknowledged, ${count} are there`);
    const expected = Array.from(
      { length: count },
      (_, position) => ({ id: orderId(position), position, size: position }),
    );
    assert.deepEqual(found, expected);
    assert.deepEqual(account, { orderCount: count, lastOrder: orderId(count - 1) }, "half a commit");
    assert.deepEqual(
      await indexEntries(kv),
      [
        `accounts orderCount ${count} ${ACCOUNT}`,
        `accounts lastOrder ${orderId(count - 1)} ${ACCOUNT}`,
        ...found.flatMap((
          { id, position },
        ) => [`orders accountNumber ${ACCOUNT} ${id}`, `orders position ${position} ${id}`]),
      ].sort(),
    );
    return count;
  } finally {
    kv.close();
  }
}

for (let run = 1; run <= RUNS; run++) {
  Deno.test(`deno_kv: a killed writer leaves whole commits and loses none it acknowledged (${run} of ${RUNS})`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const file = `${folder}/records.sqlite3`;
      const kill = 1 + Math.floor(Math.random() * 1000);
      const acknowledged = await commitUntilKilled(file, kill);
      assert.ok(acknowledged < COMMITS, `killed too late: asked for ${kill}`);
      const count = await checkAfterCrash(file, acknowledged);
      assert.ok(count < COMMITS);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
