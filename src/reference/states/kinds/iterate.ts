import { exactly } from "../gaussian-problem.js";
import type { StateReferenceKind } from "../kind.js";
import type { StateSolution } from "../types.js";

/** Key of a solution that depends on the step size too, e.g. `6 of 16`. */
function stepKey(n: number, steps: number): string {
  return `${n} of ${steps}`;
}

/** The exact discrete iterate at the level's tau. */
export const iterate = {
  name: "iterate",
  measures: { time: false, mesh: false },
  caveat: null,
  estimates: [
    {
      of: "states: `iterate`",
      from: "none for closed forms",
      sees: "nothing",
      misses: "round-off of closed forms, reported as 0",
    },
  ],
  keyOf: stepKey,
  solve(flows, finalTime, { levels, initial }) {
    const { description, solve } = flows.iterate();
    const solutions: Record<string, StateSolution> = {};
    for (const { steps, times } of levels) {
      const solved = solve(finalTime / steps, Math.max(0, ...times));
      for (const n of times) solutions[stepKey(n, steps)] = n === 0 ? exactly(initial) : solved[n - 1];
    }
    return { description, solutions };
  },
} satisfies StateReferenceKind<"iterate">;
