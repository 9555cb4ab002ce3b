import type { StudyText } from "./change-of-units.js";

/** Tiny studies of states for changes of units. */
type Part = Readonly<Record<string, unknown>>;

interface Parts {
  readonly model: Part;
  readonly scheme: Part;
  readonly reference?: unknown;
  readonly sweep?: Part;
  readonly errors: readonly string[];
  readonly expect?: Part;
}

const both = [{ kind: "limit" }, { kind: "iterate" }];
const tau = { axis: "tau", steps: [4, 8] };

function stateStudy(id: string, { model, scheme, reference = both, sweep = tau, errors, expect }: Parts): StudyText {
  const rate = { error: errors[0], order: 1, slack: 0.3, last: 1 };
  return { id, model, scheme, reference, sweep, errors, expect: [expect ?? rate] };
}

const well = {
  matrix: [
    [1.2, 0.5],
    [0.5, 0.6],
  ],
  centre: [0.7, -0.4],
};
const gaussian = {
  dimension: 2,
  state: {
    kind: "gaussian",
    mean: [0, 0],
    covariance: [
      [1, -0.3],
      [-0.3, 2],
    ],
  },
  functional: { potential: well, entropy: 1 },
  finalTime: 0.3,
};
const centred = {
  ...gaussian,
  state: {
    kind: "gaussian",
    covariance: [
      [3, 0],
      [0, 0.4],
    ],
  },
  functional: { potential: { matrix: 1.5 }, entropy: 1 },
};
const ring = {
  dimension: 2,
  state: { kind: "particles", sample: "ring", count: 8, scale: 1.5 },
  functional: { interaction: "r^4/4 - r^2/2" },
  finalTime: 0.1,
};
const particles = {
  dimension: 2,
  state: {
    kind: "particles",
    sample: "points",
    points: [
      [1, 0.2],
      [-0.5, 0.8],
      [0.3, -1.1],
      [-0.9, -0.4],
    ],
  },
  functional: { potential: "r^4/4" },
  finalTime: 0.2,
};
const sliced = { name: "sliced", directions: 8 };
const map = { name: "input-convex", width: 2, nodes: { rule: "gauss-hermite", count: 8 }, penalty: 1e-7 };
const graph = {
  nodes: ["a", "b", "c"],
  edges: [
    ["a", "b", 1],
    ["b", "c", 2],
  ],
};
const nodes = {
  dimension: 2,
  graph,
  exchange: { mobility: "logarithmic" },
  state: {
    kind: "nodes",
    positions: { a: [1, -1], b: [0.5, 2], c: [-1.5, 0] },
    weights: { a: 1, b: 2, c: 3 },
  },
  functional: { entropy: 1 },
  finalTime: 0.3,
};
const objective = {
  a: "0.75*((x1 - 0.2)^2 + (x2 - 0.4)^2)",
  b: "0.5*((x1 + 0.3)^2 + (x2 - 1)^2) + 0.3",
  c: "1.25*(x1^2 + (x2 + 0.5)^2) - 0.2",
};

const slicedStudies = [
  stateStudy("sliced-gaussian", { model: gaussian, scheme: sliced, errors: ["W2", "symKL", "mean", "covariance"] }),
  stateStudy("sliced-random-directions", {
    model: gaussian,
    scheme: { ...sliced, rule: "random", seed: 2 },
    reference: { kind: "iterate" },
    sweep: { axis: "parameter", path: "scheme.directions", values: [16, 64], steps: 2, seeds: 2 },
    errors: ["W2"],
    expect: { error: "W2", order: 0.5, slack: 1, last: 1 },
  }),
  stateStudy("sliced-dilation", {
    model: gaussian,
    scheme: sliced,
    reference: { kind: "limit", geometry: "wasserstein", dilation: 2 },
    sweep: { axis: "tau", steps: [2, 4, 8] },
    errors: ["symKL"],
    expect: { error: "symKL", plateau: 0.012, within: 0.95 },
  }),
  stateStudy("sliced-ring", { model: ring, scheme: sliced, errors: ["W2", "energy"] }),
  stateStudy("sliced-particles-on-a-line", {
    model: {
      dimension: 1,
      state: { kind: "particles", sample: "normal", count: 6, mean: 0.3, covariance: 0.7, standardized: true },
      functional: { potential: "(x1^2 - 1)^2/4" },
      finalTime: 0.3,
    },
    scheme: { name: "sliced", directions: 1 },
    reference: { kind: "limit" },
    errors: ["W2", "aligned", "energy"],
  }),
  stateStudy("sliced-grid", {
    model: {
      domain: [
        [-4.5, 4.5],
        [-4.5, 4.5],
      ],
      state: { kind: "grid" },
      initial: "exp(-0.5*(2*x^2 + 1.2*x*y + 1.5*y^2))",
      functional: gaussian.functional,
      finalTime: 0.1,
    },
    scheme: { ...sliced, directions: 4, rule: "uniform" },
    reference: { kind: "iterate" },
    sweep: { axis: "h", steps: 1, cells: [16, 20] },
    errors: ["L1", "covariance"],
  }),
];

const mapStudies = [
  stateStudy("maps-of-a-gaussian", { model: gaussian, scheme: map, errors: ["W2", "symKL"] }),
  stateStudy("maps-with-a-penalty-that-counts", {
    model: gaussian,
    scheme: { ...map, penalty: 0.01 },
    errors: ["W2"],
  }),
  stateStudy("maps-of-random-nodes", {
    model: gaussian,
    scheme: { ...map, width: 0, nodes: { rule: "random", count: 30, seed: 1 } },
    errors: ["W2"],
    expect: { error: "W2", order: 0, slack: 0.1, last: 1 },
  }),
  stateStudy("maps-of-a-barenblatt-profile", {
    model: {
      dimension: 1,
      state: { kind: "barenblatt", scale: 0.5, centre: 0.1 },
      functional: { internal: { exponent: 2 } },
      finalTime: 0.05,
    },
    scheme: { ...map, tolerance: 1e-12, nodes: { rule: "gauss-hermite", count: 16 } },
    errors: ["W2"],
  }),
  stateStudy("maps-towards-a-gaussian", {
    model: {
      ...gaussian,
      functional: {
        kl: {
          mean: [0.5, 0],
          covariance: [
            [2, 0.5],
            [0.5, 1],
          ],
        },
      },
    },
    scheme: map,
    errors: ["W2"],
  }),
  stateStudy("maps-of-hermite-points", {
    model: {
      dimension: 1,
      state: { kind: "particles", sample: "hermite", count: 6, scale: 2 },
      functional: { interaction: "r^2/2 - 0.5*exp(-r^2)" },
      finalTime: 0.3,
    },
    scheme: map,
    errors: ["W2", "energy"],
  }),
];

const gromovStudies = [
  stateStudy("gromov-gaussian", {
    model: centred,
    scheme: { name: "gromov" },
    errors: ["IGW", "W2", "symKL", "covariance"],
  }),
  stateStudy("gromov-gaussian-in-a-skew-well", {
    model: {
      ...centred,
      functional: {
        potential: {
          matrix: [
            [1.5, 0.2],
            [0.2, 1],
          ],
        },
        entropy: 1,
      },
    },
    scheme: { name: "gromov", onNonInvariant: "minimum" },
    errors: ["IGW"],
  }),
  stateStudy("gromov-particles", {
    model: particles,
    scheme: { name: "gromov" },
    errors: ["aligned", "IGW", "energy"],
  }),
  stateStudy("gromov-against-wasserstein", {
    model: particles,
    scheme: { name: "gromov" },
    reference: { kind: "limit", geometry: "wasserstein" },
    sweep: { axis: "tau", steps: [2, 4, 8] },
    errors: ["aligned"],
    expect: { error: "aligned", plateau: 0.07, within: 0.5 },
  }),
];

const searchStudies = [
  stateStudy("search-by-descent", {
    model: nodes,
    scheme: { name: "search", objective },
    reference: { kind: "limit" },
    errors: ["positions", "weights", "weights@max"],
  }),
  stateStudy("search-with-inertia", {
    model: nodes,
    scheme: { name: "search", order: 2, damping: 1, objective },
    reference: { kind: "limit" },
    errors: ["positions", "weights"],
  }),
  stateStudy("search-without-entropy", {
    model: { ...nodes, exchange: { mobility: "upwind" }, functional: { entropy: 0 } },
    scheme: { name: "search", objective },
    reference: { kind: "limit" },
    errors: ["positions", "weights"],
  }),
];

export const stateUnitStudies: readonly StudyText[] = [
  ...slicedStudies,
  ...mapStudies,
  ...gromovStudies,
  ...searchStudies,
];
