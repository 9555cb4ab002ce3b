import type { StudyText } from "./change-of-units.js";
import { stateUnitStudies } from "./state-unit-studies.js";

/** Tiny studies for changes of units. */
type Part = Readonly<Record<string, unknown>>;

/** A problem, how it is refined and by what it is judged. */
interface Problem {
  readonly model?: Part;
  readonly reference: Part;
  readonly sweep?: Part;
  readonly errors?: readonly string[];
}

const twoLayers = {
  domain: [[0, 1]],
  graph: { nodes: ["a", "b"], edges: [["a", "b", 3]] },
  potential: { a: "0.8*(x - 0.4)^2", b: "0.5*(x - 0.6)^2" },
  energy: { temperature: 1 },
  exchange: { mobility: "logarithmic" },
  initial: { a: "1 + 0.5*cos(pi*x)", b: "0.8 - 0.3*cos(2*pi*x)" },
  normalize: false,
  finalTime: 0.1,
};
const twoAxes = {
  domain: [
    [0, 1],
    [0, 1.5],
  ],
  potential: { a: "0.8*(x - 0.4)^2 + 0.2*x*y", b: "0.5*(y - 0.6)^2" },
  initial: { a: "1 + 0.1*cos(pi*x)*cos(pi*y/1.5)", b: "0.8 - 0.1*cos(pi*x)" },
  finalTime: 0.05,
};
const box = { potential: 0 };
const still = { potential: { a: 0, b: 0.5 }, initial: { a: 0.3, b: 0.7 } };
const single = { nodes: ["0"], edges: [] };
const gaussian = {
  domain: [[-6, 6]],
  graph: single,
  potential: "x^2/2",
  initial: "exp(-(x - 1)^2)/sqrt(pi)",
};
const tau = { axis: "tau", steps: [2, 4], cells: 8 };
const width = { axis: "h", steps: 2, cells: [6, 12] };

function meshStudy(title: string, scheme: Part, { model, reference, sweep = tau, errors }: Problem): StudyText {
  return {
    id: title.replace(/[^a-z0-9]+/gi, "-"),
    model: { ...twoLayers, ...model },
    scheme,
    reference,
    sweep,
    errors: errors ?? ["L1", "KL", "energy"],
    expect: [{ error: "L1", order: 1, slack: 0.5, last: 1 }],
  };
}

const onOneAxis: readonly Problem[] = [
  { reference: { kind: "same-mesh", steps: 16 }, errors: ["L1", "L1@max", "L2", "Linf", "KL", "W2", "mass", "energy"] },
  { reference: { kind: "finite-volume", cells: 16, steps: 32 } },
  { reference: { kind: "auto" }, model: box },
  { reference: { kind: "spectral" }, model: box },
  {
    reference: { kind: "formula", density: "1 + 0.5*exp(-pi^2*t)*cos(pi*x)" },
    model: { ...box, graph: single, initial: "1 + 0.5*cos(pi*x)" },
  },
  { reference: { kind: "homogeneous" }, model: still, sweep: { ...tau, cells: 1 } },
  { reference: { kind: "same-step", cells: 24 }, sweep: width },
  {
    reference: { kind: "exact-iterate", mean: 1, variance: 0.5, stiffness: 1 },
    model: gaussian,
    sweep: { ...width, cells: [24, 48] },
  },
];
const onTwoAxes: readonly Problem[] = [
  { reference: { kind: "finite-volume", cells: 8, steps: 16 }, model: twoAxes, sweep: { ...tau, cells: 4 } },
  { reference: { kind: "same-step", cells: 8 }, model: twoAxes, sweep: { ...width, steps: 1, cells: [2, 4] } },
];

const schemesOnOneAxis: readonly Part[] = [
  { name: "jko", transport: "exact" },
  { name: "jko", transport: "dynamic", innerSteps: 2 },
  { name: "implicit-euler" },
  { name: "inertial", transport: "exact", damping: 2 },
];
const schemesOnTwoAxes: readonly Part[] = [
  { name: "jko", transport: "swept" },
  { name: "implicit-euler" },
  { name: "inertial", transport: "swept", damping: 2, initialPotential: "0.01*cos(pi*x)" },
];

/** Every scheme against every reference there is for it. */
function combined(schemes: readonly Part[], problems: readonly Problem[], axes: number): StudyText[] {
  return schemes.flatMap((scheme) =>
    problems.filter((problem) => applies(scheme, problem)).map((problem) => combinedStudy(scheme, problem, axes)),
  );
}

function applies({ name }: Part, { reference: { kind } }: Problem): boolean {
  return name !== "inertial" || (kind !== "same-mesh" && kind !== "exact-iterate");
}

function combinedStudy(scheme: Part, problem: Problem, axes: number): StudyText {
  const { name, transport = "finite volumes" } = scheme;
  // With inertia the reference chooses its steps itself.
  const { steps: _steps, ...free } = problem.reference;
  const own = name === "inertial" ? { ...problem, reference: free } : problem;
  return meshStudy(`${name}, ${transport}, against ${free.kind}, axes: ${axes}`, scheme, own);
}

const jko = { name: "jko" };
const sameMesh: Problem = { reference: { kind: "same-mesh", steps: 16 } };

const choices: readonly StudyText[] = [
  ...(["previous", "next", "midpoint"] as const).flatMap((mobilityAt) =>
    (["quadratic", "cosh"] as const).map((cost) => {
      const mobility = cost === "cosh" ? "weighted-geometric" : "harmonic";
      const model = { exchange: { mobility, cost, mobilityAt } };
      return meshStudy(`exchange ${cost} at ${mobilityAt}`, jko, { ...sameMesh, model });
    }),
  ),
  ...["unit", "weighted-logarithmic", "arithmetic", "geometric", "upwind"].map((mobility) =>
    meshStudy(`mobility ${mobility}`, jko, { ...sameMesh, model: { exchange: { mobility } } }),
  ),
  ...["none", "full"].map((budget) => ({ ...meshStudy(`budget ${budget}`, jko, sameMesh), budget })),
  meshStudy("order 2", { ...jko, order: 2 }, sameMesh),
  meshStudy("order 2 on two axes", { ...jko, order: 2 }, { ...sameMesh, model: twoAxes, sweep: { ...tau, cells: 4 } }),
  meshStudy("upwind fluxes", { name: "implicit-euler", flux: "upwind" }, sameMesh),
  meshStudy("two temperatures", jko, { ...sameMesh, model: { energy: { temperature: { a: 1, b: 0.4 } } } }),
  meshStudy("porous medium", jko, {
    ...sameMesh,
    model: { energy: { kind: "porous-medium", exponent: 2, regularization: 1e-5 } },
  }),
  meshStudy("front of a porous medium", jko, {
    model: {
      ...gaussian,
      domain: [[-2, 2]],
      energy: { kind: "porous-medium", exponent: 2, regularization: 1e-6 },
      initial: "3/(4*0.5^(1/3))*max(0, 1 - (x - 0.4)^2/0.5^(2/3))",
      normalize: true,
    },
    reference: { kind: "exact-iterate", mean: 0.4, variance: 0.12599210498948732, stiffness: 1 },
    sweep: { ...width, cells: [25, 50] },
  }),
  ...(["x", "y"] as const).map((axis) => {
    const across = <T>(values: readonly [T, T]): readonly T[] => (axis === "x" ? values : [...values].reverse());
    const [potential, initial] = [`${axis}^2/2`, `exp(-(${axis} - 1)^2)`];
    const domain = across([
      [-6, 6],
      [0, 1],
    ]);
    return meshStudy(`a Gaussian of mass 1 in a strip along ${axis}`, jko, {
      model: { graph: single, domain, potential, initial, normalize: true },
      reference: { kind: "exact-iterate", mean: 1, variance: 0.5, axis },
      sweep: { ...width, cells: [across([24, 1]), across([48, 2])] },
      errors: ["L1", "L2", "Linf"],
    });
  }),
  meshStudy("joint sweep", jko, {
    reference: { kind: "finite-volume", cells: 16, steps: 32 },
    sweep: { axis: "joint", steps: [2, 4], cells: [4, 8] },
  }),
  meshStudy("tensor sweep", jko, {
    model: box,
    reference: { kind: "spectral" },
    sweep: { axis: "tensor", steps: [2, 4], cells: [4, 8] },
  }),
  meshStudy("sweep of a conductance", jko, {
    ...sameMesh,
    sweep: { axis: "parameter", path: "model.graph.edges[0][2]", values: [1, 2], steps: 4, cells: 8 },
  }),
  meshStudy("family of layers", jko, {
    reference: { kind: "homogeneous" },
    model: {
      graph: { family: "cycle", nodes: 4, weight: 2 },
      potential: "0.3*g",
      initial: "0.2 + 0.1*g",
    },
    sweep: { ...tau, cells: 1 },
  }),
];

export const unitStudies: readonly StudyText[] = [
  ...combined(schemesOnOneAxis, onOneAxis, 1),
  ...combined(schemesOnTwoAxes, onTwoAxes, 2),
  ...choices,
  ...stateUnitStudies,
];
