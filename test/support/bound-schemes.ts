import { createDynamicJko } from "../../src/jko/dynamic/index.js";
import { createJko } from "../../src/jko/index.js";
import type { StateProblem, Stepper } from "../../src/model/evolution.js";
import type { Problem } from "../../src/model/problem.js";
import { createFunctional } from "../../src/model/states/functional.js";
import { createNodeDynamics } from "../../src/model/states/node-dynamics.js";
import { gaussianState, particleState } from "../../src/model/states/state.js";
import { createStateModel, initialState, type StateModelSpec } from "../../src/model/states/state-model.js";
import { type Accounts, meshAccounts, stateAccounts } from "../../src/schemes/evolve.js";
import { createImplicitEuler } from "../../src/schemes/implicit-euler/implicit-euler.js";
import { createInertial } from "../../src/schemes/inertial/inertial.js";
import { type StateSchemeSpec, stateScheme } from "../../src/schemes/schemes.js";
import { problemOf } from "./runs.js";

/** What is wrong with a run, if anything. */
export interface Spoilt {
  /** Stands in the place of one number of its input, at the part `where` of them. */
  readonly wrong?: number | undefined;
  readonly where?: number;
  /** NaN: no step is ever good enough. */
  readonly tolerance?: number;
}

/** A scheme on a small problem of three steps, which it solves unless it is spoilt. */
export interface BoundScheme {
  readonly name: string;
  bind(spoilt: Spoilt): { readonly accounts: Accounts; readonly stepper: Stepper };
}

export const meshModel = {
  domain: [[-1, 1]] as [number, number][],
  graph: { nodes: ["a", "b"], edges: [["a", "b", 1]] as [string, string, number][] },
  potential: { a: "x^2", b: "0.5*x" },
  exchange: { mobility: "logarithmic" as const },
  initial: { a: "1 + 0.3*sin(x)", b: "0.8" },
  finalTime: 0.2,
};

const planeModel = {
  ...meshModel,
  domain: [...meshModel.domain, [0, 1] as [number, number]],
  initial: { a: "1 + 0.3*sin(x + y)", b: "0.8" },
};

interface Settings {
  readonly tau: number;
  readonly steps: number;
  readonly tolerance: number;
}

type Create = (problem: Problem, settings: Settings) => Stepper;

function onMesh(cells: readonly number[], create: Create, spoiltPart: "potential" | "initial"): BoundScheme["bind"] {
  return ({ wrong, where = 0, tolerance = 1e-12 }) => {
    const problem = problemOf(cells.length === 1 ? meshModel : planeModel, cells);
    if (wrong !== undefined) problem[spoiltPart][Math.floor(where * problem[spoiltPart].length)] = wrong;
    const settings = { tau: 0.2 / 3, steps: 3, tolerance };
    return { accounts: meshAccounts(problem), stepper: create(problem, settings) };
  };
}

const cloud = (): Float64Array => Float64Array.of(1, 0.2, -0.7, 1.1, 0.4, -1.3, -0.9, -0.5);

function ofStates(scheme: object, create: () => Omit<StateProblem, "finalTime">): BoundScheme["bind"] {
  return ({ wrong, where = 0, tolerance = 1e-10 }) => {
    const given = create();
    const values = Float64Array.from(given.initial.values);
    const problem = { ...given, initial: { ...given.initial, values }, finalTime: 0.2 };
    const tolerant = { ...scheme, tolerance } as StateSchemeSpec;
    const stepper = stateScheme(tolerant).bind(tolerant, problem, 3);
    if (wrong !== undefined) values[Math.floor(where * values.length)] = wrong;
    return { accounts: stateAccounts(problem, stepper), stepper };
  };
}

const plane = createFunctional({ potential: { matrix: 1 } }, 2);
const entropic = createFunctional({ potential: { matrix: 1 }, entropy: 1 }, 2);
const particles = () => ({ functional: plane, initial: particleState(cloud(), 2) });
const gaussian = () => ({ functional: entropic, initial: gaussianState([0, 0], [1, 0.2, 0.2, 0.6]) });
const sliced = { name: "sliced", directions: 16, rule: "equispaced", seed: 1 };
const gromov = { name: "gromov", onNonInvariant: "refuse" };
const maps = { name: "input-convex", width: 0, penalty: 0, seed: 1 };

function histogram(): Omit<StateProblem, "finalTime"> {
  const domain = [
    [-2, 2],
    [-2, 2],
  ] as const;
  const functional = { potential: "x1^2/2 + x2^2/2", entropy: 1 };
  const model = createStateModel({
    state: { kind: "grid" },
    domain,
    initial: "1 + 0.3*sin(x + y)",
    functional,
    finalTime: 0.2,
  });
  return { functional: model.functional, initial: initialState(model, { cells: [4, 3] }) };
}

/** Three nodes in a row. */
function nodes(order: 1 | 2, entropy: number): Omit<StateProblem, "finalTime"> {
  const spec: StateModelSpec = {
    dimension: 1,
    graph: {
      nodes: ["a", "b", "c"],
      edges: [
        ["a", "b", 1],
        ["b", "c", 2],
      ],
    },
    state: { kind: "nodes", positions: 1, weights: { a: 1, b: 2, c: 3 } },
    functional: { entropy },
    finalTime: 0.2,
    ...(entropy === 0 ? { exchange: { mobility: "upwind" } } : {}),
  };
  const model = createStateModel(spec);
  const dynamics = createNodeDynamics(spec, model, { order, damping: 1, objective: "x1^2/2 + g" });
  return { functional: model.functional, initial: initialState(model), dynamics };
}

const search = { name: "search" };

const ofLine: Readonly<Record<string, Create>> = {
  "jko, first order": (problem, settings) => createJko(problem, { ...settings, order: 1 }),
  "jko, second order": (problem, settings) => createJko(problem, { ...settings, order: 2 }),
  "jko, dynamic": (problem, settings) => createDynamicJko(problem, { ...settings, innerSteps: 2 }),
  "implicit-euler": (problem, settings) => createImplicitEuler(problem, { ...settings, flux: "scharfetter-gummel" }),
  inertial: (problem, settings) =>
    createInertial(problem, { ...settings, damping: 1, initialPotential: new Float64Array(problem.initial.length) }),
};

const { "jko, dynamic": _, ...ofPlane } = ofLine;

function bothInputs(name: string, cells: readonly number[], create: Create): BoundScheme[] {
  return [
    { name: `${name}, density`, bind: onMesh(cells, create, "initial") },
    { name: `${name}, potential`, bind: onMesh(cells, create, "potential") },
  ];
}

/** All schemes, on every kind of state and number of axes they have. */
export const schemes: readonly BoundScheme[] = [
  ...Object.entries(ofLine).flatMap(([name, create]) => bothInputs(name, [12], create)),
  ...Object.entries(ofPlane).flatMap(([name, create]) => bothInputs(`${name} on two axes`, [5, 4], create)),
  { name: "sliced, particles", bind: ofStates(sliced, particles) },
  { name: "sliced, Gaussian", bind: ofStates(sliced, gaussian) },
  { name: "sliced, grid", bind: ofStates(sliced, histogram) },
  { name: "gromov, particles", bind: ofStates(gromov, particles) },
  { name: "gromov, Gaussian", bind: ofStates(gromov, gaussian) },
  { name: "input-convex, particles", bind: ofStates(maps, particles) },
  { name: "search, first order", bind: ofStates(search, () => nodes(1, 1)) },
  { name: "search, second order", bind: ofStates(search, () => nodes(2, 1)) },
  { name: "search, first order without entropy", bind: ofStates(search, () => nodes(1, 0)) },
];
