import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { type Collection, defineCollection } from "../../src/storage/collection.ts";
import { tableSql } from "../../src/storage/table.ts";
import { findCollections } from "../support/collections.ts";
import { readMigrations } from "./migrations.ts";

/** Tables that are no collection's. */
const OWN_TABLES = ["commit_guards"];

function databaseOf(statements: readonly string[]): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  for (const statement of statements) database.exec(statement);
  return database;
}

const ask = (database: DatabaseSync, sql: string) => database.prepare(sql).all() as Record<string, unknown>[];

function tableNames(database: DatabaseSync): string[] {
  return ask(database, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").map(({ name }) =>
    `${name}`
  );
}

/** Columns, what they compute from a body, indexes and what the table refuses: how it behaves, not how it is written. */
function describeTable(database: DatabaseSync, { name, index }: Collection) {
  const columns = ask(
    database,
    `SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo('${name}') ORDER BY name`,
  );
  const indexes = ask(database, `SELECT name, "unique", partial FROM pragma_index_list('${name}') ORDER BY name`)
    .map((found) => ({
      ...found,
      columns: ask(
        database,
        `SELECT name, "desc", coll FROM pragma_index_xinfo('${found.name}') WHERE key ORDER BY seqno`,
      ),
    }));
  const bodies = [
    Object.fromEntries(index.map((field) => [field, `text of ${field}`])),
    Object.fromEntries(index.map((field, position) => [field, position + 0.5])),
    {},
  ];
  const insert = database.prepare(`INSERT INTO ${name} (id, body, version, expires_at) VALUES (?, ?, 'v', 1)`);
  bodies.forEach((body, position) => insert.run(`${position}`, JSON.stringify(body)));
  const rows = ask(database, `SELECT * FROM ${name} ORDER BY id`);
  let refusesBadJson = false;
  try {
    // Generated columns would take this, which is JSON5.
    insert.run("bad", "{a: 1}");
  } catch {
    refusesBadJson = true;
  }
  return { columns, indexes, rows, refusesBadJson };
}

Deno.test("migrations: every collection has the table that its declaration asks for, and there are no others", async () => {
  const collections = (await findCollections()).map(({ collection }) => collection);
  assert.ok(collections.some(({ name }) => name === "broker_refusals"));
  assert.equal(new Set(collections.map(({ name }) => name)).size, collections.length, "two collections share a name");
  const actual = databaseOf(await readMigrations());
  const expected = databaseOf(collections.map(tableSql));
  const missing = collections.filter(({ name }) => !tableNames(actual).includes(name));
  assert.equal(missing.map(tableSql).join("\n"), "", "add this to a new file in migrations/");
  assert.deepEqual(tableNames(actual), [...OWN_TABLES, ...tableNames(expected)].sort());
  for (const collection of collections) {
    assert.deepEqual(describeTable(actual, collection), describeTable(expected, collection), tableSql(collection));
  }
});

Deno.test("migrations: a table that differs from its declaration is noticed", () => {
  const schema = z.object({ userId: z.string(), at: z.number() });
  const collection = defineCollection({ name: "a", schema, index: ["userId", "at"] });
  const right = tableSql(collection);
  const expected = describeTable(databaseOf([right]), collection);
  assert.deepEqual(describeTable(databaseOf([right.replaceAll("\n", "  ")]), collection), expected);
  const later = right.replace(/,\n {2}at REAL.*/, "").replace(
    /(CREATE INDEX a_by_at)/,
    "ALTER TABLE a ADD COLUMN at REAL AS (body ->> 'at') VIRTUAL; $1",
  );
  assert.deepEqual(describeTable(databaseOf([later]), collection), expected, "a field indexed by a later migration");
  const wrongs = [
    right.replace("'userId'", "'userid'"),
    right.replace("REAL AS", "TEXT AS"),
    right.replace(" VIRTUAL", " STORED"),
    right.replace("CHECK (json_valid(body))", ""),
    right.replace("(user_id, id)", "(user_id)"),
    right.replace(" WHERE expires_at IS NOT NULL", ""),
    right.replace("version TEXT NOT NULL", "version TEXT"),
    right.replace(/CREATE INDEX a_by_at .*/, ""),
    right.replace("expires_at INTEGER,", "expires_at INTEGER, more TEXT,"),
  ];
  for (const wrong of wrongs) {
    assert.notEqual(wrong, right);
    assert.notDeepEqual(describeTable(databaseOf([wrong]), collection), expected, wrong);
  }
});
