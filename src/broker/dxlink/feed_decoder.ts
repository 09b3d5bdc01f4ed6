/** Reads a channel's data in whichever of the two formats it comes, in the order of fields that the server has announced. */

import { EVENT_FIELDS, type EventType, isEventType, type Row } from "./event_fields.ts";

export interface FeedDecoder {
  /** Takes the `eventFields` of a FEED_CONFIG. A later one adds to what earlier ones have said. */
  configure(eventFields: unknown): void;
  /** Hands over every event in `data`, and gives their number; what cannot be read is left out. */
  decode(data: unknown, onRow: (type: EventType, row: Row) => void): number;
}

/** Until the server announces an order, it is taken to be the one we asked for. */
export function createFeedDecoder(): FeedDecoder {
  /** By type: where in an announced row each of our fields stands, -1 where it does not; `null` for our own order. */
  const orders = new Map<EventType, { width: number; places: number[] | null }>();

  function announce(type: string, fields: unknown): void {
    if (!isEventType(type) || !Array.isArray(fields) || fields.length === 0) return;
    const ours: readonly string[] = EVENT_FIELDS[type];
    const isOurs = fields.length === ours.length && ours.every((field, place) => fields[place] === field);
    orders.set(type, { width: fields.length, places: isOurs ? null : ours.map((field) => fields.indexOf(field)) });
  }

  function decodeRows(type: EventType, values: readonly unknown[], onRow: (type: EventType, row: Row) => void): number {
    const { width, places } = orders.get(type) ?? { width: EVENT_FIELDS[type].length, places: null };
    // A remainder means that the order is another than we believe: wrong numbers are worse than none.
    if (values.length % width !== 0) return 0;
    for (let start = 0; start < values.length; start += width) {
      onRow(
        type,
        places === null
          ? values.slice(start, start + width)
          : places.map((place) => place < 0 ? undefined : values[start + place]),
      );
    }
    return values.length / width;
  }

  return {
    configure(eventFields) {
      if (typeof eventFields !== "object" || eventFields === null) return;
      for (const [type, fields] of Object.entries(eventFields)) announce(type, fields);
    },
    decode(data, onRow) {
      if (!Array.isArray(data)) return 0;
      let count = 0;
      for (let place = 0; place < data.length; place++) {
        const head = data[place];
        if (typeof head === "object" && head !== null && !Array.isArray(head)) {
          if (typeof head.eventType !== "string" || !isEventType(head.eventType)) continue;
          onRow(head.eventType, EVENT_FIELDS[head.eventType as EventType].map((field) => head[field]));
          count++;
          continue;
        }
        // COMPACT: a type, or a type with its fields, and then the values of all its events in one list.
        const type = Array.isArray(head) ? head[0] : head;
        if (Array.isArray(head)) announce(type, head[1]);
        const values = data[++place];
        if (typeof type === "string" && isEventType(type) && Array.isArray(values)) {
          count += decodeRows(type, values, onRow);
        }
      }
      return count;
    },
  };
}
