/** The project's migrations, for the databases of tests. */

const FOLDER = new URL("../../migrations/", import.meta.url);

/** Every statement of migrations/*.sql, in the order in which they are applied. */
export async function readMigrations(): Promise<string[]> {
  const names = (await Array.fromAsync(Deno.readDir(FOLDER))).map(({ name }) => name).filter((name) =>
    name.endsWith(".sql")
  );
  const files = await Promise.all(names.sort().map((name) => Deno.readTextFile(new URL(name, FOLDER))));
  return files.flatMap(statements);
}

/** D1 takes one statement at a time. None of ours has a semicolon inside. */
export function statements(sql: string): string[] {
  const plain = sql.replace(/^\s*--.*$/gm, "");
  return plain.split(";").map((statement) => statement.trim()).filter((statement) => statement !== "");
}
