import { demandedTimes, reduceFraction } from "../../times.js";
import { exactly } from "../gaussian-problem.js";
import type { StateReferenceKind } from "../kind.js";
import type { StateSolution } from "../types.js";

/** Key of a solution that depends on time only, e.g. `3/8`. */
function timeKey(n: number, steps: number): string {
  const time = reduceFraction(n, steps);
  return `${time.n}/${time.steps}`;
}

/** The equation that tau -> 0 leads to: it depends on time only, levels share it, and it is integrated once. */
export const limit = {
  name: "limit",
  // Nothing tells the parts of an error of states apart.
  measures: { time: true, mesh: false },
  caveat: null,
  estimates: [
    {
      of: "states: `limit`",
      from: "the extrapolated midpoint rule instead of Dormand–Prince, or (too stiff) the latter with a thousand times the tolerance; none for closed forms",
      sees: "time integration",
      misses: "the right-hand side; round-off of closed forms, reported as 0",
    },
  ],
  keyOf: timeKey,
  solve(flows, finalTime, { levels, initial }) {
    const fractions = demandedTimes(levels);
    const later = fractions.filter(({ n }) => n > 0);
    const { description, solve } = flows.limit();
    const solved = solve(later.map(({ n, steps }) => (finalTime * n) / steps));
    const solutions: Record<string, StateSolution> = {};
    for (const { n, steps } of fractions) solutions[timeKey(n, steps)] = exactly(initial);
    later.forEach(({ n, steps }, k) => {
      solutions[timeKey(n, steps)] = solved[k];
    });
    return { description, solutions };
  },
} satisfies StateReferenceKind<"limit">;
