/** Reference rows: CSV with `#` lines above the names of its columns. */

/** The rows of `tests/fixtures/quant/<name>.csv`; cells that are numbers are read as such. */
export async function readTable<Columns extends string>(
  name: string,
): Promise<(Record<Columns, number> & { type: "call" | "put" })[]> {
  const text = await Deno.readTextFile(new URL(`../../fixtures/quant/${name}.csv`, import.meta.url));
  const [head = "", ...rows] = text.trim().split("\n").filter((line) => !line.startsWith("#"));
  const columns = head.split(",");
  return rows.map((row) => {
    const cells = row.split(",").map((cell) => cell === "call" || cell === "put" ? cell : Number(cell));
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]])) as
      & Record<Columns, number>
      & { type: "call" | "put" };
  });
}
