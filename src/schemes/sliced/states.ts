import type { StateProblem, StateStepper } from "../../model/evolution.js";
import type { Functional } from "../../model/states/functional.js";
import type { StateModelSpec } from "../../model/states/state-model.js";
import { notMoved, refuseDensity } from "../checked-states.js";
import { checkGaussian, checkGrid } from "./check.js";
import { createGaussianSliced } from "./gaussian-step.js";
import { createGridSliced } from "./grid-step.js";
import { limitOfDensities, limitOfParticles } from "./limits.js";
import type { SlicedOptions } from "./options.js";
import { createParticleSliced } from "./particle-step.js";

/** What the scheme does with a kind of state. */
interface SlicedState {
  /** @throws {InputError} on a functional that it cannot step, with path, value and remedy */
  check(functional: Functional): void;
  create(problem: StateProblem, options: SlicedOptions): StateStepper;
  /** Directions in d > 1 dimensions, below which some of its changes cost nothing. */
  leastDirections(d: number): number;
  readonly changes: string;
  /** Operations per direction and point. */
  work(d: number, points: number): number;
  /** Numbers per direction and point that a step keeps: sorted projections, or the bins of cells. */
  readonly numbers: number;
  /** What steps tend to, in formulas. */
  limit(model: StateModelSpec): readonly string[];
}

const states = {
  gaussian: {
    check: checkGaussian,
    create: createGaussianSliced,
    leastDirections: (d) => (d * (d + 1)) / 2,
    changes: "changes of the covariance",
    work: (d) => d ** 4,
    numbers: 4,
    limit: limitOfDensities,
  },
  particles: {
    check: (functional) => refuseDensity(functional, "Leave it (or kl) out, or use a gaussian or grid state."),
    create: createParticleSliced,
    leastDirections: (d) => d,
    changes: "movements",
    work: (d, points) => d + Math.log2(points) + 5,
    numbers: 4,
    limit: limitOfParticles,
  },
  grid: {
    check: checkGrid,
    create: createGridSliced,
    leastDirections: (d) => d,
    changes: "movements",
    work: () => 100,
    numbers: 8,
    limit: limitOfDensities,
  },
} satisfies Record<string, SlicedState>;

export const slicedStates = Object.keys(states) as readonly (keyof typeof states)[];

/** @throws {InputError} on a kind that the scheme does not move */
export function slicedState(kind: string): SlicedState {
  const found = slicedStates.find((name) => name === kind);
  if (found === undefined) throw notMoved({ name: "sliced", moves: slicedStates }, kind);
  return states[found];
}
