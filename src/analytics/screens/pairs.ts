/** How many candidates a search may try, shared out so that no expiration and no strike takes what others need. */

export interface Pairs {
  /** Candidates tried so far. */
  tried(): number;
  /** Whether a candidate was left out because its part of the search had used up its share. */
  isCapped(): boolean;
  /** Begins one of `left` expirations. */
  open(left: number): void;
  /** Begins one of `left` parts of the expiration; false when it may try none. */
  share(left: number): boolean;
  /** Counts a candidate; false when it must not be tried. */
  take(): boolean;
}

/** At most `most` in all; what a part does not use, those after it may. */
export function createPairs(most: number): Pairs {
  let tried = 0;
  let isCapped = false;
  let ofExpiration = most;
  let ofPart = most;
  /** Parts of a candidate that parts of the expiration were entitled to: where there are more of these than of those. */
  let fraction = 0;
  return {
    tried: () => tried,
    isCapped: () => isCapped,
    open(left) {
      ofExpiration = tried + Math.floor((most - tried) / Math.max(1, left));
      ofPart = ofExpiration;
      fraction = 0;
    },
    share(left) {
      const due = fraction + (ofExpiration - tried) / Math.max(1, left);
      const whole = Math.floor(due + 1e-9);
      fraction = due - whole;
      ofPart = tried + whole;
      if (whole === 0) isCapped = true;
      return whole > 0;
    },
    take() {
      if (tried >= ofPart) {
        isCapped = true;
        return false;
      }
      tried++;
      return true;
    },
  };
}
