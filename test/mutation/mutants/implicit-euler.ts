import type { MutatedFile } from "./mutated-file.js";

/** Of the scheme that others are compared with. */
export const implicitEulerMutants: readonly MutatedFile[] = [
  {
    file: "numerics/conservative-blocks.js",
    tests: ["unit/numerics/conservative-blocks"],
    mutants: [
      ["two layers: the way over the cell before is left out", "a01 += f0 * s01 * b1", "a01 += 0"],
      ["two layers: sums are not carried on", "c0 = 1 + b0 * d0", "c0 = 1"],
      ["two layers: the determinant lacks a term", "own * other + own * a01 + a10 * other", "own * other + own * a01"],
      ["sums are not carried on", "sums[from] = 1 + backward[face + from] * sum", "sums[from] = 1"],
      [
        "the way over the cell before is left out",
        "forward[face + to] * inverses[before + k] * backward[face + from]",
        "0",
      ],
      [
        "eliminated sums stay",
        "columnSums[j] = columnSums[j] + columnSums[k] * share",
        "columnSums[j] = columnSums[j]",
      ],
    ],
  },
  {
    file: "schemes/implicit-euler/linear-exchange.js",
    tests: ["unit/schemes/implicit-euler/linear-step"],
    mutants: [
      ["weights are densities", 'mobility.takes === "weights" ? 0 : ', ""],
      ["levels have the wrong sign", "(top - level) / temperature", "(level - top) / temperature"],
      ["the temperature is left out", "Math.log(graph.weights[edge] * temperature)", "Math.log(graph.weights[edge])"],
      ["both ends have one rate", "byHead[k] = rate * Math.exp((w - top) / temperature)", "byHead[k] = byTail[k]"],
    ],
  },
  {
    file: "schemes/implicit-euler/linear-step.js",
    tests: ["unit/schemes/implicit-euler/linear-step", "unit/reference/stiff-exchange"],
    mutants: [
      [
        "half of the work counts",
        "work += flux * (mu[k] - mu[k + layers])",
        "work += 0.5 * flux * (mu[k] - mu[k + layers])",
      ],
      ["exchange does no work", "work += flux * (mu[first + a] - mu[first + b])", "work += 0"],
      ["the residual of a stiff exchange is its round-off", "if (stiff)", "if (false)"],
      ["whatever is left is solved", "isWithin(residual, tolerance)", "true"],
      [
        "the step is doubled",
        "matrix.forward[face] = tau * forward[face]",
        "matrix.forward[face] = 2 * tau * forward[face]",
      ],
    ],
  },
  {
    file: "schemes/implicit-euler/kept-rates.js",
    tests: ["unit/schemes/implicit-euler/linear-step"],
    mutants: [
      ["exchange does no work", "sum += exchanged[k] * (mu[first + heads[e]] - mu[first + tails[e]])", "sum += 0"],
      [
        "half of the exchange",
        "const flux = tau * exchange.flux(e, tail, head, density, mu)",
        "const flux = 0.5 * tau * exchange.flux(e, tail, head, density, mu)",
      ],
      ["the residual is a sum of signs", "norm += Math.abs(residual[k])", "norm += residual[k]"],
    ],
  },
  {
    file: "schemes/implicit-euler/exchange.js",
    tests: ["unit/schemes/implicit-euler/linear-step", "unit/schemes/implicit-euler/steps.slow"],
    mutants: [
      [
        "the cosh cost has the slope of the quadratic",
        "driving = weight * theta * fluxSlope(xi, temperature)",
        "driving = weight * theta",
      ],
      ["fluxes alone are quadratic", "return theta * (weight * flux(xi, temperature))", "return theta * (weight * xi)"],
      ["both are homogeneous", "isHomogeneous ? 0 : this.value", "true ? 0 : this.value"],
    ],
  },
];
