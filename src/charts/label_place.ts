/** Labels beside points of a chart: where they hide neither one another nor, if it can be helped, the curves. */

export interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Spot {
  x: number;
  y: number;
}

export type Side = "above" | "below";

/** Pixels from a point to the label beside it; how far off it may be, in steps of its height; and shifts of its width. */
const GAP = 6;
const STEPS = [0, 1, 2, 3];
const SHIFTS = [0, -1, 1, -0.5, 0.5];
/** What is worse, by how much: to hide a piece of a curve, to be a step off, to be to the side, to be on the other side. */
const COSTS = { hidden: 3, step: 6, drift: 2, side: 1 };

export const areaAround = ({ x, y }: Spot, reach: number): Area => ({
  left: x - reach,
  top: y - reach,
  right: x + reach,
  bottom: y + reach,
});

const overlaps = (a: Area, b: Area): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The most fitting place for a label of this size beside `point`, or `null` when all are taken. */
export function placeLabel(
  point: Spot,
  { width, height }: { width: number; height: number },
  { within, taken, curve }: { within: Area; taken: readonly Area[]; curve: readonly Spot[] },
  side: Side,
): Area | null {
  let best: Area | null = null;
  let least = Infinity;
  for (const other of ["above", "below"] as const) {
    for (const step of STEPS) {
      for (const shift of SHIFTS) {
        const away = GAP + step * height;
        const middle = point.x + shift * (width / 2 + (step === 0 ? GAP : 0));
        const left = Math.min(Math.max(middle - width / 2, within.left), within.right - width);
        const top = other === "above" ? point.y - away - height : point.y + away;
        const area = { left, top, right: left + width, bottom: top + height };
        if (top < within.top || area.bottom > within.bottom || left < within.left) continue;
        if (taken.some((one) => overlaps(area, one))) continue;
        const hidden = curve.filter(({ x, y }) => x > area.left && x < area.right && y > top && y < area.bottom).length;
        const drift = Math.abs(left + width / 2 - point.x) / width;
        const cost = COSTS.hidden * hidden + COSTS.step * step + COSTS.drift * drift +
          (other === side ? 0 : COSTS.side);
        if (cost < least) [best, least] = [area, cost];
      }
    }
  }
  return best;
}
