/** Number of single-character edits between two strings. */
export function levenshtein(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}

/**
 * The candidate that `name` begins, else the one with the fewest edits, the first of several; undefined if there are
 * none.
 */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const short = name.slice(0, 200).toLowerCase();
  const begun = short.length < 2 ? undefined : candidates.find((one) => one.toLowerCase().startsWith(short));
  if (begun !== undefined) return begun;
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = levenshtein(short, candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** A sentence that suggests the nearest candidate and lists the others while they are few. */
export function suggest(name: string, candidates: readonly string[]): string {
  const best = nearest(name, candidates);
  if (best === undefined) return "Remove it.";
  const others = candidates.length > 1 && candidates.length <= 12 ? ` (allowed: ${candidates.join(", ")})` : "";
  return `Did you mean '${best}'?${others}`;
}
