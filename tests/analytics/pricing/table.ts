/** Reference rows: CSV with `#` lines above the names of its columns. */

/** A row: its columns as numbers, NaN where the cell is empty, and the named ones as they stand. */
type Row<Numbers extends string, Texts extends string> =
  & Record<Numbers, number>
  & Record<Texts, string>
  & { type: "call" | "put" };

/** The rows of `tests/fixtures/quant/<name>.csv`; cells that are numbers are read as such. */
export async function readTable<Numbers extends string, Texts extends string = never>(
  name: string,
): Promise<Row<Numbers, Texts>[]> {
  const text = await Deno.readTextFile(new URL(`../../fixtures/quant/${name}.csv`, import.meta.url));
  const [head = "", ...rows] = text.trim().split("\n").filter((line) => !line.startsWith("#"));
  const columns = head.split(",");
  return rows.map((row) => {
    const cells = row.split(",").map((cell) => cell === "" || !Number.isNaN(Number(cell)) ? numberOf(cell) : cell);
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]])) as Row<Numbers, Texts>;
  });
}

const numberOf = (cell: string): number => cell === "" ? NaN : Number(cell);
