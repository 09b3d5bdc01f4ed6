import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { Watchlist } from "../../src/broker/endpoints/watchlists.ts";
import { explain, type Result } from "../../src/core/failure.ts";
import { changeOf, checkEdit, noSuchList, type WatchlistEdit } from "../../src/services/watchlist_change.ts";
import { entriesOf } from "../../src/services/watchlist_symbols.ts";

const list = (name: string, ...symbols: string[]): Watchlist => ({
  name,
  group: "default",
  order: 1,
  entries: entriesOf(symbols),
});

const change = (edit: WatchlistEdit, lists: Watchlist[], copied: Watchlist["entries"] = []) => {
  const changed = changeOf(edit, lists, { entries: entriesOf(edit.symbols ?? []), copied });
  assert.ok(changed.ok, changed.ok ? "" : explain(changed.failure));
  assert.ok(changed.value !== null);
  return changed.value;
};

const refusal = <T>(result: Result<T>): string => {
  assert.ok(!result.ok);
  return explain(result.failure);
};

const symbolsOf = (watchlist: Watchlist | null) => watchlist?.entries.map(({ symbol }) => symbol);

/** The customer's lists after a change. */
const applied = (lists: readonly Watchlist[], { before, after }: ReturnType<typeof change>): Watchlist[] => {
  const others = lists.filter((one) => one !== before);
  return after === null ? others : [...others, after];
};

const MINE = list("Mine", "SPY", "AAPL", "BRK/B");

Deno.test("watchlist change: symbols are added behind the others, and what is there is said", () => {
  const { before, after, added, needless, undo } = change(
    { action: "add", name: "mine", symbols: ["brk.b", "QQQ", "TLT"] },
    [MINE],
  );
  assert.deepEqual([symbolsOf(before), symbolsOf(after)], [
    ["SPY", "AAPL", "BRK/B"],
    ["SPY", "AAPL", "BRK/B", "QQQ", "TLT"],
  ]);
  assert.deepEqual([added, needless], [["QQQ", "TLT"], ["BRK/B"]]);
  assert.deepEqual(undo, { action: "remove", name: "Mine", symbols: ["QQQ", "TLT"] });
});

Deno.test("watchlist change: symbols are removed, and putting them back puts them where they were", () => {
  const changed = change({ action: "remove", name: "Mine", symbols: ["spy", "NOPE"] }, [MINE]);
  assert.deepEqual([symbolsOf(changed.after), changed.removed, changed.needless], [["AAPL", "BRK/B"], ["SPY"], [
    "NOPE",
  ]]);
  assert.deepEqual(changed.undo, {
    action: "set",
    name: "Mine",
    symbols: ["SPY", "AAPL", "BRK/B"],
    restore: true,
  });
});

Deno.test("watchlist change: with nothing to do there is nothing to write and nothing to undo", () => {
  const edits: WatchlistEdit[] = [
    { action: "add", name: "Mine", symbols: ["SPY"] },
    { action: "remove", name: "Mine", symbols: ["QQQ"] },
    { action: "reorder", name: "Mine", symbols: ["SPY"] },
    { action: "set", name: "Mine", symbols: ["SPY", "AAPL", "brk-b"] },
    { action: "rename", name: "mine", new_name: "Mine" },
  ];
  for (const edit of edits) {
    const { before, after, undo } = change(edit, [MINE]);
    assert.ok(before === MINE && after === MINE && undo === null, edit.action);
  }
});

Deno.test("watchlist change: reordering loses nothing, and takes only what is on the list", () => {
  const changed = change({ action: "reorder", name: "Mine", symbols: ["BRK.B", "SPY"] }, [MINE]);
  assert.deepEqual(symbolsOf(changed.after), ["BRK/B", "SPY", "AAPL"]);
  assert.deepEqual([changed.added, changed.removed], [[], []]);
  const strange = changeOf(
    { action: "reorder", name: "Mine", symbols: ["QQQ"] },
    [MINE],
    { entries: entriesOf(["QQQ"]), copied: [] },
  );
  assert.match(refusal(strange), /^symbols: QQQ is not on "Mine"\. Name only what is on it.*Nothing was changed\.$/);
});

Deno.test("watchlist change: what is on a list keeps the kind it has there", () => {
  const odd: Watchlist = { ...MINE, entries: [{ symbol: "SPX", type: "equity" }, { symbol: "OLD1", type: "warrant" }] };
  const { after } = change({ action: "set", name: "Mine", symbols: ["OLD1", "SPX", "QQQ"], restore: true }, [odd]);
  assert.deepEqual(after!.entries, [
    { symbol: "OLD1", type: "warrant" },
    { symbol: "SPX", type: "equity" },
    { symbol: "QQQ", type: "equity" },
  ]);
});

Deno.test("watchlist change: a list is made, of a copy as well, under a name nobody has", () => {
  const made = change(
    { action: "create", name: " New ", symbols: ["QQQ", "SPY"], copy_of: "Mine", group: "g", order: 4 },
    [MINE],
    MINE.entries,
  );
  assert.deepEqual([made.before, made.after!.name, made.after!.group, made.after!.order], [null, "New", "g", 4]);
  assert.deepEqual(symbolsOf(made.after), ["SPY", "AAPL", "BRK/B", "QQQ"]);
  assert.deepEqual(made.undo, { action: "delete", name: "New" });
  const none = { entries: [], copied: [] };
  for (const action of ["create", "rename"] as const) {
    const other = list("Other");
    const edit = action === "create" ? { action, name: "mine!" } : { action, name: "Other", new_name: "MINE" };
    assert.match(refusal(changeOf(edit, [MINE, other], none)), /"Mine" exists already\./);
  }
  assert.equal(change({ action: "rename", name: "mine", new_name: "MINE" }, [MINE]).after!.name, "MINE");
});

Deno.test("watchlist change: a deleted list comes back with its symbols, group and place", () => {
  const { after, undo } = change({ action: "delete", name: "MINE" }, [MINE]);
  assert.equal(after, null);
  assert.deepEqual(undo, {
    action: "create",
    name: "Mine",
    symbols: ["SPY", "AAPL", "BRK/B"],
    group: "default",
    order: 1,
    restore: true,
  });
});

Deno.test("watchlist change: undoing an edit restores the lists exactly, whatever they are", () => {
  const symbol = fc.constantFrom("SPY", "QQQ", "AAPL", "BRK/B", "SPX", "/ESZ6", "BTC/USD", "TLT", "GLD");
  const symbols = fc.uniqueArray(symbol, { maxLength: 9 });
  const lists = fc.tuple(symbols, symbols).map(([one, other]) => [list("One", ...one), list("***", ...other)]);
  const edit = fc.oneof(
    fc.record({ action: fc.constantFrom("add", "remove", "set"), name: fc.constantFrom("one", "***"), symbols }),
    fc.record({ action: fc.constant("create"), name: fc.constantFrom("New", "!!!"), symbols }),
    fc.record({ action: fc.constant("rename"), name: fc.constant("one"), new_name: fc.constantFrom("ONE", "Two") }),
    fc.record({ action: fc.constant("delete"), name: fc.constantFrom("One", "***") }),
  ) as fc.Arbitrary<WatchlistEdit>;
  const sorted = (some: readonly Watchlist[]) => some.toSorted((a, b) => a.name < b.name ? -1 : 1);
  fc.assert(fc.property(lists, edit, (before, edit) => {
    const changed = change(edit, before);
    const after = applied(before, changed);
    if (changed.undo === null) assert.deepEqual(sorted(after), sorted(before));
    else {
      assert.ok(checkEdit(changed.undo).ok);
      assert.deepEqual(sorted(applied(after, change(changed.undo, after))), sorted(before));
    }
  }));
});

Deno.test("watchlist change: an edit says what its action needs, and nothing that means nothing with it", () => {
  const wrong: [WatchlistEdit, RegExp][] = [
    [{ action: "add", name: "x" }, /^`symbols`: is needed to add\.$/],
    [{ action: "add", name: "x", symbols: [] }, /^`symbols`: is empty\.$/],
    [{ action: "set", name: "x" }, /^`symbols`: is needed to set\.$/],
    [{ action: "rename", name: "x" }, /^`new_name`: is needed to rename\.$/],
    [{ action: "delete", name: "x", symbols: ["SPY"] }, /^`symbols`: means nothing with the action delete\.$/],
    [{ action: "add", name: "x", symbols: ["SPY"], restore: true }, /^`restore`: means nothing/],
    [{ action: "add", name: "x", symbols: ["SPY"], group: "g" }, /^`group`: means nothing/],
    [{ action: "rename", name: "x", new_name: "" }, /^`new_name`: is empty\.$/],
    [{ action: "create", name: "x", group: "g".repeat(101) }, /^`group`: is longer than 100 characters\.$/],
    [{ action: "create", name: ".." }, /^`name`: is not a name\.$/],
    [{ action: "rename", name: "x", new_name: "a\u202eb" }, /^`name`: holds characters that cannot be seen\.$/],
  ];
  for (const [edit, text] of wrong) assert.match(refusal(checkEdit(edit)), text);
  assert.ok(checkEdit({ action: "set", name: "x", symbols: [] }).ok);
  assert.ok(checkEdit({ action: "delete", name: ".." }).ok);
});

Deno.test("watchlist change: what one call could not put back is not taken away", () => {
  const long = list("Long", ...Array.from({ length: 501 }, (_, place) => `A${place}`));
  const none = { entries: [], copied: [] };
  for (const edit of [{ action: "delete", name: "Long" }, { action: "set", name: "Long", symbols: [] }] as const) {
    assert.match(refusal(changeOf({ ...edit, symbols: [] }, [long], none)), /"Long" has 501 symbols/);
  }
  const { undo } = change({ action: "remove", name: "Long", symbols: ["A3", "A4"] }, [long]);
  assert.deepEqual(undo, { action: "add", name: "Long", symbols: ["A3", "A4"] });
});

Deno.test("watchlist change: a list whose name is a part of an address is left alone", () => {
  const changed = changeOf({ action: "delete", name: ".." }, [list("..", "SPY")], { entries: [], copied: [] });
  assert.match(refusal(changed), /cannot be changed here/);
});

Deno.test("watchlist change: the broker's list is to be copied, an unknown one has near names", () => {
  const volume = list("High Options Volume", "SPY");
  const edit = { action: "add", name: "high options volume", symbols: ["X"] } as const;
  const none = { entries: [], copied: [] };
  assert.deepEqual(changeOf({ ...edit, symbols: ["X"] }, [MINE], none), { ok: true, value: null });
  assert.equal(
    refusal(noSuchList({ ...edit, symbols: ["X"] }, [MINE], [volume])),
    'watchlist: "High Options Volume" is tastytrade\'s own and cannot be changed. Make a copy and change that: ' +
      'update_watchlist with {"action":"create","name":"High Options Volume (mine)","copy_of":"High Options Volume"}.',
  );
  assert.equal(
    refusal(noSuchList({ ...edit, name: "option volume", symbols: ["X"] }, [MINE], [volume])),
    'watchlist: "option volume" does not exist. Near it are "High Options Volume".',
  );
});

Deno.test("watchlist change: what could not be put back by one answer is not done, and may be done in parts", () => {
  const strange = (count: number) => Array.from({ length: count }, (_, i) => `${"Y".repeat(200)}${i}`);
  const long = { ...list("Long"), entries: strange(100).map((symbol) => ({ symbol, type: null })) };
  for (const action of ["delete", "set", "reorder"] as const) {
    const edit = { action, name: "Long", ...(action === "delete" ? {} : { symbols: [] }) };
    const changed = changeOf(edit, [long], { entries: [], copied: [] });
    if (action === "reorder") continue;
    if (action === "delete") {
      assert.match(refusal(changed), /too long to be put back in one call\. Nothing was changed/);
    }
  }
  const part = change({ action: "remove", name: "Long", symbols: strange(2) }, [long]);
  assert.deepEqual(part.undo, { action: "add", name: "Long", symbols: strange(2) });
  assert.match(
    refusal(checkEdit({ action: "add", name: "Long", symbols: strange(1) })),
    /201 characters, and no symbol/,
  );
  assert.match(
    refusal(checkEdit({ action: "set", name: "Long", symbols: strange(1), restore: true })),
    /201 characters, and no symbol/,
  );
});
