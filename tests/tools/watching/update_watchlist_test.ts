import assert from "node:assert/strict";
import { OWNER, startApp, type TestApp } from "../../support/app.ts";
import { connect, legacyRequest, resultOf, type ToolAnswer } from "../../support/clients.ts";
import { logIn, LOGINS } from "../../support/login.ts";

const [ADA, BEN] = ["C5100000001", "C5100000002"] as const;
const LIST = "Premium candidates";

const ask = async (app: TestApp, input: Record<string, unknown>, token?: string): Promise<ToolAnswer> =>
  await resultOf(
    await app.fetch(
      legacyRequest(
        "tools/call",
        { name: "update_watchlist", arguments: input },
        token === undefined ? {} : { authorization: `Bearer ${token}` },
      ),
    ),
  );

const listsOf = ({ simulator }: TestApp, customer: string = ADA) => simulator.world.watchlists.list(customer);

/** Makes an edit and takes it back by the call the answer gives. */
async function doAndUndo(app: TestApp, input: Record<string, unknown>) {
  const before = structuredClone(listsOf(app));
  const done = await ask(app, input);
  assert.ok(!done.isError && done.value.changed, done.text);
  const between = structuredClone(listsOf(app));
  assert.notDeepEqual(between, before);
  assert.equal(done.value.undo.tool, "update_watchlist");
  const undone = await ask(app, done.value.undo.arguments);
  assert.ok(!undone.isError && undone.value.changed, undone.text);
  assert.deepEqual(listsOf(app), before, JSON.stringify(input));
  return { value: done.value, between };
}

Deno.test("update_watchlist: every change says what it changed, and its undo restores the lists exactly", async () => {
  await using app = await startApp();
  const added = await doAndUndo(app, { action: "add", name: "premium candidates", symbols: ["msft", "SPY", "brk.b"] });
  assert.deepEqual([added.value.added, added.value.already_there], [["MSFT", "BRK/B"], ["SPY"]]);
  assert.deepEqual([added.value.before.count, added.value.after.count], [10, 12]);
  assert.deepEqual(added.value.after.symbols.slice(-2), ["MSFT", "BRK/B"]);
  assert.deepEqual(added.between[0]!.entries.slice(-2), [
    { symbol: "MSFT", type: "Equity" },
    { symbol: "BRK/B", type: "Equity" },
  ]);

  const removed = await doAndUndo(app, { action: "remove", name: LIST, symbols: ["QQQ", "AAPL", "KO"] });
  assert.deepEqual([removed.value.removed, removed.value.not_there], [["QQQ", "AAPL"], ["KO"]]);

  const reordered = await doAndUndo(app, { action: "reorder", name: LIST, symbols: ["XLE", "TLT"] });
  assert.deepEqual(reordered.value.after.symbols.slice(0, 3), ["XLE", "TLT", "SPY"]);

  const set = await doAndUndo(app, { action: "set", name: LIST, symbols: ["KO", "SPY"] });
  assert.deepEqual(set.value.after.symbols, ["KO", "SPY"]);

  const renamed = await doAndUndo(app, { action: "rename", name: LIST, new_name: "Candidates / new" });
  assert.deepEqual([renamed.value.before, renamed.value.after], [
    { name: LIST, group: "default", count: 10 },
    { name: "Candidates / new", group: "default", count: 10 },
  ]);

  const created = await doAndUndo(app, { action: "create", name: "Mine", symbols: ["/ESZ6", "btc-usd"], group: "x" });
  assert.deepEqual([created.value.before, created.value.after], [
    null,
    { name: "Mine", group: "x", count: 2, symbols: ["/ESZ6", "BTC/USD"] },
  ]);

  const deleted = await doAndUndo(app, { action: "delete", name: "metals crypto" });
  assert.deepEqual([deleted.value.before.symbols.length, deleted.value.after], [5, null]);
  assert.deepEqual(deleted.value.undo.arguments, {
    action: "create",
    name: "Metals/Crypto",
    symbols: ["GLD", "SLV", "GDX", "BTC/USD", "ETH/USD"],
    group: "default",
    order: 2,
    restore: true,
  });
});

Deno.test("update_watchlist: adding what is there is said, and nothing is written", async () => {
  await using app = await startApp();
  const { value, isError } = await ask(app, { action: "add", name: LIST, symbols: ["SPY", "spy"] });
  assert.equal(isError, false);
  assert.deepEqual([value.changed, value.already_there, value.list.count, "undo" in value], [
    false,
    ["SPY"],
    10,
    false,
  ]);
  assert.deepEqual(app.simulator.requests.filter(({ method }) => method === "PUT"), []);
});

Deno.test("update_watchlist: symbols that do not exist are named with near ones, and none of all is written", async () => {
  await using app = await startApp();
  const before = structuredClone(listsOf(app));
  for (const action of ["add", "set", "create"]) {
    const name = action === "create" ? "New" : LIST;
    const { text, isError } = await ask(app, { action, name, symbols: ["KO", "APPL"] });
    assert.ok(isError);
    assert.equal(text, "symbols: tastytrade does not know APPL. Near APPL: AAPL. Nothing was changed.");
  }
  assert.deepEqual(listsOf(app), before);
});

Deno.test("update_watchlist: tastytrade's own lists are refused, with the call that copies them", async () => {
  await using app = await startApp();
  for (
    const input of [
      { action: "add", symbols: ["SPY"] },
      { action: "remove", symbols: ["SPY"] },
      { action: "set", symbols: ["SPY"] },
      { action: "rename", new_name: "x" },
      { action: "delete" },
    ]
  ) {
    const { text, isError } = await ask(app, { ...input, name: "high options volume" });
    assert.ok(isError);
    assert.match(text, /"High Options Volume" is tastytrade's own and cannot be changed\. Make a copy/);
    const copy = JSON.parse(/\{.*\}/.exec(text)![0]);
    const { value } = await ask(app, copy);
    assert.deepEqual([value.after.name, value.after.count], ["High Options Volume (mine)", 25]);
    await ask(app, value.undo.arguments);
  }
  assert.equal(listsOf(app).length, 2);
});

Deno.test("update_watchlist: names that are taken, unknown or unclear, and arguments that do not fit, change nothing", async () => {
  await using app = await startApp();
  const before = structuredClone(listsOf(app));
  const wrong: [Record<string, unknown>, RegExp][] = [
    [{ action: "create", name: "metals-crypto" }, /"Metals\/Crypto" exists already\. Add to it/],
    [{ action: "rename", name: LIST, new_name: "METALS/CRYPTO" }, /"Metals\/Crypto" exists already\. Choose another/],
    [{ action: "delete", name: "premium" }, /"premium" does not exist\. Near it are "Premium candidates"/],
    [{ action: "create", name: "x", copy_of: "liquid" }, /"liquid" does not exist\. Near it are/],
    [{ action: "add", name: LIST }, /`symbols`: is needed to add/],
    [{ action: "delete", name: LIST, symbols: ["SPY"] }, /`symbols`: means nothing with the action delete/],
    [{ action: "drop", name: LIST }, /^update_watchlist: `action`:/],
    [{ action: "add", name: LIST, symbol: "SPY" }, /unknown argument `symbol`/],
    [{ action: "add", name: " ", symbols: ["SPY"] }, /`name`: is empty/],
  ];
  for (const [input, text] of wrong) {
    const answer = await ask(app, input);
    assert.ok(answer.isError);
    assert.match(answer.text, text);
  }
  assert.deepEqual(listsOf(app), before);
});

Deno.test("update_watchlist: an answer about a list of 500 symbols, and its undo, fit", async () => {
  await using app = await startApp();
  const entries = Array.from({ length: 500 }, (_, place) => ({
    symbol: `AAPL  261218C${String(place * 1000).padStart(8, "0")}`,
    type: "Equity Option",
  }));
  app.simulator.world.watchlists.put(ADA, { name: "Options", group: "default", order: 1, entries });
  const { value, text } = await ask(app, { action: "delete", name: "options" });
  assert.ok(text.length < 20_000, `${text.length}`);
  assert.deepEqual([value.before, value.undo.arguments.symbols.length], [
    { name: "Options", group: "default", count: 500 },
    500,
  ]);
  assert.ok((await ask(app, value.undo.arguments)).value.changed);
  assert.deepEqual(app.simulator.world.watchlists.find(ADA, "Options")!.entries, entries);
});

Deno.test("update_watchlist: what the broker has not kept is said", async () => {
  await using app = await startApp({
    environment: OWNER,
    hosts: {
      "api.tastyworks.com": ({ method, url }) => {
        if (url.endsWith("/oauth/token")) return Response.json({ access_token: "t", expires_in: 900 });
        const list = { name: "L", "watchlist-entries": [{ symbol: "SPY", "instrument-type": "Equity" }] };
        if (method === "PUT") return Response.json({ data: list });
        if (url.includes("/by-type")) {
          const row = { symbol: "KO", "instrument-type": "Equity", "updated-at": "2026-11-20T16:00:00Z" };
          return Response.json({ data: { items: [row] } });
        }
        return Response.json({ data: { items: [list] } });
      },
    },
  });
  const { value } = await ask(app, { action: "add", name: "L", symbols: ["KO"] });
  assert.equal(value.warning, "tastytrade has not kept KO.");
});

Deno.test("update_watchlist: with logins a person who permitted looking may keep lists, their own only", async () => {
  await using app = await startApp({ environment: LOGINS });
  const [ada, ben] = [await logIn(app), await logIn(app, { customer: 1 })];
  assert.equal(ada.scope, "read");
  const before = structuredClone(listsOf(app));
  const { value } = await ask(app, { action: "add", name: "wheel", symbols: ["KO"] }, ben.accessToken);
  assert.equal(value.after.count, 6);
  const foreign = await ask(app, { action: "delete", name: "wheel" }, ada.accessToken);
  assert.match(foreign.text, /"wheel" does not exist/);
  assert.deepEqual(listsOf(app), before);
  assert.equal(listsOf(app, BEN)[0]!.entries.at(-1)!.symbol, "KO");
  const nobody = await app.fetch(
    legacyRequest("tools/call", { name: "update_watchlist", arguments: { action: "delete", name: "wheel" } }),
  );
  assert.equal(nobody.status, 401);
  assert.equal(listsOf(app, BEN).length, 1);
});

Deno.test("update_watchlist: it does not pass for something that only reads, or cannot destroy", async () => {
  await using app = await startApp();
  await using client = await connect(app, "2026-07-28");
  const { annotations } = (await client.listTools()).find(({ name }) => name === "update_watchlist")!;
  assert.deepEqual([annotations!.readOnlyHint, annotations!.destructiveHint, annotations!.idempotentHint], [
    false,
    true,
    false,
  ]);
});

Deno.test("update_watchlist: what is too long to be told is not done, so that no answer looks like a failure", async () => {
  await using app = await startApp();
  const before = app.simulator.world.watchlists.find(ADA, LIST)!;
  const entries = Array.from({ length: 400 }, (_, i) => ({ symbol: `${"X".repeat(300)}${i}`, type: "Equity" }));
  app.simulator.world.watchlists.put(ADA, { ...before, entries }, before);
  const kept = structuredClone(listsOf(app));
  for (const input of [{ action: "delete" }, { action: "set", symbols: ["SPY"] }]) {
    const { isError, text } = await ask(app, { ...input, name: LIST });
    if (isError) {
      assert.match(text, /Nothing was changed/);
      assert.deepEqual(listsOf(app), kept);
    }
    assert.ok(text.length <= 20_000, `${text.length} characters`);
  }
  const many = Array.from({ length: 500 }, (_, i) => `AN EARLIER SYMBOL OF TWENTY-NINE ${i}`);
  const made = await ask(app, { action: "create", name: "Many", symbols: many.slice(0, 300), restore: true });
  assert.ok(!made.isError && made.text.length <= 20_000, made.text.slice(0, 200));
});
