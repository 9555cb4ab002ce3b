import type { MutatedFile } from "./mutated-file.js";

/** Of the implicit steps that integrate the limit, and of when it has settled. */
export const implicitReferenceMutants: readonly MutatedFile[] = [
  {
    file: "reference/implicit-step.js",
    tests: ["unit/reference/integrate.slow", "unit/reference/stiff-exchange"],
    mutants: [
      ["no path of growing steps", "const pathLength = 14", "const pathLength = 1"],
      ["the neighbour is not asked", "solveAfter(system.neighbour, equation, density) ?? status", "status"],
      ["the relaxed neighbour is not asked", "solveAfter(system.relaxed(), equation, density) ?? status", "status"],
      ["another system's solution is taken for the own", "return solveFrom(equation, density);", 'return "converged";'],
    ],
  },
  {
    file: "reference/implicit-newton.js",
    tests: ["unit/reference/integrate.slow", "unit/reference/stiff-exchange"],
    mutants: [
      ["settled is not asked", "if (settled && isWithin(norm, accepted))", "if (isWithin(norm, accepted))"],
      ["the residual is not asked", "if (settled && isWithin(norm, accepted))", "if (settled)"],
      [
        "mass is not mended",
        "const factor = compensatedSum(equation.base) / compensatedSum(density)",
        "const factor = 1",
      ],
      [
        "mass is mended the wrong way",
        "compensatedSum(equation.base) / compensatedSum(density)",
        "compensatedSum(density) / compensatedSum(equation.base)",
      ],
      ["no step across a kink", "const maxJumps = 8", "const maxJumps = 0"],
      [
        "round-off of stiff exchange is not granted",
        "roundOff + (stiff ? dt * system.exchangeRoundOff(density) : 0)",
        "roundOff",
      ],
      ["the change is not what is solved for", "const byChange = stiff && system.isAffine", "const byChange = false"],
      [
        "stiff layers are eliminated like others",
        "matrix.solve(next, density, stiff)",
        "matrix.solve(next, density, false)",
      ],
    ],
  },
  {
    file: "reference/implicit-equation.js",
    tests: ["unit/reference/integrate.slow", "unit/reference/stiff-exchange"],
    mutants: [
      ["residuals keep their sign", "norm += Math.abs(value)", "norm += value"],
      [
        "dt is taken twice in the residual",
        "density[k] - base[k] - dt * rate[k]",
        "density[k] - base[k] - 2 * dt * rate[k]",
      ],
      ["stiff exchange is never stiff", "return dt * system.stiffness > stiffExchange", "return false"],
    ],
  },
  {
    file: "reference/implicit-update.js",
    tests: ["unit/reference/implicit-update", "unit/reference/integrate.slow", "unit/reference/stiff-exchange"],
    mutants: [
      [
        "negative densities are kept",
        "const target = next[k] > 0 ? next[k] : leastFactor * kept",
        "const target = next[k]",
      ],
      ["no damping", "const maxHalvings = 30", "const maxHalvings = 0"],
      ["no update of logarithms", "if (halving === 0 && !(reached", "if (false && !(reached"],
      [
        "logarithms grow up to the explicit step only",
        "for (const unbounded of [false, true])",
        "for (const unbounded of [false])",
      ],
      [
        "logarithms grow without bound",
        "Math.max(grown, leastFactor * kept), most)",
        "Math.max(grown, leastFactor * kept), Infinity)",
      ],
    ],
  },
  {
    file: "reference/settled.js",
    tests: ["unit/reference/implicit-update", "unit/reference/integrate.slow", "unit/reference/stiff-exchange"],
    mutants: [
      ["tails need not be settled", "const tolRelative = 1e-4", "const tolRelative = 1e9"],
      ["empty cells next to mass need not be settled", "|| hasMassBeside(density, k, strides, negligible)", ""],
      ["mass beside is looked for on one side", "Math.max(before, after) > negligible", "before > negligible"],
      ["mass beside is looked for on the other side", "Math.max(before, after) > negligible", "after > negligible"],
      ["any sum of changes is settled", "return size <= tolerance", "return true"],
    ],
  },
];
