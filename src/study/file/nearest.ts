/** Numbers of single-character edits between a string and every beginning of another, the whole last. */
function editsToBeginnings(a: string, b: string): readonly number[] {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row;
}

/** Edits of which a word of so many letters is still meant: half of them, two at least. */
function allowance(length: number): number {
  return Math.max(2, Math.floor(length / 2));
}

/** Candidates that are shown instead of all. */
const mostShown = 3;
/** Candidates that can be listed. */
const mostListed = 12;

/**
 * Candidates that may be meant by a name, the likeliest first: those that it begins, then those with the fewest edits.
 *
 * A word that is like none has no candidates: a wrong suggestion is worse than none.
 */
export function nearestFew(name: string, candidates: readonly string[], most = mostShown): readonly string[] {
  const short = name.slice(0, 200).toLowerCase();
  const ranked = candidates.map((candidate) => ({ candidate, rank: rankOf(short, candidate.toLowerCase()) }));
  return ranked
    .filter(({ rank }) => rank <= allowance(short.length))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/**
 * The number of edits, of a few to its beginning where that is less; below 0 where the name begins the candidate,
 * Infinity where no letter stays.
 */
function rankOf(name: string, candidate: string): number {
  if (name.length > 1 && candidate.startsWith(name)) return candidate === name ? -2 : -1;
  const edits = editsToBeginnings(name, candidate);
  const begun = Math.min(...edits);
  if (begun <= name.length / 4) return begun;
  const whole = edits[candidate.length];
  return whole < Math.max(name.length, candidate.length) ? whole : Number.POSITIVE_INFINITY;
}

/** The likeliest candidate; undefined where none is like the name. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  return nearestFew(name, candidates, 1)[0];
}

/** A sentence that suggests the nearest candidate and lists the others while they are few. */
export function suggest(name: string, candidates: readonly string[]): string {
  if (candidates.length === 0) return "Remove it.";
  const best = nearest(name, candidates);
  const all = candidates.join(", ");
  if (best === undefined)
    return candidates.length <= 2 * mostListed ? `Use one that is allowed: ${all}.` : "Remove it.";
  const others = candidates.length > 1 && candidates.length <= mostListed ? ` (allowed: ${all})` : "";
  return `Did you mean '${best}'?${others}`;
}

/** `Did you mean 'a', 'b' or 'c'?`; undefined where no candidate is like the name. */
export function suggestFew(name: string, candidates: readonly string[]): string | undefined {
  const quoted = nearestFew(name, candidates).map((one) => `'${one}'`);
  if (quoted.length === 0) return undefined;
  const last = quoted[quoted.length - 1];
  return `Did you mean ${quoted.length === 1 ? last : `${quoted.slice(0, -1).join(", ")} or ${last}`}?`;
}
