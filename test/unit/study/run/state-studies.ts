import { checkStudy } from "../../../../src/study/file/check.js";
import { isOfStates, type StateStudy } from "../../../../src/study/file/schema.js";

/** A Gaussian in Gromov–Wasserstein geometry: closed forms throughout. */
export const gaussianStudy = {
  id: "gaussian",
  model: {
    dimension: 2,
    state: {
      kind: "gaussian",
      mean: 0,
      covariance: [
        [3, 0],
        [0, 0.4],
      ],
    },
    functional: { potential: { matrix: 1.5 }, entropy: 1 },
    finalTime: 1,
  },
  scheme: { name: "gromov" },
  reference: [{ kind: "limit" }, { kind: "iterate" }],
  sweep: { axis: "tau", steps: [5, 10, 20] },
  errors: ["IGW", "symKL"],
};

/** The same in the sliced metric with random directions. */
export const slicedStudy = {
  ...gaussianStudy,
  id: "sliced",
  scheme: { name: "sliced", rule: "random", directions: 16, seed: 3 },
  reference: { kind: "iterate" },
  sweep: { axis: "tau", steps: [2] },
  errors: ["W2"],
};

/** Particles in a quartic well. */
export const particleStudy = {
  ...gaussianStudy,
  id: "particles",
  model: {
    dimension: 2,
    state: { kind: "particles", sample: "normal", count: 8, seed: 2 },
    functional: { potential: "r^4/4" },
    finalTime: 0.2,
  },
  reference: { kind: "limit" },
  sweep: { axis: "tau", steps: [2, 4] },
  errors: ["aligned", "energy"],
};

/** The study with the value at a path replaced. */
export function changed(study: object, path: readonly string[], value: unknown): object {
  const copy = structuredClone(study);
  let parent = copy as Record<string, unknown>;
  for (const key of path.slice(0, -1)) {
    parent[key] ??= {};
    parent = parent[key] as Record<string, unknown>;
  }
  parent[path.at(-1) as string] = value;
  return copy;
}

export function stateStudy(raw: unknown): StateStudy {
  const study = checkStudy(raw);
  if (!isOfStates(study)) throw new Error("not a study of states");
  return study;
}
