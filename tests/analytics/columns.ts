/** Reference tables read column by column. */

/** The numbers of `tests/fixtures/quant/<name>.csv`, a column each; an empty cell is `NaN`. */
export async function readColumns(name: string): Promise<{ size: number; column(name: string): Float64Array }> {
  const text = await Deno.readTextFile(new URL(`../fixtures/quant/${name}.csv`, import.meta.url));
  const [head = "", ...rows] = text.trim().split("\n").filter((line) => !line.startsWith("#"));
  const names = head.split(",");
  const cells = rows.map((row) => row.split(","));
  return {
    size: rows.length,
    column: (name) => {
      const at = names.indexOf(name);
      if (at === -1) throw new RangeError(`there is no column ${name}`);
      return Float64Array.from(cells, (row) => row[at] === "" ? NaN : Number(row[at]));
    },
  };
}
