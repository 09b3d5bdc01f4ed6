/** Candidates that have passed, and the best of them. */

/** Legs of a row, contracts by number; -1 where there is none. */
export const LEGS = 4;

export interface Rows {
  size: number;
  /** `LEGS` places for each row. */
  legs: Int32Array;
  /** The more, the better; what a row has at most until it is settled. */
  scores: Float64Array;
}

export const createRows = (): Rows => ({ size: 0, legs: new Int32Array(1024 * LEGS), scores: new Float64Array(1024) });

/** Adds a candidate. */
export function addRow(rows: Rows, legs: Int32Array, score: number): void {
  if (rows.size === rows.scores.length) {
    const [legs, scores] = [new Int32Array(rows.legs.length * 2), new Float64Array(rows.scores.length * 2)];
    legs.set(rows.legs);
    scores.set(rows.scores);
    Object.assign(rows, { legs, scores });
  }
  const start = rows.size * LEGS;
  for (let leg = 0; leg < LEGS; leg++) rows.legs[start + leg] = legs[leg]!;
  rows.scores[rows.size++] = score;
}

export interface Picking {
  count: number;
  /** Gives a row the score it keeps, not above the one it has, or NaN to leave it out. Asked only of rows that come up. */
  settle?: ((row: number) => number) | undefined;
  /** Contracts of which the picks may have no more than `most` in common. */
  diversity?: { most: number; of(row: number): ArrayLike<number> } | undefined;
}

/** The best rows, the best first; equal scores in the order of their contracts. */
export function pickBest(rows: Rows, { count, settle, diversity }: Picking): number[] {
  const heap = createHeap(rows);
  const isSettled = new Uint8Array(settle ? rows.size : 0);
  const uses = new Map<number, number>();
  const picks: number[] = [];
  while (heap.size() > 0 && picks.length < count) {
    const row = heap.top();
    if (settle && !isSettled[row]) {
      isSettled[row] = 1;
      const score = settle(row);
      if (Number.isNaN(score)) heap.drop();
      else {
        rows.scores[row] = score;
        heap.sink();
      }
      continue;
    }
    heap.drop();
    if (diversity) {
      const shared = Array.from(diversity.of(row));
      if (shared.some((contract) => (uses.get(contract) ?? 0) >= diversity.most)) continue;
      for (const contract of shared) uses.set(contract, (uses.get(contract) ?? 0) + 1);
    }
    picks.push(row);
  }
  return picks;
}

/** A heap of all rows with the best on top. */
function createHeap(rows: Rows): { size(): number; top(): number; drop(): void; sink(): void } {
  const { legs, scores } = rows;
  const heap = new Int32Array(rows.size);
  let size = rows.size;

  function isBefore(one: number, other: number): boolean {
    if (scores[one] !== scores[other]) return scores[one]! > scores[other]!;
    for (let leg = 0; leg < LEGS; leg++) {
      const difference = legs[one * LEGS + leg]! - legs[other * LEGS + leg]!;
      if (difference !== 0) return difference < 0;
    }
    return one < other;
  }

  function sinkFrom(place: number): void {
    const row = heap[place]!;
    for (let child = 2 * place + 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, row)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = row;
  }

  for (let row = 0; row < size; row++) heap[row] = row;
  for (let place = (size >> 1) - 1; place >= 0; place--) sinkFrom(place);
  return {
    size: () => size,
    top: () => heap[0]!,
    drop() {
      heap[0] = heap[--size]!;
      if (size > 0) sinkFrom(0);
    },
    sink: () => sinkFrom(0),
  };
}
