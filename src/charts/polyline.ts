/** Lines through points, given as x and y in turn: cut at heights, thinned, walked along. */

/** The line with a point wherever it crosses one of the heights. */
export function cutAt(points: readonly number[], heights: readonly number[]): number[] {
  const cut: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!];
    if (i > 0) {
      const [fromX, fromY] = [points[i - 2]!, points[i - 1]!];
      const crossed = heights.filter((height) => (fromY - height) * (y - height) < 0);
      crossed.sort((a, b) => (a - b) * (y - fromY));
      for (const height of crossed) cut.push(fromX + (x - fromX) * (height - fromY) / (y - fromY), height);
    }
    cut.push(x, y);
  }
  return cut;
}

/** Runs of the line that lie between two heights. */
export function between(points: readonly number[], top: number, bottom: number): number[][] {
  return runs(cutAt(points, [top, bottom]), (height) => height >= top && height <= bottom);
}

/** Areas between the line and `level`, on its upper or its lower side, no farther than `limit`. */
export function areas(points: readonly number[], level: number, limit: number): number[][] {
  const isUpper = limit < level;
  const limited = cutAt(points, [level, limit]).map((value, i) =>
    i % 2 === 0 ? value : isUpper ? Math.max(value, limit) : Math.min(value, limit)
  );
  return runs(limited, (height) => isUpper ? height < level : height > level)
    .map((run) => [run[0]!, level, ...run, run.at(-2)!, level]);
}

/** Runs of segments whose middle satisfies the condition. */
function runs(points: readonly number[], isWanted: (height: number) => boolean): number[][] {
  const found: number[][] = [];
  let run: number[] = [];
  for (let i = 2; i < points.length; i += 2) {
    const [x, y, nextX, nextY] = [points[i - 2]!, points[i - 1]!, points[i]!, points[i + 1]!];
    if (isWanted((y + nextY) / 2)) {
      if (run.length === 0) run.push(x, y);
      run.push(nextX, nextY);
    } else if (run.length > 0) {
      found.push(run);
      run = [];
    }
  }
  return run.length > 0 ? [...found, run] : found;
}

/** The line with fewer points, nowhere farther from the given one than `tolerance` (Douglas and Peucker 1973). */
export function thinned(points: readonly number[], tolerance: number): number[] {
  const last = points.length - 2;
  if (last < 4) return [...points];
  const [x, y] = [points[0]!, points[1]!];
  const [dx, dy] = [points[last]! - x, points[last + 1]! - y];
  const squared = dx * dx + dy * dy;
  let [farthest, distance] = [0, tolerance];
  for (let i = 2; i < last; i += 2) {
    const [px, py] = [points[i]! - x, points[i + 1]! - y];
    const part = squared > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / squared)) : 0;
    const here = Math.hypot(px - part * dx, py - part * dy);
    if (here > distance) [farthest, distance] = [i, here];
  }
  if (farthest === 0) return [x, y, points[last]!, points[last + 1]!];
  const left = thinned(points.slice(0, farthest + 2), tolerance);
  return [...left.slice(0, -2), ...thinned(points.slice(farthest), tolerance)];
}
