/**
 * How much of each pixel lies inside of a shape: exactly the part of its area.
 *
 * An edge leaves in each row what it changes in the coverage of the pixels it touches and of all pixels to its right;
 * adding up along the row gives the coverage (the signed-area method of scan converters for fonts).
 */

/** Closed contours: x and y in turn. Parts that overlap must wind the same way. */
export type Contours = readonly (readonly number[])[];

/** Steps of coverage that are told apart: no eye sees more, and fewer colours make a smaller file. */
export const LEVELS = 16;

/** Is told pixels, numbered row by row, from one to before another that are covered alike, at 1 to `LEVELS`. */
export type Visit = (from: number, to: number, level: number) => void;

/** Rows worked on at a time: their cells stay in the fast memory of the processor. */
const STRIP = 32;
/** Cells that are passed over together where nothing changes. */
const BLOCK = 16;

export function createCoverage(width: number, height: number): (contours: Contours, visit: Visit) => void {
  // Two cells beyond the right edge take what lies to the right of the last pixel.
  const blocksInRow = Math.ceil((width + 2) / BLOCK);
  const stride = blocksInRow * BLOCK;
  const changes = new Float32Array(stride * STRIP);
  /** Whether anything changes in a block of cells. */
  const touched = new Uint8Array(blocksInRow * STRIP);
  const firsts = new Int32Array(STRIP).fill(stride);
  const lasts = new Int32Array(STRIP).fill(-1);

  /** Rows are counted from the first one of the strip. */
  function addEdge(fromX: number, fromY: number, toX: number, toY: number): void {
    if (fromY > toY) {
      addPieces(toX, toY, fromX, fromY, -1);
    } else if (fromY < toY) addPieces(fromX, fromY, toX, toY, 1);
  }

  function addPieces(fromX: number, fromY: number, toX: number, toY: number, direction: number): void {
    const end = Math.min(STRIP, toY);
    let y = Math.max(0, fromY);
    if (y >= end) return;
    const slope = (toX - fromX) / (toY - fromY);
    let x = fromX + (y - fromY) * slope;
    for (let row = Math.floor(y); y < end; row++) {
      const nextY = Math.min(row + 1, end);
      const nextX = x + (nextY - y) * slope;
      if (x < nextX) addPiece(row, x, nextX, (nextY - y) * direction);
      else addPiece(row, nextX, x, (nextY - y) * direction);
      x = nextX;
      y = nextY;
    }
  }

  /** A piece of an edge within one row: what lies beyond the left edge covers the whole row, beyond the right one nothing. */
  function addPiece(row: number, low: number, high: number, rise: number): void {
    if (low >= width) return;
    if (high <= 0) return addInner(row, 0, 0, rise);
    if (low >= 0 && high <= width) return addInner(row, low, high, rise);
    const from = Math.max(0, low);
    const to = Math.min(width, high);
    if (low < 0) addInner(row, 0, 0, rise * (-low / (high - low)));
    addInner(row, from, to, rise * ((to - from) / (high - low)));
  }

  /** A piece within the picture, `rise` high. */
  function addInner(row: number, from: number, to: number, rise: number): void {
    const first = Math.floor(from);
    const last = Math.floor(to);
    const base = row * stride;
    if (first < firsts[row]!) firsts[row] = first;
    if (last + 1 > lasts[row]!) lasts[row] = last + 1;
    const lastBlock = Math.floor((last + 1) / BLOCK);
    for (let block = Math.floor(first / BLOCK); block <= lastBlock; block++) touched[row * blocksInRow + block] = 1;
    if (last === first) {
      const left = rise * (first + 1 - (from + to) / 2);
      changes[base + first]! += left;
      changes[base + first + 1]! += rise - left;
      return;
    }
    // What the piece covers of each pixel it passes; the difference to the pixel before is what changes.
    const steep = rise / (to - from);
    let before = 0;
    for (let pixel = first; pixel <= last; pixel++) {
      const enter = Math.max(from, pixel);
      const leave = Math.min(to, pixel + 1);
      const covered = steep * ((leave - enter) * (pixel + 1 - (enter + leave) / 2) + enter - from);
      changes[base + pixel]! += covered - before;
      before = covered;
    }
    changes[base + last + 1]! += rise - before;
  }

  /** Tells the coverage of a row whose first pixel has the number `pixel`, and clears it. */
  function visitRow(row: number, pixel: number, visit: Visit): void {
    let sum = 0;
    let start = 0;
    let level = 0;
    const base = row * stride;
    const end = lasts[row]! + 1;
    for (let from = firsts[row]! - firsts[row]! % BLOCK; from < end; from += BLOCK) {
      const block = row * blocksInRow + from / BLOCK;
      if (touched[block] === 0) continue;
      touched[block] = 0;
      for (let x = from; x < from + BLOCK; x++) {
        const change = changes[base + x]!;
        if (change === 0) continue;
        changes[base + x] = 0;
        sum += change;
        const size = sum < 0 ? -sum : sum;
        const next = size >= 1 ? LEVELS : (size * LEVELS + 0.5) | 0;
        if (next === level) continue;
        if (level > 0) visit(pixel + start, pixel + Math.min(width, x), level);
        start = x;
        level = next;
      }
    }
    if (level > 0) visit(pixel + start, pixel + width, level);
    firsts[row] = stride;
    lasts[row] = -1;
  }

  return (contours, visit) => {
    let [top, bottom] = [Infinity, -Infinity];
    for (const points of contours) {
      for (let i = 1; i < points.length; i += 2) {
        if (points[i]! < top) top = points[i]!;
        if (points[i]! > bottom) bottom = points[i]!;
      }
    }
    const last = Math.min(height, bottom);
    for (let strip = Math.max(0, Math.floor(top)); strip < last; strip += STRIP) {
      for (const points of contours) {
        const size = points.length;
        let [x, y] = [points[size - 2]!, points[size - 1]!];
        for (let i = 0; i < size; i += 2) {
          addEdge(x, y - strip, points[i]!, points[i + 1]! - strip);
          x = points[i]!;
          y = points[i + 1]!;
        }
      }
      const rows = Math.min(STRIP, Math.ceil(last) - strip, height - strip);
      for (let row = 0; row < rows; row++) if (lasts[row]! >= 0) visitRow(row, (strip + row) * width, visit);
    }
  };
}
