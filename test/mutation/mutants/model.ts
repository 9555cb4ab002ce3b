import type { MutatedFile } from "./mutated-file.js";

/** Of the averages over cells, which initial densities, potentials and references are made of. */
export const modelMutants: readonly MutatedFile[] = [
  {
    file: "model/cell-average.js",
    tests: ["unit/model/cell-average.slow", "unit/model/potential.slow"],
    mutants: [
      ["what is unresolved is not refused", "checkResolved(mesh, unresolved /", "void (unresolved /"],
      ["unresolved parts do not weigh by their cell", "(errors[cell] === 0 ? 0 : size * errors[cell])", "errors[cell]"],
      [
        "quick rules do when they agree to three digits",
        "const QUICK_TOLERANCE = 1e-14",
        "const QUICK_TOLERANCE = 1e-3",
      ],
      ["layers and cells change places", "result[cell * layers + layer]", "result[layer * mesh.size + cell]"],
      ["the first layer is taken for all", "density(x, y, t, layer)", "density(x, y, t, 0)"],
      ["time is forgotten", "density(x, y, t, layer)", "density(x, y, 0, layer)"],
    ],
  },
  {
    file: "model/adaptive-average.js",
    tests: ["unit/model/cell-average.slow", "unit/model/potential.slow"],
    mutants: [
      ["cells are not divided", "if (miss > TOLERANCE)", "if (miss > 1)"],
      ["errors of divided cells are forgotten", "errors[cell] = error;", ""],
      ["a per mille unresolved on a line passes", "{ 1: 1e-5, 2: 1e-3 }", "{ 1: 1e-1, 2: 1e-3 }"],
      ["nothing unresolved passes", "{ 1: 1e-5, 2: 1e-3 }", "{ 1: 0, 2: 0 }"],
      [
        "totals of zero are refused",
        "if (!(share > MAX_UNRESOLVED[mesh.cells.length]))",
        "if (share <= MAX_UNRESOLVED[mesh.cells.length])",
      ],
      [
        "walls are exchanged",
        "...(index === 0 && { lower }), ...(index === cells[axis] - 1 && { upper })",
        "...(index === 0 && { upper }), ...(index === cells[axis] - 1 && { lower })",
      ],
      ["corners are cells like others", "if (isCorner)", "if (false)"],
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
    tests: ["unit/model/cell-average.slow", "unit/model/potential.slow"],
    mutants: [
      ["rules that agree to six digits do", "export const TOLERANCE = 1e-12", "export const TOLERANCE = 1e-6"],
      ["parts of a millionth are negligible", "export const NEGLIGIBLE = 1e-16", "export const NEGLIGIBLE = 1e-6"],
      ["differences of round-off are divided for ever", "if (depth >= NOISE_DEPTH && miss", "if (false && miss"],
      ["differences are taken for round-off at once", "const NOISE_DEPTH = 3", "const NOISE_DEPTH = 0"],
      ["jumps are located to eight halvings", "const MAX_DEPTH = 48", "const MAX_DEPTH = 8"],
      ["parts weigh as much as the whole", "const share = size - depth * Math.LN2", "const share = size"],
      ["what is left open is not told", "open += error;", ""],
      ["what is left open at walls is not told", "open += tail.error * Math.exp(share - reference);", ""],
      ["powers at walls are not integrated", "if (wall === undefined ||", "if (true ||"],
      ["powers are integrated as constants", "arithmetic.times(values[0], 1 / (1 - p))", "values[0]"],
      [
        "powers are integrated with the wrong sign",
        "arithmetic.times(values[0], 1 / (1 - p))",
        "arithmetic.times(values[0], 1 / (1 + p))",
      ],
      ["a power that is another closer by has no error", "Math.abs(1 - (1 - p) / (1 - closer))", "0"],
      [
        "powers that cannot be integrated have no error",
        "return { average: values[0], error: Infinity }",
        "return { average: values[0], error: 0 }",
      ],
      ["errors at points are forgotten", "if (worst > 0)", "if (false)"],
    ],
  },
  {
    file: "model/plane-average.js",
    tests: ["unit/model/cell-average.slow", "unit/model/potential.slow"],
    mutants: [
      [
        "five digits always do",
        "return fine.error <= ROUGH || fine.error < rough.error ? fine : rough",
        "return rough",
      ],
      ["the worse of two is taken", "fine.error < rough.error", "fine.error > rough.error"],
      ["walls are exchanged", "[alongX, alongY], options", "[alongY, alongX], options"],
      ["errors of lines are forgotten", "if (error > 0)", "if (false)"],
      ["lines are as accurate as the whole", "const LINE_PART = 0.01", "const LINE_PART = 100"],
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
        "miss: Math.abs(average - other) / larger, size: Math.log(larger)",
        "miss: (average - other) / larger, size: Math.log(larger)",
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
      ["what is unresolved is not refused", "checkResolved(mesh, errors", "void (errors"],
      ["potentials that are not finite pass", "if (bad === -1)", "if (true)"],
    ],
  },
];
