import { z } from "zod";
import { key } from "../../model/schema-parts.js";
import { judgesMesh } from "../admissibility.js";
import { prepareExactIterate } from "../exact-iterate.js";
import { gaussianKeys } from "../gaussian-flow.js";
import { inferGaussianFlow } from "../infer-gaussian.js";
import type { PreparedReference } from "../kind.js";
import { iterateKey } from "../times.js";
import { meshless } from "./meshless.js";

const schema = z.strictObject({
  kind: key(
    z.literal("exact-iterate"),
    "The exact minimizing movement of a Gaussian in a quadratic potential at the level's own step size.",
  ),
  ...gaussianKeys.shape,
});
type ExactIterateSpec = z.output<typeof schema>;

/** On two axes exact iterates are not those of swept transport, unless the axes do not see each other. */
const splitting = {
  verdict: "warning",
  warning: "what is measured is the difference of swept transport to the exact Wasserstein step, not the time error",
} as const;

/** The exact minimizing movement of a Gaussian, or of a Barenblatt profile, in a quadratic potential. */
export const exactIterate = {
  ...meshless,
  name: "exact-iterate",
  schema,
  rank: 4,
  measures: { time: false, mesh: true },
  inertial: null,
  isTried: true,
  automatic: {
    axes: ["h"],
    choose({ problem, inertia }) {
      const flow = inertia === undefined ? inferGaussianFlow(problem()) : null;
      return flow && { kind: "exact-iterate", ...flow };
    },
  },
  estimates: [{ of: "`exact-iterate`", from: "other quadrature", sees: "cell averages", misses: "the iterates" }],
  judges: (axes) => (axes > 1 ? { ...judgesMesh, tau: splitting } : judgesMesh),
  bind: (spec) => spec,
  prepare: (spec, source, demand) => prepareExactIterate(spec, source, demand),
  keyOf: iterateKey,
} satisfies PreparedReference<ExactIterateSpec, ExactIterateSpec>;
