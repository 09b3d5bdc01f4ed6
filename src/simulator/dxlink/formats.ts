/** How events are written into a frame: as objects (FULL) or as rows of values (COMPACT). */

import { CLOCK_FIELDS, type EventType, type Value } from "./event_fields.ts";

export type DataFormat = "FULL" | "COMPACT";

/** The values of one event in the order of its fields. */
export type Row = readonly Value[];

/** JSON has no NaN and no infinities: they are written as texts. */
const written = (value: Value): Value => typeof value === "number" && !Number.isFinite(value) ? String(value) : value;

/** The `data` of a frame with events of one type. */
export function writeData(
  format: DataFormat,
  type: EventType,
  fields: readonly string[],
  rows: readonly Row[],
): unknown[] {
  return format === "COMPACT"
    ? [type, rows.flatMap((row) => row.map(written))]
    : rows.map((row) => writeFull(fields, row));
}

/** An object without what is not there. */
function writeFull(fields: readonly string[], row: Row): Record<string, Value> {
  const event: Record<string, Value> = {};
  for (const [i, field] of fields.entries()) {
    const value = row[i]!;
    if (value !== null && !Number.isNaN(value)) event[field] = written(value);
  }
  return event;
}

/** Whether two rows say the same, apart from when. */
export function isSame(fields: readonly string[], before: Row, after: Row): boolean {
  return fields.every((field, i) => Object.is(before[i], after[i]) || CLOCK_FIELDS.has(field));
}
