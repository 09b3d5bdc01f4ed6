/** How far an underlying goes when the index goes somewhere. */

/** No underlying falls or rises by more than these parts of its price, whatever its beta. */
export const LARGEST_FALL = -0.95;
export const LARGEST_RISE = 2;

/** The part of its price by which an underlying of that beta moves; without a beta it stays where it is. */
export function underlyingMove(beta: number | null, indexMove: number): number {
  if (beta === null) return 0;
  // Not minus zero.
  return Math.min(LARGEST_RISE, Math.max(LARGEST_FALL, beta * indexMove)) + 0;
}

/** Whether the move is one that `underlyingMove` has cut. */
export const isCut = (beta: number | null, indexMove: number): boolean =>
  beta !== null && underlyingMove(beta, indexMove) !== beta * indexMove + 0;
