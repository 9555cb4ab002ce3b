export const sweeps = ["tau", "h", "joint", "tensor"] as const;
export const references = ["auto", "formula"] as const;

/** What a new study is made of. */
export interface Template {
  readonly sweep?: (typeof sweeps)[number];
  readonly reference?: (typeof references)[number];
  readonly states?: boolean;
}

/** A study that runs as it is, to be changed line by line. */
export function templateText(id: string, { sweep = "tau", reference = "auto", states = false }: Template): string {
  if (states) return statesText(id);
  return `id: ${id}
title: Heat flow with exchange between two layers
question: Of which order is the scheme?
model:
  domain: [[0, 1]]                   # an interval; [[0, 1], [0, 1]] is a square, with x and y in formulas
  graph:
    nodes: [a, b]                    # the layers
    edges: [[a, b, 3]]               # layer, layer, weight of the exchange between them
  potential: 0                       # V: a formula in x, or one per layer: {a: "2*x^2", b: 0}
  exchange: {mobility: logarithmic}  # unit, logarithmic, arithmetic, geometric, harmonic, upwind, …
  initial:                           # the density at t = 0; scaled to mass 1
    a: "1.3 + 0.5*cos(pi*x)"
    b: "0.7 + 0.5*cos(pi*x)"
  finalTime: 0.1
scheme: {name: jko}                  # or {name: implicit-euler}, {name: jko, order: 2}, …
${referenceText[reference]}${reference === "formula" && sweep === "h" ? fineSteps : sweepText[sweep]}errors: [L1, L2]                     # L1, L2, Linf, W2, KL, mass, energy; "L1@max" is the largest over time
expect:                              # what the verdict asks for: orders of the finest pairs of levels
${expectText[sweep]}`;
}

const referenceText = {
  auto: `reference: {kind: auto}              # what the levels are compared with: the best that applies
`,
  formula: `reference:                           # what the levels are compared with: a closed form in x and t
  kind: formula
  density:                           # of mass 1, like the initial density once it is scaled
    a: "(1 + 0.5*exp(-pi^2*t)*cos(pi*x) + 0.3*exp(-6*t))/2"
    b: "(1 + 0.5*exp(-pi^2*t)*cos(pi*x) - 0.3*exp(-6*t))/2"
`,
} as const;

const sweepText = {
  tau: `sweep:                               # the step size tau = finalTime / steps, on one mesh
  axis: tau
  steps: [8, 16, 32, 64]
  cells: 100
`,
  h: `sweep:                               # the mesh width h, with one step size
  axis: h
  steps: 400
  cells: [4, 8, 16, 32]
`,
  joint: `sweep:                               # both: level k has the k-th number of steps and of cells
  axis: joint
  steps: [8, 16, 32, 64]
  cells: [25, 50, 100, 200]
`,
  tensor: `sweep:                               # both: a level for every pair
  axis: tensor
  steps: [8, 16, 32, 64]
  cells: [25, 50, 100]
`,
} as const;

/** A closed form sees the error in time as well: the step size has to be far below h^2. */
const fineSteps = `sweep:                               # the mesh width h, with one step size, far below h^2
  axis: h
  steps: 6400
  cells: [4, 8, 16]
`;

const expectText = {
  tau: "  - {error: L1, order: 1, slack: 0.1, last: 2}\n",
  h: "  - {error: L1, order: 2, slack: 0.3, last: 2}\n",
  joint: "  - {error: L1, order: 1, slack: 0.1, last: 2}\n",
  tensor: "  - {error: L1, order: 1, slack: 0.2, last: 2, axis: tau}\n",
} as const;

function statesText(id: string): string {
  return `id: ${id}
title: A Gaussian in a quadratic well, in the sliced Wasserstein metric
question: Of which order is the scheme?
model:
  dimension: 2
  state: {kind: gaussian, mean: [0, 0], covariance: [[1, -0.3], [-0.3, 2]]}   # or {kind: particles, count: 100, …}
  functional:
    potential: {matrix: [[1.2, 0.5], [0.5, 0.6]], centre: [0.7, -0.4]}        # or a formula in x1, x2
    entropy: 1
  finalTime: 0.5
scheme: {name: sliced, directions: 64, rule: uniform}   # or input-convex, gromov, search
reference: [{kind: limit}, {kind: iterate}]             # the limit equation, and the exact discrete iterate
sweep: {axis: tau, steps: [5, 10, 20, 40]}              # tau = finalTime / steps
errors: [W2, symKL]
expect:                                                 # what the verdict asks for: orders of the finest pairs
  - {error: W2, order: 1, slack: 0.1, last: 2}
`;
}
