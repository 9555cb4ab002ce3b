import type { SearchMethod, SearchOutcome, SearchRecord } from "./record.js";

/** What the searches of one method came to. */
export interface MethodSummary {
  readonly method: SearchMethod;
  /** Searches that came to their end; those that were interrupted count for the least value only. */
  readonly searches: number;
  /** Of them, those that reached the target. */
  readonly reached: number;
  /** Evaluations to the target at {@link quantileLevels}; NaN where fewer searches reached it. */
  readonly quantiles: readonly number[];
  /** Least value of all searches, and the median of their best values. */
  readonly best: number;
  readonly median: number;
  readonly failures: readonly SearchOutcome[];
}

export const quantileLevels = [0.1, 0.25, 0.5, 0.75, 0.9] as const;

const names: Readonly<Record<SearchMethod, string>> = {
  "first-order": "particles, order 1",
  "second-order": "particles, order 2",
  "hill-climbing": "hill climbing",
  random: "random search",
};

export function methodName(method: SearchMethod): string {
  return names[method];
}

/** One summary per method, in the order of the study. */
export function summariesOf(record: SearchRecord): MethodSummary[] {
  return record.methods.map((method) => {
    const begun = record.outcomes.filter((outcome) => outcome.method === method);
    const own = begun.filter(isFinished);
    const solved = own.map(({ solvedAt }) => solvedAt).filter((at) => !Number.isNaN(at));
    const bests = own.map(bestValue).sort((a, b) => a - b);
    return {
      method,
      searches: own.length,
      reached: solved.length,
      quantiles: quantileLevels.map((level) => quantile(solved, own.length, level)),
      best: Math.min(...begun.map(bestValue)),
      median: bests[Math.ceil(bests.length / 2) - 1] ?? Number.NaN,
      failures: own.filter(({ status }) => status !== "ok"),
    };
  });
}

export function isFinished({ status }: SearchOutcome): boolean {
  return status !== "interrupted";
}

function bestValue({ best }: SearchOutcome): number {
  return best?.value ?? Number.POSITIVE_INFINITY;
}

/** The least number of evaluations within which a part of all searches has succeeded; those that have not never do. */
function quantile(solved: readonly number[], count: number, level: number): number {
  const sorted = [...solved].sort((a, b) => a - b);
  return sorted[Math.ceil(level * count) - 1] ?? Number.NaN;
}
