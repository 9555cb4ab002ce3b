import type { MutatedFile } from "./mutated-file.js";

/** Of the references and of what they say about their own errors. */
export const referenceMutants: readonly MutatedFile[] = [
  {
    file: "reference/midpoint-extrapolation.js",
    tests: ["unit/reference/midpoint-extrapolation.slow"],
    mutants: [
      ["substeps of the midpoint rule half as long", "((2 * h) / n) * rate[k]", "(h / n) * rate[k]"],
      [
        "the first substep twice as long",
        "middle[k] = y[k] + (h / n) * rate[k]",
        "middle[k] = y[k] + ((2 * h) / n) * rate[k]",
      ],
      ["one substep less", "for (let j = 1; j < n; j++)", "for (let j = 1; j < n - 1; j++)"],
      ["extrapolated in h / n instead of its square", "(n / substeps[i]) ** 2 - 1", "(n / substeps[i]) - 1"],
      [
        "extrapolated away from the limit",
        "fine[k] + (fine[k] - coarse[k]) / ratio",
        "fine[k] - (fine[k] - coarse[k]) / ratio",
      ],
      ["the error is that of an order far below", "lower.set(rows[1])", "lower.set(rows[substeps.length - 1])"],
      ["the error is zero", "Math.abs(next[k] - lower[k]) / scale", "0"],
      ["errors keep their sign", "Math.abs(next[k] - lower[k]) / scale", "(next[k] - lower[k]) / scale"],
      ["errors are not relative to the scale", "Math.abs(next[k] - lower[k]) / scale", "Math.abs(next[k] - lower[k])"],
      ["the last component alone counts", "most = Math.max(most, error)", "most = error"],
    ],
  },
  {
    file: "reference/adaptive-steps.js",
    tests: ["unit/reference/adaptive-steps", "unit/reference/midpoint-extrapolation.slow"],
    mutants: [
      ["steps are taken whatever their error", "if (error <= 1 && system", "if (system"],
      ["steps are taken up to a hundred times the tolerance", "if (error <= 1 && system", "if (error <= 100 && system"],
      ["states that are not legal are taken", "error <= 1 && system.isLegal(next)", "error <= 1"],
      ["a step that lands is not cut", "const h = lands ? time - t : step", "const h = step"],
      ["a step that lands sets the next one", "lands ? Math.max(proposed, step) : proposed", "proposed"],
      ["the number of steps is not limited", "if (steps++ >= maxSteps)", "if (steps++ >= Infinity)"],
      [
        "the next step forgets the error",
        "h * Math.min(mostFactor, Math.max(leastFactor, method.afterSuccess(error)))",
        "h",
      ],
      ["steps grow without bound", "Math.min(mostFactor, Math.max(", "(Math.max("],
      [
        "a rejected step is not shortened",
        "Math.max(leastFactor, method.afterFailure(error)) : leastFactor",
        "1 : leastFactor",
      ],
      ["steps without an error are halved for ever", "if (!(step > leastStep * end))", "if (false)"],
      ["demanded states share their memory", "states.push(y.slice())", "states.push(y)"],
    ],
  },
  {
    file: "reference/formula-residual.js",
    tests: ["unit/reference/formula", "unit/reference/formula-residual"],
    mutants: [
      ["residuals count from one per cent on", "const leastPart = 1e-4", "const leastPart = 1e-2"],
      ["rounded constants count", "const leastPart = 1e-4", "const leastPart = 1e-9"],
      ["the first residual of a time is kept, not the largest", "Math.max(leastPart, worst?.part ?? 0)", "leastPart"],
      ["residuals relative to the own terms are taken", "Math.max(most, terms), 0)", "most === 0 ? terms : most, 0)"],
      [
        "residuals that depend on the step count",
        "return clear && Math.abs(sum - last.sum) <= agreement * residual",
        "return clear",
      ],
      ["deviations of a stiff exchange count", "&& leastPart * stiffness <= residual", ""],
      ["the sign of the residual counts", "const residual = Math.abs(last.sum)", "const residual = last.sum"],
      [
        "values that are no numbers count",
        "if (!tries.every(({ sum, terms }) => Number.isFinite(sum) && Number.isFinite(terms)))",
        "if (false)",
      ],
      [
        "pressure without the temperature",
        "m === undefined ? temperature * f : f ** m",
        "m === undefined ? f : f ** m",
      ],
      [
        "pressure of a porous medium by m",
        "m === undefined ? temperature * f : f ** m",
        "m === undefined ? temperature * f : m * f ** m",
      ],
      ["the divergence of the drift is left out", "+ f * secondDerivative(pull, h)", ""],
      [
        "the gradient of the density does not drift",
        "firstDerivative((s) => own(at(s), t), h) * firstDerivative(pull, h) +",
        "",
      ],
      ["the drift the other way", "terms.push(-spread, -drift)", "terms.push(-spread, drift)"],
      ["exchange the other way", "terms.push(-gain)", "terms.push(gain)"],
      ["exchange is left out", "terms.push(-gain)", "terms.push(0)"],
      ["weights do not count", "gain += weight * theta", "gain += theta"],
      ["edges count for their tails only", "if (tail !== layer && head !== layer)", "if (tail !== layer)"],
      [
        "first derivatives of another weight",
        "(8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h)",
        "(8 * (f(h) - f(-h)) - 2 * (f(2 * h) - f(-2 * h))) / (12 * h)",
      ],
      [
        "first derivatives of second order",
        "(8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h)",
        "(f(h) - f(-h)) / (2 * h)",
      ],
      [
        "second derivatives of second order",
        "(16 * (f(h) + f(-h)) - (f(2 * h) + f(-2 * h)) - 30 * f(0)) / (12 * h * h)",
        "(f(h) + f(-h) - 2 * f(0)) / (h * h)",
      ],
      [
        "one axis only is looked at",
        "domain.forEach(([lower, upper], axis) => {",
        "domain.slice(0, 1).forEach(([lower, upper], axis) => {",
      ],
      ["one time only is looked at", "const times = [0.03, 0.2, 0.5, 0.9]", "const times = [0.03]"],
      ["the first layer only is looked at", "Math.floor((k * layers) / Math.min(layers, mostLayers))", "0"],
    ],
  },
  {
    file: "model/exchange.js",
    tests: [
      "unit/model/exchange",
      "unit/reference/formula",
      "unit/reference/formula-residual",
      "unit/reference/reference.slow",
    ],
    mutants: [
      ["cosh exchange is linear", "2 * temperature * Math.sinh(xi / (2 * temperature))", "xi"],
      ["cosh exchange of half the argument", "Math.sinh(xi / (2 * temperature))", "Math.sinh(xi / temperature)"],
      ["cosh exchange is linear for the logarithmic mobility", 'linearWith: "geometric"', 'linearWith: "logarithmic"'],
    ],
  },
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
  {
    file: "reference/cell-averages.js",
    tests: ["unit/reference/cell-averages"],
    mutants: [
      ["layers and cells change places", "cell * functions.length + layer", "layer * mesh.size + cell"],
      ["the first layer is taken for all", "functions[layer](position)", "functions[0](position)"],
      ["the last point is taken for all", "out[k] + weight * functions", "weight * functions"],
      [
        "points of both axes are the same",
        "pointRest = Math.floor(pointRest / nodes.length)",
        "pointRest = pointRest + 0",
      ],
      ["weights are those of the last axis", "weight *= weights[k]", "weight = weights[k]"],
      ["distances are not weighted by the volume", "return sum * cellVolume", "return sum"],
    ],
  },
  {
    file: "reference/kinds/formula.js",
    tests: ["unit/reference/reference.slow"],
    mutants: [["time is forgotten", "formula(position, t)", "formula(position, 0)"]],
  },
  {
    file: "reference/spectral.js",
    tests: ["unit/reference/reference.slow"],
    mutants: [
      [
        "modes decay at half the rate",
        "Math.exp(-temperature * (k * wave) ** 2 * t)",
        "Math.exp(-0.5 * temperature * (k * wave) ** 2 * t)",
      ],
      [
        "modes decay whatever the temperature",
        "Math.exp(-temperature * (k * wave) ** 2 * t)",
        "Math.exp(-((k * wave) ** 2) * t)",
      ],
      ["exchange relaxes whatever the temperature", "expansion.relaxed(temperature * t)", "expansion.relaxed(t)"],
      [
        "exchange relaxes at twice the rate",
        "Math.exp(-time * values[k % values.length])",
        "Math.exp(-2 * time * values[k % values.length])",
      ],
      ["waves of the double interval", "Math.PI / (upper - lower)", "Math.PI / (2 * (upper - lower))"],
      ["the companion is the solution", "companion: evaluate(half, mesh, t)", "companion: evaluate(all, mesh, t)"],
      ["potentials may vary", "if (obstacle !== null)\n        return obstacle;", ""],
      ["any mobility is linear", "if (graph.weights.length > 0 && !isLinear(exchange))", "if (false)"],
      [
        "exponentials are kept for another time",
        "known.get(time) ?? laplacianExponential(graph, time)",
        "[...known.values()][0] ?? laplacianExponential(graph, time)",
      ],
      ["every solution is at the final time", "const t = (finalTime * n) / steps", "const t = finalTime"],
    ],
  },
  {
    file: "reference/soundness.js",
    tests: ["unit/reference/soundness"],
    mutants: [
      ["companions are not looked at", "faultOf(density, density) ?? faultOf(companion)", "faultOf(density, density)"],
      ["companions of states are not looked at", "?? faultOf(companion.values)", ""],
      ["negative densities of a millionth pass", "const roundOff = 1e-12", "const roundOff = 1e-5"],
      ["round-off of a density fails", "const roundOff = 1e-12", "const roundOff = 0"],
      ["round-off is absolute", "-roundOff * most", "-roundOff"],
      [
        "weights of nodes may be negative",
        "faultOf(state.values, layoutKind(state.layout).masses(state.layout, state.values))",
        "faultOf(state.values)",
      ],
    ],
  },
  {
    file: "reference/states/integrate.js",
    tests: ["unit/reference/states/integrate.slow", "unit/reference/midpoint-extrapolation.slow", "properties/units"],
    mutants: [
      ["errors are absolute", "2 ** Math.floor(Math.log2(size)) : 1", "1 : 1"],
      ["the size is that of the first number", "const size = largest(numbers)", "const size = Math.abs(numbers[0])"],
      ["the companion is the solution", 'status === "done" ? unscaled(states) : run(loose)', "values"],
      ["a companion that has failed is taken", 'status === "done" ? unscaled(states) : run(loose)', "unscaled(states)"],
      ["the solution is as loose as its companion", "run(tight)", "run(loose)"],
    ],
  },
  {
    file: "reference/states/newton.js",
    tests: ["unit/reference/states/newton", "unit/reference/states/newton.slow"],
    mutants: [
      ["steps of a hundredth count as none", "[1e-14, 1e-10]", "[1e-2, 1e-2]"],
      ["steps are not relative to the scale", "isWithin(length, roundOff * scale)", "isWithin(length, roundOff)"],
      ["a search that finds nothing ends anywhere", "if (near)\n                return;", "return;"],
      [
        "values that are not finite end well",
        "isWithin(length, roundOff * scale) && Number.isFinite(value)",
        "isWithin(length, roundOff * scale)",
      ],
      ["uphill steps are taken", "if (next < value && next <= value + 1e-4 * part * slope)", "if (true)"],
      [
        "Hessians that are not positive definite are not mended",
        "hessian[k] + shift * Math.abs(hessian[k])",
        "hessian[k]",
      ],
      ["slopes alone decide", "isFlatter && (isShort || next <= value + noise)", "isFlatter"],
    ],
  },
];
