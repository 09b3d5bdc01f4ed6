/** Keeps one user from using up what there is for all: so many calls in a window, counted in this process. */

/** Counts a call of `key`; gives when there is room again if this one is too many, else `null`. */
export type Throttle = (key: string) => number | null;

/** Keys remembered at the most; the oldest window goes first. */
const CAPACITY = 10_000;

export function createThrottle(
  { limit, windowSeconds, now }: { limit: number; windowSeconds: number; now: () => number },
): Throttle {
  const windows = new Map<string, { count: number; endsAt: number }>();
  return (key) => {
    let window = windows.get(key);
    if (window === undefined || window.endsAt <= now()) {
      window = { count: 0, endsAt: now() + windowSeconds * 1000 };
      windows.delete(key);
      windows.set(key, window);
      if (windows.size > CAPACITY) windows.delete(windows.keys().next().value!);
    }
    return ++window.count > limit ? window.endsAt : null;
  };
}
