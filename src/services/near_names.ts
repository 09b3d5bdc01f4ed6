/** Names that look like one that was not found. */

/** Below this likeness a name is no suggestion. */
const LEAST = 0.3;

/** At most `most` of `names`, the most alike first, by the pairs of letters they share. */
export function nearNames(wanted: string, names: readonly string[], most: number): string[] {
  const pairs = pairsOf(wanted);
  return names
    .map((name) => ({ name, likeness: likeness(pairs, pairsOf(name)) }))
    .filter(({ likeness }) => likeness >= LEAST)
    .sort((a, b) => b.likeness - a.likeness || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** The same for `High IV`, `high-iv` and `HIGH  IV`. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

function pairsOf(name: string): Set<string> {
  const plain = ` ${plainName(name)} `;
  return new Set(Array.from({ length: plain.length - 1 }, (_, position) => plain.slice(position, position + 2)));
}

/** Twice what they share of what both have: 1 for the same pairs, 0 for none in common. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return 2 * a.intersection(b).size / (a.size + b.size);
}
