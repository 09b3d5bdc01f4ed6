/** Labels side by side in a row, each as near its place as its neighbours allow. */

export interface Wish {
  /** Where its middle wants to be. */
  x: number;
  width: number;
  /** Labels of less weight make room first. */
  weight: number;
}

export interface Seat<W extends Wish> {
  wish: W;
  /** Where its middle is. */
  middle: number;
}

/** Seats from left to right between two edges; what finds none within `reach` pixels of its wish is left out. */
export function seatLabels<W extends Wish>(
  wishes: readonly W[],
  { left, right, gap, reach }: { left: number; right: number; gap: number; reach: number },
): Seat<W>[] {
  let remaining = wishes.toSorted((a, b) => a.x - b.x);
  while (remaining.length > 0) {
    const seats = spread(remaining, left, right, gap);
    const isWrong = seats.map(({ wish, middle }, i) =>
      Math.abs(middle - wish.x) > reach || middle - wish.width / 2 < left - 0.01 ||
      middle + wish.width / 2 > right + 0.01 ||
      (i > 0 && middle - seats[i - 1]!.middle < (wish.width + seats[i - 1]!.wish.width) / 2 + gap - 0.01)
    );
    if (!isWrong.includes(true)) return seats;
    const leaving = leastIn(remaining, isWrong, gap);
    remaining = remaining.filter((wish) => wish !== leaving);
  }
  return [];
}

/** Neighbours that overlap become a block around the middle of their wishes (pooling adjacent violators). */
function spread<W extends Wish>(wishes: readonly W[], left: number, right: number, gap: number): Seat<W>[] {
  interface Block {
    wishes: W[];
    width: number;
    start: number;
    /** Sum of where the block would start by the wish of each. */
    sum: number;
  }
  const blocks: Block[] = [];
  const placed = (block: Block): Block => {
    const start = Math.max(left, Math.min(right - block.width, block.sum / block.wishes.length));
    return { ...block, start };
  };
  for (const wish of wishes) {
    let block = placed({ wishes: [wish], width: wish.width, start: 0, sum: wish.x - wish.width / 2 });
    for (
      let before = blocks.at(-1);
      before && before.start + before.width + gap > block.start;
      before = blocks.at(-1)
    ) {
      blocks.pop();
      const shift = before.width + gap;
      block = placed({
        wishes: [...before.wishes, ...block.wishes],
        width: shift + block.width,
        start: 0,
        sum: before.sum + block.sum - shift * block.wishes.length,
      });
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ wishes, start }) => {
    let from = start;
    return wishes.map((wish) => {
      const middle = from + wish.width / 2;
      from += wish.width + gap;
      return { wish, middle };
    });
  });
}

/** Of the labels around the trouble the lightest one, and of those the one with the nearest neighbours. */
function leastIn<W extends Wish>(wishes: readonly W[], isWrong: readonly boolean[], gap: number): W {
  const isNear = (a: W, b: W): boolean => Math.abs(a.x - b.x) < 3 * (a.width + b.width + gap);
  const troubled = wishes.filter((_, i) => isWrong[i]);
  const candidates = wishes.filter((wish) => troubled.some((other) => isNear(wish, other)));
  const room = (wish: W): number => {
    const place = wishes.indexOf(wish);
    const [before, after] = [wishes[place - 1], wishes[place + 1]];
    return (after?.x ?? wish.x + wish.width) - (before?.x ?? wish.x - wish.width);
  };
  return candidates.reduce((least, wish) =>
    wish.weight < least.weight || (wish.weight === least.weight && room(wish) < room(least)) ? wish : least
  );
}
