/*
 * Observed orders of the scheme on two axes: 1 in tau against the limit on the same mesh, 2 in h where the split cost
 * is the Wasserstein distance and where it is not, and the errors of an independent prototype of the same
 * discretization.
 */
import test from "ava";
import { uniformEntropy } from "../../src/model/energy.js";
import { createMesh, type Mesh } from "../../src/model/mesh.js";
import { createModel, discretize, type ModelSpec } from "../../src/model/model.js";
import type { Problem } from "../../src/model/problem.js";
import { restrictAverages } from "../../src/model/restrict.js";
import { gaussLegendre } from "../../src/numerics/quadrature.js";
import { prepareReference, sampleReference } from "../../src/reference/reference.js";
import { atLeast, atMost, near } from "../support/matchers.js";
import { distanceL1, problemOf, runJko, transposeProblem, transposition } from "../support/runs.js";

const square = [
  [0, 1],
  [0, 1],
] as const;

/** Mass 3.274, zero on the wall x = 1 at t = 0. */
const fp2d: ModelSpec = {
  domain: square,
  potential: "-x",
  initial: "exp(x/2)*(pi*cos(pi*x) + 0.5*sin(pi*x)) + pi*exp(x - 0.5)",
  normalize: false,
  finalTime: 0.25,
};

/** Different modes of both coordinates on the layers, K = 3. */
const boxModes: ModelSpec = {
  domain: square,
  graph: { nodes: ["a", "b"], edges: [["a", "b", 3]] },
  potential: 0,
  exchange: { mobility: "logarithmic" },
  initial: {
    a: "0.5*(1.3 + 0.5*cos(pi*x)*cos(pi*y) + 0.15*cos(2*pi*x)*cos(pi*y))",
    b: "0.5*(0.7 + 0.5*cos(pi*x)*cos(pi*y) - 0.15*cos(2*pi*x)*cos(pi*y))",
  },
  finalTime: 0.1,
};

type PlaneFunction = (x: number, y: number) => number;

/** f at the centres of the cells. */
function centreValues({ cells: [nx = 1], domain, widths, size }: Mesh, f: PlaneFunction): Float64Array {
  const at = (axis: number, index: number): number => domain[axis]?.[0] + (index + 0.5) * widths[axis];
  return Float64Array.from({ length: size }, (_, k) => f(at(0, k % nx), at(1, Math.floor(k / nx))));
}

/** Averages over the cells of a function of x, one layer. */
function averagesInX(mesh: Mesh, f: (x: number) => number): Float64Array {
  const { nodes, weights } = gaussLegendre(5);
  const [h] = mesh.widths as [number, number];
  const rule = (x: number): number => nodes.reduce((sum, node, j) => sum + weights[j] * f(x + h * (node - 0.5)), 0);
  return centreValues(mesh, rule);
}

const ordersOf = (errors: readonly number[], ratio = 2): number[] =>
  errors.slice(1).map((error, k) => Math.log(errors[k] / error) / Math.log(ratio));

for (const [name, spec] of Object.entries({ fp2d, boxModes })) {
  test(`${name}: order 1 in tau against the limit on the same mesh of 24 x 24 cells`, (t) => {
    const [cells, steps] = [
      [24, 24],
      [8, 16, 32],
    ];
    const model = createModel(spec);
    const problem = discretize(model, cells);
    const source = { discretize: (mesh: readonly number[]) => discretize(model, mesh) };
    const levels = steps.map((count) => ({ cells, steps: count, times: [count] }));
    const data = prepareReference({ kind: "same-mesh", flux: "slopes" }, source, { levels });
    const errors = steps.map((count) => {
      const { summary, density } = runJko(problem, count);
      t.is(summary.status, "ok");
      return distanceL1(problem, density, sampleReference(data, { cells, steps: count }, count).density);
    });
    for (const order of ordersOf(errors)) {
      atLeast(t, order, 0.95, `errors ${errors}, orders ${ordersOf(errors)}`);
      atMost(t, order, 1.1, `errors ${errors}, orders ${ordersOf(errors)}`);
    }
  });
}

test("FP2D on 80 x 80 cells, tau = 1/320: the error of the prototype against the exact solution", (t) => {
  const problem = problemOf(fp2d, [80, 80]);
  const { summary, density } = runJko(problem, 80);
  t.is(summary.status, "ok");
  const decay = Math.exp(-(Math.PI ** 2 + 0.25) * 0.25);
  const exact = averagesInX(problem.mesh, (x) => {
    const mode = Math.PI * Math.cos(Math.PI * x) + 0.5 * Math.sin(Math.PI * x);
    return decay * Math.exp(x / 2) * mode + Math.PI * Math.exp(x - 0.5);
  });
  const error = distanceL1(problem, density, exact);
  near(t, error, 7.27e-3, 0.002 * 7.27e-3);
});

test("a Gaussian in x times uniform in y: order 2 in h against the exact iterate, with the errors of one axis, either way", (t) => {
  const [tau, steps] = [0.05, 10];
  let [mean, deviation] = [1.5, Math.sqrt(0.5)];
  for (let n = 0; n < steps; n++) {
    mean /= 1 + tau;
    deviation = (deviation + Math.sqrt(deviation ** 2 + 4 * tau * (1 + tau))) / (2 * (1 + tau));
  }
  const spec: ModelSpec = {
    domain: [
      [-8, 8],
      [0, 1],
    ],
    potential: "x^2/2",
    initial: "exp(-(x - 1.5)^2)",
    finalTime: tau * steps,
  };
  const figures = [3.816e-3, 9.42e-4, 2.376e-4];
  const errors = [50, 100, 200].map((count) => {
    const problem = problemOf(spec, [count, 3]);
    const exact = averagesInX(
      problem.mesh,
      (x) => Math.exp(-((x - mean) ** 2) / (2 * deviation ** 2)) / (deviation * Math.sqrt(2 * Math.PI)),
    );
    const turned = transposeProblem(problem);
    const exactTurned = exact.map((_, k) => exact[transposition(problem.mesh)(k)]);
    const along = distanceL1(problem, runJko(problem, steps).density, exact);
    const across = distanceL1(turned, runJko(turned, steps).density, exactTurned);
    near(t, along, across, 1e-8);
    return along;
  });
  for (const order of ordersOf(errors)) {
    atLeast(t, order, 1.9, `${errors} ${ordersOf(errors)}`);
    atMost(t, order, 2.1, `${errors} ${ordersOf(errors)}`);
  }
  for (const [k, figure] of figures.entries()) {
    near(t, errors[k], figure, 1e-3 * figure, `${errors}`);
  }
});

test("two layers that depend on both coordinates: order 2 in h at a fixed step, from consecutive meshes", (t) => {
  const spec: ModelSpec = {
    ...boxModes,
    potential: { a: "x*y + 0.5*x", b: "cos(pi*y)*x^2" },
    exchange: { mobility: "arithmetic" },
    finalTime: 0.06,
  };
  const counts = [9, 18, 36, 72];
  const densities = counts.map((count) => runJko(problemOf(spec, [count, count]), 2).density);
  const differences = counts.slice(1).map((count, k) => {
    const coarse = [counts[k], counts[k]];
    const restricted = restrictAverages(densities[k + 1], [count, count], coarse, 2);
    return distanceL1(problemOf(spec, coarse), densities[k], restricted);
  });
  const orders = ordersOf(differences);
  for (const order of orders) atLeast(t, order, 1.9, `differences ${differences}, orders ${orders}`);
});

type Matrix = readonly [readonly [number, number], readonly [number, number]];

const multiply = (a: Matrix, b: Matrix): Matrix => {
  const entry = (i: 0 | 1, j: 0 | 1): number => a[i][0] * b[0][j] + a[i][1] * b[1][j];
  return [
    [entry(0, 0), entry(0, 1)],
    [entry(1, 0), entry(1, 1)],
  ];
};

/** f of a symmetric matrix, by its eigenvectors. */
function applyTo(matrix: Matrix, f: (eigenvalue: number) => number): Matrix {
  const [[a, b], [, d]] = matrix;
  const angle = 0.5 * Math.atan2(2 * b, a - d);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [high, low] = [f(a * c * c + 2 * b * c * s + d * s * s), f(a * s * s - 2 * b * c * s + d * c * c)];
  const mixed = (high - low) * c * s;
  return [
    [high * c * c + low * s * s, mixed],
    [mixed, high * s * s + low * c * c],
  ];
}

const stiffness: Matrix = [
  [1.2, 0.5],
  [0.5, 0.6],
];
const centre = [0.3, -0.2] as const;

/** Mean minus the centre of the potential, and covariance. */
interface Gaussian {
  readonly mean: readonly [number, number];
  readonly covariance: Matrix;
}

const transform = (m: Matrix, [x, y]: readonly [number, number]): [number, number] => [
  m[0][0] * x + m[0][1] * y,
  m[1][0] * x + m[1][1] * y,
];

const quadratic = ([[a, b], [, d]]: Matrix, x: number, y: number): number =>
  0.5 * (a * x * x + 2 * b * x * y + d * y * y);

function gaussianDensity({ mean, covariance }: Gaussian): PlaneFunction {
  const [[a, b], [, d]] = covariance;
  const scale = 1 / (2 * Math.PI * Math.sqrt(a * d - b * b));
  const inverse = applyTo(covariance, (c) => 1 / c);
  const [x0, y0] = [centre[0] + mean[0], centre[1] + mean[1]];
  return (x, y) => scale * Math.exp(-quadratic(inverse, x - x0, y - y0));
}

/** The Fokker-Planck equation with V = x·Ax/2 about the centre, time t later. */
function flow({ mean, covariance }: Gaussian, t: number): Gaussian {
  const decay = applyTo(stiffness, (a) => Math.exp(-a * t));
  const [[p, q], [, r]] = multiply(multiply(decay, covariance), decay);
  const [[u, v], [, w]] = applyTo(stiffness, (a) => (1 - Math.exp(-2 * a * t)) / a);
  return {
    mean: transform(decay, mean),
    covariance: [
      [p + u, q + v],
      [q + v, r + w],
    ],
  };
}

/**
 * The minimizing-movement step with W2 itself: y = (c + 2 tau + sqrt(c² + 4 tau c))/2 in coordinates B^(1/2) x, B = 1 +
 * tau A.
 */
function iterate({ mean, covariance }: Gaussian, tau: number): Gaussian {
  const root = applyTo(stiffness, (a) => 1 / Math.sqrt(1 + tau * a));
  const next = applyTo(
    multiply(multiply(root, covariance), root),
    (c) => 0.5 * (c + 2 * tau + Math.sqrt(c * c + 4 * tau * c)),
  );
  return { mean: transform(multiply(root, root), mean), covariance: multiply(multiply(root, next), root) };
}

test("a rotated Gaussian: errors to the equation, and the difference of the split cost to W2, are the prototype's", (t) => {
  const start: Gaussian = {
    mean: [-1.1, 0.9],
    covariance: [
      [0.5, -0.3],
      [-0.3, 0.6],
    ],
  };
  const finalTime = 0.5;
  const mesh = createMesh(
    [
      [-5, 5],
      [-5, 5],
    ],
    [100, 100],
  );
  // The prototype takes densities and potentials at the centres of the cells.
  const initial = centreValues(mesh, gaussianDensity(start));
  const mass = initial.reduce((sum, f) => sum + f * mesh.cellVolume, 0);
  const problem: Problem = {
    mesh,
    graph: { layers: ["0"], tails: new Int32Array(0), heads: new Int32Array(0), weights: new Float64Array(0) },
    exchange: { mobility: "unit", cost: "quadratic", mobilityAt: "previous" },
    energy: uniformEntropy(1, 1),
    potential: centreValues(mesh, (x, y) => quadratic(stiffness, x - centre[0], y - centre[1])),
    initial,
    mass,
    finalTime,
  };
  const exact = centreValues(mesh, gaussianDensity(flow(start, finalTime)));
  for (const [steps, toFlow, toIterate] of [
    [5, 2.767e-2, 1.019e-2],
    [10, 1.428e-2, 5.335e-3],
  ] as const) {
    const { summary, density } = runJko(problem, steps);
    t.is(summary.status, "ok");
    let gaussian = start;
    for (let n = 0; n < steps; n++) gaussian = iterate(gaussian, finalTime / steps);
    const errors = [exact, centreValues(mesh, gaussianDensity(gaussian))].map((f) => distanceL1(problem, density, f));
    for (const [k, figure] of [toFlow, toIterate].entries()) {
      near(t, errors[k], figure, 1e-3 * figure, `${steps} steps: ${errors}`);
    }
  }
});
