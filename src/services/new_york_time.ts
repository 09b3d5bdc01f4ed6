/** Instants as clocks in New York show them, which is how traders speak of the market. */

import { newYorkDay, newYorkInstant, newYorkMinutes } from "../core/calendar.ts";

/** `2026-11-20T11:00-05:00`: the wall clock and its distance from UTC. */
export function newYorkTime(at: number): string {
  const wall = newYorkWall(at);
  const behind = Math.round((at - Date.parse(`${wall}Z`)) / 3_600_000);
  return `${wall}-${String(behind).padStart(2, "0")}:00`;
}

/** `2026-11-20T11:00`: the wall clock alone, to the minute. */
export function newYorkWall(at: number): string {
  const minutes = newYorkMinutes(at);
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${newYorkDay(at)}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The instant of a day or of a `newYorkWall`; a day is its first minute. `null` for what no calendar or clock shows. */
export function fromNewYork(text: string): number | null {
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d))?$/.exec(text);
  if (parts === null) return null;
  const [, day, hour = "0", minute = "0"] = parts;
  const parsed = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== day) return null;
  if (Number(hour) > 23 || Number(minute) > 59) return null;
  return newYorkInstant(day, Number(hour) * 60 + Number(minute));
}
