import type { MutatedFile } from "./mutated-file.js";

/** Of the scheme that others are compared with. */
export const implicitEulerMutants: readonly MutatedFile[] = [
  {
    file: "numerics/conservative-pairs.js",
    tests: ["unit/numerics/conservative-blocks"],
    mutants: [
      ["the way over the cell before is left out", "a01 += passed[b - 3] * b1", "a01 += 0"],
      ["sums are not carried on", "c0 = 1 + b0 * d0", "c0 = 1"],
      ["the determinant lacks a term", "own * other + own * a01 + a10 * other", "own * other + own * a01"],
      ["the check forgets an exchange", "const across = cells[r + 8] * x0 - cells[r + 9] * x1", "const across = 0"],
      ["the check forgets a flux", "const flux1 = cells[r + 5] * x1 - back1", "const flux1 = 0"],
    ],
  },
  {
    file: "numerics/conservative-scalars.js",
    tests: ["unit/numerics/conservative-blocks"],
    mutants: [
      ["sums are not carried on", "columnSum = 1 + backward[k] * (columnSum * inverse)", "columnSum = 1"],
      ["the check forgets a flux", "k < last ? forward[k] * value - back : 0", "0"],
    ],
  },
  {
    file: "numerics/conservative-dense.js",
    tests: ["unit/numerics/conservative-blocks"],
    mutants: [
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
      [
        "the check forgets what a flux enters",
        "residual[k + layers] = residual[k + layers] - flux",
        "residual[k] -= 0",
      ],
    ],
  },
  {
    file: "numerics/dissected-solver.js",
    tests: ["unit/numerics/dissected-solver"],
    mutants: [
      [
        "sums are not carried on",
        "columnSums[j] = columnSums[j] + passed * amounts[row + j]",
        "columnSums[j] = columnSums[j]",
      ],
      ["what a part leaves loses its sums", "columnSums[place] = columnSums[place] + stack[p++]", "p++"],
      [
        "flows have no way back",
        "amounts[back] = amounts[back] + (isFace ? backward[flow] : byHead[flow - faces])",
        "",
      ],
    ],
  },
  {
    file: "numerics/flow-system.js",
    tests: ["unit/numerics/dissected-solver"],
    mutants: [
      ["exchange leaves no residual", "const flux = byTail[k] * x[from] - byHead[k] * x[to]", "const flux = 0"],
    ],
  },
  {
    file: "numerics/log-ratios.js",
    tests: ["unit/numerics/log-ratios"],
    mutants: [
      ["exponents are not rounded", "+ half) >> 20", ") >> 20"],
      ["the series ends early", "const high = 1 / 19", "const high = 0 / 19"],
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
    file: "schemes/implicit-euler/flows.js",
    tests: ["unit/schemes/implicit-euler/linear-step"],
    mutants: [
      [
        "the step is doubled",
        "forward: forward.map((rate) => tau * rate)",
        "forward: forward.map((rate) => 2 * tau * rate)",
      ],
      ["exchange has no way back", "flows.byHead[k] = tau * exchange.byHead[k]", "flows.byHead[k] = 0"],
    ],
  },
  {
    file: "schemes/implicit-euler/linear-step.js",
    tests: ["unit/schemes/implicit-euler/linear-step", "unit/reference/stiff-exchange"],
    mutants: [
      ["the residual of a stiff exchange is its round-off", "fastest > stiffExchange", "false"],
      ["whatever is left is solved", "isWithin(residual, tolerance)", "true"],
    ],
  },
  {
    file: "schemes/implicit-euler/kept-rates.js",
    tests: ["unit/schemes/implicit-euler/linear-step"],
    mutants: [
      ["the change of a rest is a sum of signs", "change += Math.abs(left - rest[k])", "change += left - rest[k]"],
      ["the residual has no exchange", "residual[to[k]] = residual[to[k]] + fluxes[k]", ""],
    ],
  },
  {
    file: "schemes/implicit-euler/exchange-loops.js",
    tests: ["unit/schemes/implicit-euler/exchange-loops"],
    mutants: [
      ["the temperature is left out", "temperature * xi[k] + drops[k]", "xi[k] + drops[k]"],
      ["the cap is never reached", "const slowest = limit *", "const slowest = Infinity *"],
      [
        "the cosh cost has the slope of the quadratic",
        "steepness[k] = fluxSlope(xi[k], temperature)",
        "steepness[k] = 1",
      ],
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
