/*
 * What holds of minimizing-movement steps on two axes in closed form: fixed points, data that depend on one coordinate
 * only, homogeneous layers, symmetries, scaling, and the energy inequality.
 */
import test from "ava";
import { uniformEntropy } from "../../src/model/energy.js";
import { type MobilityName, mobilityNames } from "../../src/model/exchange.js";
import type { ModelSpec } from "../../src/model/model.js";
import type { Problem } from "../../src/model/problem.js";
import { below, near } from "../support/matchers.js";
import {
  moveCells,
  moveProblem,
  problemOf,
  reflection,
  relativeDifference,
  runJko,
  transposeProblem,
  transposition,
} from "../support/runs.js";

/** Cells are not square, widths differ from axis to axis, and nothing is symmetric. */
const threeLayers: ModelSpec = {
  domain: [
    [-1, 2],
    [0, 1.3],
  ],
  graph: {
    nodes: ["a", "b", "c"],
    edges: [
      ["a", "b", 2],
      ["b", "c", 0.7],
      ["c", "a", 1.1],
    ],
  },
  potential: { a: "x^2 + 0.3*sin(3*x)*y", b: "0.5*x + 0.2 - y", c: "cos(2*x + 3*y)" },
  exchange: { mobility: "logarithmic" },
  initial: { a: "1 + 0.8*sin(2*x + y)", b: "0.4 + 0.3*cos(3*x*y)", c: "0.2 + y^2" },
  finalTime: 0.3,
};
const oneLayer: ModelSpec = {
  domain: threeLayers.domain,
  potential: "x^2 - y + sin(2*x*y)",
  initial: "1 + 0.8*sin(2*x + 3*y)",
  finalTime: 0.3,
};
const meshes: readonly (readonly number[])[] = [
  [11, 8],
  [1, 9],
  [12, 1],
  [1, 1],
];
/** A tolerance that no gap meets by chance, so that runs end at round-off. */
const tight = 1e-26;

for (const mobility of mobilityNames) {
  test(`f = exp(-V) is a fixed point to round-off on two axes with the mobility ${mobility}`, (t) => {
    const spec: ModelSpec = {
      domain: [
        [-1.5, 1.5],
        [-1, 1],
      ],
      graph: { family: "cycle", nodes: 3, weight: 2 },
      potential: { 0: "2*(x^2-1)^2 + y", 1: "x^2/2 + x*y + y^2", 2: "cos(3*x)*cos(2*y)" },
      exchange: { mobility },
      initial: 1,
      finalTime: 1,
    };
    for (const cells of [
      [14, 9],
      [5, 20],
      [1, 7],
    ]) {
      const problem = problemOf(spec, cells);
      const equilibrium = problem.potential.map((value) => Math.exp(-value));
      const mass = equilibrium.reduce((sum, value) => sum + value, 0) * problem.mesh.cellVolume;
      const scaled = { ...problem, initial: equilibrium.map((value) => value / mass), mass: 1 };
      const { summary, density } = runJko(scaled, 10);
      t.is(summary.status, "ok");
      below(t, relativeDifference(density, scaled.initial), 5e-14);
    }
  });
}

const lineOneLayer: ModelSpec = {
  domain: [[-1, 2]],
  potential: "x^2 + 0.3*sin(3*x)",
  initial: "1 + 0.9*sin(2*x)",
  finalTime: 0.4,
};
const lineThreeLayers: ModelSpec = {
  domain: [[-1, 2]],
  graph: { family: "path", nodes: 3, weight: 1.5 },
  potential: { 0: "x^2", 1: "0.5*x + 0.2", 2: "sin(3*x)" },
  initial: { 0: "1 + 0.8*sin(2*x)", 1: "0.4 + 0.3*cos(3*x)", 2: 1 },
  finalTime: 0.4,
};

/** The density of a strip of this height in which the line's is spread evenly over y. */
function spread(line: Float64Array, layers: number, [nx, ny]: readonly [number, number], height: number): Float64Array {
  return Float64Array.from({ length: nx * ny * layers }, (_, k) => line[k % (nx * layers)] / height);
}

for (const [name, line, mobility, height] of [
  ["one layer, height 0.7", lineOneLayer, "unit", 0.7],
  ["three layers, unit mobility, height 1", lineThreeLayers, "unit", 1],
  ["three layers, logarithmic mobility, height 3", lineThreeLayers, "logarithmic", 3],
] as const) {
  test(`data that do not depend on y give the exact step in x, and exchanged axes likewise: ${name}`, (t) => {
    const [nx, steps] = [30, 4];
    const exchange = { mobility };
    const strip: ModelSpec = {
      ...line,
      exchange,
      domain: [
        [-1, 2],
        [0, height],
      ],
    };
    const thin = problemOf({ ...line, exchange }, nx);
    const layers = thin.graph.layers.length;
    const exact = runJko(thin, steps, tight);
    t.is(exact.summary.status, "ok");
    for (const ny of [1, 2, 3, 8]) {
      const wide = problemOf(strip, [nx, ny]);
      const expected = spread(exact.density, layers, [nx, ny], height);
      const along = runJko(wide, steps, tight);
      t.is(along.summary.status, "ok");
      below(t, relativeDifference(along.density, expected), 1e-12);
      const across = runJko(transposeProblem(wide), steps, tight).density;
      const turned = moveCells(expected, layers, transposition(wide.mesh));
      below(t, relativeDifference(across, turned), 1e-12);
      for (const [n, row] of along.rows.entries()) {
        near(t, row.dissipation, exact.rows[n]?.dissipation, 1e-10, "the cost is that in x");
      }
    }
  });
}

test("steps of layers that do not depend on x and y solve the problem on the graph", (t) => {
  // min over M of M²/(2 tau K theta) + E(a - M) + E(b + M) per area: M/(tau K theta) = mu_a - mu_b, by bisection.
  const [a, b, weight, tau, shift] = [1.7, 0.3, 1.4, 0.6, 0.5];
  const spec: ModelSpec = {
    domain: [
      [0, 2],
      [-1, 0],
    ],
    graph: { nodes: ["a", "b"], edges: [["a", "b", weight]] },
    potential: { a: 0, b: shift },
    exchange: { mobility: "geometric" },
    initial: { a, b },
    normalize: false,
    finalTime: tau,
  };
  const conductance = tau * weight * Math.sqrt(a * b);
  let [low, high] = [-b, a];
  for (let k = 0; k < 200; k++) {
    const moved = (low + high) / 2;
    const excess = moved / conductance - (Math.log(a - moved) - Math.log(b + moved) - shift);
    if (excess > 0) high = moved;
    else low = moved;
  }
  for (const cells of [
    [1, 1],
    [1, 5],
    [3, 1],
    [3, 4],
    [16, 8],
  ]) {
    const { density } = runJko(problemOf(spec, cells), 1, tight);
    const expected = density.map((_, k) => (k % 2 === 0 ? a - low : b + low));
    below(t, relativeDifference(density, expected), 1e-12, `${cells}: ${relativeDifference(density, expected)}`);
  }
});

test("the step (tau, c T, c V) is the step (c tau, T, V) on two axes", (t) => {
  const c = 2.5;
  const times = (potential: number): number => c * potential;
  for (const cells of meshes) {
    const problem = problemOf(threeLayers, cells);
    const hot: Problem = {
      ...problem,
      energy: uniformEntropy(c, problem.graph.layers.length),
      potential: problem.potential.map(times),
    };
    const long: Problem = { ...problem, finalTime: c * problem.finalTime };
    const difference = relativeDifference(runJko(hot, 4, tight).density, runJko(long, 4, tight).density);
    below(t, difference, 1e-12, `${cells}: ${difference}`);
  }
});

for (const [name, spec] of Object.entries({ oneLayer, threeLayers })) {
  test(`exchanging the axes commutes with the steps: ${name}`, (t) => {
    for (const cells of meshes) {
      const problem = problemOf(spec, cells);
      const layers = problem.graph.layers.length;
      const there = runJko(transposeProblem(problem), 4, tight).density;
      const back = moveCells(runJko(problem, 4, tight).density, layers, transposition(problem.mesh));
      below(t, relativeDifference(there, back), 1e-12, `${cells}: ${relativeDifference(there, back)}`);
    }
  });

  test(`reflecting an axis commutes with the steps: ${name}`, (t) => {
    for (const cells of meshes) {
      const problem = problemOf(spec, cells);
      const layers = problem.graph.layers.length;
      const plain = runJko(problem, 4, tight).density;
      for (const axis of [0, 1]) {
        const mirror = reflection(problem.mesh, axis);
        const there = runJko(moveProblem(problem, problem.mesh, mirror), 4, tight).density;
        const back = moveCells(plain, layers, mirror);
        below(t, relativeDifference(there, back), 1e-12, `${cells}, axis ${axis}: ${relativeDifference(there, back)}`);
      }
    }
  });
}

for (const mobility of mobilityNames) {
  test(`relabelling the layers commutes with the steps on two axes with the mobility ${mobility}`, (t) => {
    const order = ["c", "a", "b"];
    const names = ["a", "b", "c"];
    const { edges } = threeLayers.graph as { edges: readonly (readonly [string, string, number])[] };
    const turned = edges.map(([tail, head, weight]) => [head, tail, weight] as const).reverse();
    const [plain, other] = [
      { ...threeLayers, exchange: { mobility } },
      { ...threeLayers, exchange: { mobility }, graph: { nodes: order, edges: turned } },
    ].map((spec) => runJko(problemOf(spec, [9, 6]), 4, tight).density) as [Float64Array, Float64Array];
    const back = plain.map((_, k) => other[3 * Math.floor(k / 3) + order.indexOf(names[k % 3])]);
    below(t, relativeDifference(back, plain), 1e-12);
  });
}

function checkSteps(spec: ModelSpec, mobility: MobilityName, cells: readonly number[], steps: number): string[] {
  const { summary, rows } = runJko(problemOf({ ...spec, exchange: { mobility } }, cells), steps);
  const claims: readonly (readonly [boolean, string])[] = [
    [summary.status === "ok", `status ${summary.status}`],
    [summary.massDrift <= 1e-12, `mass drift ${summary.massDrift}`],
    [rows.slice(1).every((row) => row.densityMin > 0), "positivity"],
    [rows.every((row) => row.gap >= 0 && row.gap <= 1e-12), `gap ${summary.gapMax}`],
    [rows.every((row) => row.energyMonotone), "energy inequality"],
    [rows.slice(1).every((row) => row.dissipation >= 0), "cost >= 0"],
  ];
  return claims.filter(([holds]) => !holds).map(([, what]) => `${cells}, ${steps} steps: ${what}`);
}

for (const mobility of mobilityNames) {
  test(`mass, positivity, certificate and the energy inequality hold at every step on two axes with the mobility ${mobility}`, (t) => {
    for (const cells of [...meshes, [16, 24]]) {
      for (const steps of [1, 4, 16]) t.deepEqual(checkSteps(threeLayers, mobility, cells, steps), []);
    }
  });
}

test("densities that vanish on cells and walls keep mass, certificate and the energy inequality", (t) => {
  const box = {
    domain: [
      [0, 1],
      [0, 1],
    ],
    finalTime: 0.2,
  } as const;
  const wall: ModelSpec = { ...box, potential: "-x + y", initial: "(1 - x)*sin(pi*y)^2" };
  const corner: ModelSpec = { ...box, potential: 0, initial: "max(0, 1 - 2*x - 2*y)" };
  const island: ModelSpec = { ...box, potential: "x*y", initial: "max(0, 0.2 - (x-0.4)^2 - (y-0.6)^2)" };
  for (const spec of [wall, corner, island]) {
    for (const steps of [1, 5]) t.deepEqual(checkSteps(spec, "unit", [16, 12], steps), []);
  }
});
