/** Trouble on demand: what the simulated broker does wrong, for which requests, and how often. */

/** The bodies and manners of failure. */
export type Fault =
  & {
    /** Requests whose path starts with this; every request without it. */
    path?: string;
    /** How often it strikes; for ever without it. */
    times?: number;
  }
  & (
    /** An error status with the broker's usual body for it. */
    | { kind: "status"; status: 401 | 403 | 404 | 429 | 500 | 502 }
    /** A page of HTML, as during maintenance. */
    | { kind: "html"; status?: number }
    /** The right answer, broken off in the middle. */
    | { kind: "half_json" }
    /** The right answer, late. */
    | { kind: "slow"; milliseconds: number }
    /** The connection breaks: fetch rejects with a `TypeError`. */
    | { kind: "dropped" }
    /** No answer at all until the caller gives up. */
    | { kind: "silent" }
    /** The right answer without a key, wherever it stands. */
    | { kind: "wrong_shape"; key: string }
  );

/** The faults in force. The first that fits a request strikes it. */
export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  list(): Fault[];
  /** The fault that strikes `path` now; uses up one of its `times`. */
  strike(path: string): Fault | null;
}

/** An empty list of faults. */
export function createFaults(): Faults {
  let faults: Fault[] = [];
  return {
    add: (fault) => void faults.push({ ...fault }),
    clear: () => void (faults = []),
    list: () => faults.map((fault) => ({ ...fault })),
    strike(path) {
      const fault = faults.find((candidate) => path.startsWith(candidate.path ?? ""));
      if (fault === undefined) return null;
      if (fault.times !== undefined && --fault.times <= 0) faults = faults.filter((other) => other !== fault);
      return fault;
    },
  };
}
