import assert from "node:assert/strict";
import { progressReporter } from "../../src/mcp/progress.ts";

type Reporting = Parameters<typeof progressReporter>[0];

function start(_meta: Record<string, unknown> | undefined, notify: () => Promise<void> = () => Promise.resolve()) {
  const sent: unknown[] = [];
  const client = new AbortController();
  const report = progressReporter({
    ...(_meta === undefined ? {} : { _meta: _meta as NonNullable<Reporting["_meta"]> }),
    signal: client.signal,
    notify: (notification: unknown) => {
      sent.push(notification);
      return notify();
    },
  } as Reporting);
  return { report, sent, client };
}

Deno.test("progress: nobody is told who has not asked", () => {
  assert.equal(start(undefined).report, undefined);
  assert.equal(start({ traceparent: "00" }).report, undefined);
});

for (const progressToken of ["token", 0]) {
  Deno.test(`progress: steps go out under the token ${progressToken}, forward only`, () => {
    const { report, sent } = start({ progressToken });
    for (const done of [0, 1, 1, 0, 3]) report!({ done, total: 3, message: `step ${done}` });
    assert.deepEqual(
      sent,
      [0, 1, 3].map((progress) => ({
        method: "notifications/progress",
        params: { progressToken, progress, total: 3, message: `step ${progress}` },
      })),
    );
  });
}

Deno.test("progress: of work in a single step nothing is told", () => {
  const { report, sent } = start({ progressToken: 1 });
  report!({ done: 1, total: 1, message: "all" });
  assert.deepEqual(sent, []);
});

Deno.test("progress: a client that has gone is told nothing more, and a step that is lost stops nothing", async () => {
  const { report, sent, client } = start({ progressToken: 1 }, () => Promise.reject(new Error("not connected")));
  report!({ done: 1, total: 3, message: "one" });
  await Promise.resolve();
  client.abort();
  report!({ done: 2, total: 3, message: "two" });
  assert.equal(sent.length, 1);
});
