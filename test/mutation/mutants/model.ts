import type { MutatedFile } from "./mutated-file.js";

/** Of the averages over cells, which initial densities, potentials and references are made of. */
export const modelMutants: readonly MutatedFile[] = [
  {
    file: "model/cell-average.js",
    tests: ["unit/model/cell-average.slow", "unit/model/poles.slow"],
    mutants: [
      ["what is unresolved is not refused", "checkResolved(mesh, unresolvedShare(found));", ""],
      ["unresolved parts do not weigh by their cell", "(errors[cell] === 0 ? 0 : size * errors[cell])", "errors[cell]"],
    ],
  },
  {
    file: "model/first-estimates.js",
    tests: ["unit/model/formula-average.slow", "unit/model/cell-average.slow"],
    mutants: [
      [
        "quick rules do when they agree to three digits",
        "const QUICK_TOLERANCE = 1e-13",
        "const QUICK_TOLERANCE = 1e-3",
      ],
      ["all cells of a row are the first", "values[l * nodes + k * n + j]", "values[l * nodes + j]"],
      ["rows keep the values of the first", "if (row !== loaded)", "if (loaded < 0)"],
    ],
  },
  {
    file: "model/separated-average.js",
    tests: ["unit/model/formula-average.slow"],
    mutants: [
      ["terms may cancel", "Math.abs(sum) >= LEAST_LEFT * terms && ", ""],
      ["factors may have vanished", "!factors.every(isSafe)", "false"],
      ["what factors leave open is forgotten", "if (term !== 0)", "if (false)"],
      ["averages along y are those of the first row", "y.averages[j]", "y.averages[0]"],
    ],
  },
  {
    file: "model/expression/separate.js",
    tests: ["unit/model/expression/separate"],
    mutants: [
      ["products of sums are multiplied out", '(operator === "/" || products.length > 1)', "false"],
      ["roots are those of the factors", "!isWhole", "false"],
      ["numbers stand alone", "own.x === one && isNumber(factor)", "false"],
      ["signs are lost", "return x === one ? { x, y: minus(y) } : { x: minus(x), y };", "return { x, y };"],
    ],
  },
  {
    file: "model/expression/lattice-values.js",
    tests: ["unit/model/expression/lattice-values"],
    mutants: [
      ["squares are powers", "isSquare(node.exponent, second)", "false"],
      [
        "differences are sums",
        'rest[k - 1]?.operator === "+" ? add : subtract',
        'rest[k - 1]?.operator === "+" ? add : add',
      ],
    ],
  },
  {
    file: "model/known-averages.js",
    tests: ["unit/model/formula-average.slow"],
    mutants: [
      ["what is known costs nothing", "spend(found.work);", ""],
      ["kinds share their averages", "[kind, domain, cells, tree]", "[domain, cells, tree]"],
    ],
  },
  {
    file: "model/adaptive-average.js",
    tests: ["unit/model/cell-average.slow", "unit/model/poles.slow"],
    mutants: [
      ["cells are not divided", "if (miss > TOLERANCE)", "if (miss > 1)"],
      [
        "errors of divided cells are forgotten",
        "errors[cell] = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;",
        "",
      ],
      ["a per mille unresolved on a line passes", "{ 1: 1e-5, 2: 1e-3 }", "{ 1: 1e-1, 2: 1e-3 }"],
      ["nothing unresolved passes", "{ 1: 1e-5, 2: 1e-3 }", "{ 1: 0, 2: 0 }"],
      [
        "totals of zero are refused",
        "return !(share > MAX_UNRESOLVED[mesh.cells.length])",
        "return share <= MAX_UNRESOLVED[mesh.cells.length]",
      ],
      ["averages that are no numbers have no error", "Number.isNaN(error) ? Number.POSITIVE_INFINITY : error", "error"],
      [
        "poles of infinite mass pass",
        "if (place !== undefined)\n            throw notIntegrable",
        "if (false)\n            throw notIntegrable",
      ],
      [
        "cells with poles get no more parts than others",
        "if (!found.isSingular || !budget.isSpent())\n        return found;",
        "return found;",
      ],
      ["corners are cells like others", "if (isCorner(mesh, cell))", "if (false)"],
      [
        "fitted rules are taken whatever their check says",
        "miss <= TOLERANCE + arithmetic.noise(values, box, size, scale) ? average : undefined",
        "average",
      ],
      [
        "fitted rules are never taken",
        "miss <= TOLERANCE + arithmetic.noise(values, box, size, scale) ? average : undefined",
        "undefined",
      ],
    ],
  },
  {
    file: "model/line-average.js",
    tests: ["unit/model/cell-average.slow", "unit/model/poles.slow"],
    mutants: [
      ["rules that agree to six digits do", "export const TOLERANCE = 1e-12", "export const TOLERANCE = 1e-6"],
      ["parts of a millionth are negligible", "export const NEGLIGIBLE = 1e-16", "export const NEGLIGIBLE = 1e-6"],
      ["differences of round-off are divided for ever", "depth >= NOISE_DEPTH && miss", "false && miss"],
      ["differences are taken for round-off at once", "const NOISE_DEPTH = 3", "const NOISE_DEPTH = 0"],
      ["jumps are located to eight halvings", "const MAX_DEPTH = 48", "const MAX_DEPTH = 8"],
      ["parts weigh as much as the whole", "const share = size - depth * Math.LN2", "const share = size"],
      ["what is left open is not told", "open += error;", ""],
      ["poles are not looked for", "if (poles > 0 && isSearched)", "if (false)"],
      ["poles are met but not searched", "const isSearched = meetsPole || ", "const isSearched = "],
      ["one pole per box", "poleIn(box);", "poleIn(box), (poles = 0);"],
      ["poles of infinite mass are averaged", "if (!(power + doubt < MAX_POWER))", "if (false)"],
      ["powers are not smoothed", "const k = SMOOTHED / (1 - power)", "const k = 1"],
      ["below the last distances nothing is continued", "if (s < start)", "if (false)"],
      ["powers are continued with the wrong sign", "(start / length) ** power)", "(start / length) ** -power)"],
      ["rounded positions are taken for right ones", "* (Math.abs(x - at) / s) ** power)", ")"],
      ["a power in doubt leaves nothing open", "found.error + (continued * doubt) / (1 - power)", "found.error"],
      ["both sides of a pole are above", "{ side: below, sign: -1,", "{ side: below, sign: 1,"],
      ["sides of a pole weigh the same", "(sides.length * wx) / whole.wx", "1"],
      ["what one side leaves open is not told", "sum + one.error * partOf(k)", "sum"],
      ["errors at points are forgotten", "if (worst > 0)", "if (false)"],
    ],
  },
  {
    file: "model/plane-average.js",
    tests: ["unit/model/plane-average.slow", "unit/model/cell-average.slow", "unit/model/poles.slow"],
    mutants: [
      [
        "five digits always do",
        "fine.place !== undefined || fine.error <= ROUGH || fine.error < rough.error ? fine : rough",
        "rough",
      ],
      ["the worse of two is taken", "fine.error < rough.error", "fine.error > rough.error"],
      ["poles on lines are not told", "place: onLine", "place: undefined"],
      [
        "what a spent budget leaves open is known",
        "Math.max(found.error, 1) : found.error",
        "found.error : found.error",
      ],
      ["errors of lines are forgotten", "if (error > 0)", "if (false)"],
      ["lines are as accurate as the whole", "const LINE_PART = 0.01", "const LINE_PART = 100"],
    ],
  },
  {
    file: "model/pole.js",
    tests: ["unit/model/pole", "unit/model/poles.slow", "unit/model/cell-average.slow"],
    mutants: [
      ["peaks are poles", "if (top - sizes[last] < (slopes[last - 1] * ratio(last - 1)) / 2)", "if (false)"],
      ["any growth is a power", "slope >= LEAST_POWER", "slope >= -1e9"],
      ["0 is not tried", "if (from < 0 && to > 0)", "if (false)"],
      ["what is no number is no pole", "Number.isNaN(size) ? Number.POSITIVE_INFINITY : size", "size"],
      ["of infinite values the first is the pole", "points[(first + last) >> 1]", "points[first]"],
      ["sides are looked at far from the pole", "const FIRST_DISTANCE = 2 ** -28", "const FIRST_DISTANCE = 1"],
      [
        "sides are looked at where positions are rounded",
        "const FIRST_DISTANCE = 2 ** -28",
        "const FIRST_DISTANCE = 2 ** -45",
      ],
      ["the power is that between two points", "power: powers[best]", "power: slopes[best]"],
      ["powers are beyond doubt", "doubt: doubtOf(best)", "doubt: 0"],
      ["the power at the last distances is the best", "(weight(j) < weight(one) ? j : one)", "j"],
    ],
  },
  {
    file: "model/arithmetic.js",
    tests: ["unit/model/cell-average.slow", "unit/model/potential.slow"],
    mutants: [
      ["logarithmic means are sums", "largest + Math.log(sum / parts.length)", "largest + Math.log(sum)"],
      [
        "logarithmic means forget the largest",
        "return largest + Math.log(sum / parts.length)",
        "return Math.log(sum / parts.length)",
      ],
      [
        "rules that differ agree",
        "miss: Math.abs(average - other) / larger, size: Math.log(larger), meetsPole }",
        "miss: (average - other) / larger, size: Math.log(larger), meetsPole }",
      ],
      [
        "the check of exponentials keeps its sign",
        "miss: Math.abs(average - other) / larger,\n",
        "miss: (average - other) / larger,\n",
      ],
      [
        "round-off of positions is none in values",
        "(NOISE * largest + positionNoise(box) * spread(values))",
        "(NOISE * largest)",
      ],
      [
        "round-off of positions is none in logarithms",
        "Math.abs(Math.max(...values))) + positionNoise(box) * spread(values)",
        "Math.abs(Math.max(...values)))",
      ],
      ["factors are added to logarithms", "value + Math.log(factor)", "value + factor"],
    ],
  },
  {
    file: "model/potential.js",
    tests: ["unit/model/potential.slow", "unit/model/model.slow"],
    mutants: [
      [
        "the potential of the average of V",
        "return averages.map((average) => 0 - temperature * average)",
        "return averagePotential(mesh, formulas)",
      ],
      ["the temperature counts once", "-evaluate(x, y, 0, layer) / temperature", "-evaluate(x, y, 0, layer)"],
      ["the sign of the potential", "0 - temperature * average", "temperature * average"],
      ["what is unresolved is not refused", "checkResolved(mesh, unresolvedShare(found));", ""],
      ["potentials that are not finite pass", "if (bad === -1)", "if (true)"],
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
];
