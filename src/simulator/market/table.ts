/** Tables written as text: a row a line, cells divided by `|`. */

/** The rows of a table. */
export const rowsOf = (table: string): string[][] => table.trim().split("\n").map((row) => row.split("|"));

/** A cell that names a path and perhaps a ratio to it, such as `SPX*.1`. */
export function readTracking(cell: string): { path: string; ratio: number } {
  const [path = "", ratio = "1"] = cell.split("*");
  return { path, ratio: Number(ratio) };
}
