/** Size of a length, a mass and an energy per mass (that is, a temperature) in the units of a study. */
export interface Units {
  readonly length: number;
  readonly mass: number;
  readonly energy: number;
}

/** A tiny study as a function of its units. */
export interface UnitStudy {
  readonly name: string;
  /** Whether the total mass is free: it is 1 where a scheme knows probabilities only. */
  readonly hasMass: boolean;
  study(units: Units): unknown;
  /** Of an error, by its name. */
  unitOf(error: string, units: Units): number;
}

type Json = Readonly<Record<string, unknown>>;

const head = (id: string) => ({ id, title: id, question: "?" });

/** Units of errors on a mesh of one axis or two. */
function meshUnit(axes: number) {
  return (error: string, { length, mass, energy }: Units): number => {
    const density = mass / length ** axes;
    const units: Record<string, number> = {
      L1: mass,
      L2: Math.sqrt(mass * density),
      Linf: density,
      KL: mass,
      W2: length * Math.sqrt(mass),
      mass,
      energy: mass * energy,
    };
    return units[error.replace("@max", "")] as number;
  };
}

interface MeshParts {
  readonly axes?: 1 | 2;
  /** Names L (length), E (energy), D (density), P (length squared per time, of a velocity potential), S (1/time). */
  readonly potential?: unknown;
  readonly initial?: unknown;
  readonly graph?: (units: MeshUnits) => unknown;
  readonly energy?: (units: MeshUnits) => unknown;
  readonly exchange?: Json;
  readonly scheme: Json | ((units: MeshUnits) => Json);
  readonly reference: Json | ((units: MeshUnits) => Json);
  readonly sweep: Json;
  readonly errors?: readonly string[];
  readonly domain?: readonly (readonly number[])[];
  readonly time?: number;
  readonly hasMass?: boolean;
  readonly expect?: Json;
  readonly inertial?: boolean;
  /** ∫ f² without a factor: the unit of energies per mass is that of a density. */
  readonly isPorous?: boolean;
}

interface MeshUnits extends Units {
  readonly density: number;
  readonly time: number;
}

const twoLayers = {
  a: "E*(0.8*(x/L - 0.4)^2)",
  b: "E*(0.5*(x/L - 0.6)^2)",
};
const twoDensities = { a: "D*(1 + 0.5*cos(pi*x/L))", b: "D*(0.8 - 0.3*cos(2*pi*x/L))" };
const pair = ({ length }: MeshUnits) => ({ nodes: ["a", "b"], edges: [["a", "b", 3 / length ** 2]] });

function meshStudy(name: string, parts: MeshParts): UnitStudy {
  const {
    axes = 1,
    potential = twoLayers,
    initial = twoDensities,
    graph = pair,
    scheme,
    reference,
    time = 0.1,
  } = parts;
  return {
    name,
    hasMass: parts.hasMass ?? true,
    study(given) {
      const { length, mass } = given;
      const density = mass / length ** axes;
      const energy = parts.isPorous ? density : given.energy;
      const units = { ...given, energy };
      const unit = parts.inertial ? length / Math.sqrt(energy) : length ** 2 / energy;
      const full: MeshUnits = { ...units, density, time: unit };
      const resolve = (part: Json | ((of: MeshUnits) => Json)) => (typeof part === "function" ? part(full) : part);
      return {
        ...head("units"),
        model: {
          domain: (parts.domain ?? Array.from({ length: axes }, () => [0, 1])).map((ends) =>
            ends.map((x) => x * length),
          ),
          graph: graph(full),
          constants: { L: length, E: energy, D: density, P: length ** 2 / unit, S: 1 / unit },
          potential,
          energy: parts.energy?.(full) ?? { temperature: energy },
          exchange: parts.exchange ?? { mobility: "logarithmic" },
          initial,
          normalize: false,
          finalTime: time * unit,
        },
        scheme: resolve(scheme),
        reference: resolve(reference),
        sweep: parts.sweep,
        errors: parts.errors ?? ["L1", "L2", "Linf", "KL", "W2", "mass"],
        expect: [parts.expect ?? { error: "L1", order: 1, slack: 0.2, last: 1 }],
      };
    },
    unitOf: (error, { length, mass, energy }) =>
      meshUnit(axes)(error, { length, mass, energy: parts.isPorous ? mass / length ** axes : energy }),
  };
}

const tau = { axis: "tau", steps: [4, 8, 16], cells: 24 };
const sameMesh = { kind: "same-mesh", steps: 64 };
const single = () => ({ nodes: ["0"], edges: [] });
const gaussian = {
  domain: [[-6, 6]],
  graph: single,
  potential: "E*(x/L)^2/2",
  initial: "D*exp(-(x/L - 1)^2)/sqrt(pi)",
  sweep: { axis: "h", steps: 4, cells: [24, 48, 96] },
  expect: { error: "L1", order: 2, slack: 0.5, last: 1 },
  time: 0.4,
};

const meshStudies: UnitStudy[] = [
  meshStudy("jko, exact, same mesh", { scheme: { name: "jko" }, reference: sameMesh, sweep: tau }),
  ...(["previous", "next", "midpoint"] as const).flatMap((mobilityAt) =>
    (["quadratic", "cosh"] as const).map((cost) =>
      meshStudy(`jko with exchange ${cost} at ${mobilityAt}`, {
        exchange: { mobility: cost === "cosh" ? "weighted-geometric" : "harmonic", cost, mobilityAt },
        scheme: { name: "jko" },
        reference: sameMesh,
        sweep: { ...tau, steps: [4, 8] },
      }),
    ),
  ),
  meshStudy("jko with the mobility unit", {
    graph: ({ density, length }) => ({ nodes: ["a", "b"], edges: [["a", "b", (3 * density) / length ** 2]] }),
    exchange: { mobility: "unit" },
    scheme: { name: "jko" },
    reference: sameMesh,
    sweep: tau,
  }),
  meshStudy("jko, finite volumes", {
    scheme: { name: "jko" },
    reference: { kind: "finite-volume", cells: 96 },
    sweep: { ...tau, axis: "joint", steps: [4, 8, 16], cells: [12, 24, 48] },
  }),
  meshStudy("jko, spectral", {
    potential: 0,
    scheme: { name: "jko" },
    reference: { kind: "spectral" },
    sweep: { ...tau, cells: 48 },
  }),
  meshStudy("jko, formula", {
    potential: 0,
    graph: single,
    initial: "D*(1 + 0.5*cos(pi*x/L))",
    scheme: { name: "jko" },
    reference: { kind: "formula", density: "D*(1 + 0.5*exp(-pi^2*t*S)*cos(pi*x/L))" },
    sweep: { ...tau, cells: 48 },
    // The mass of a single layer is right to round-off.
    errors: ["L1", "L2", "Linf", "KL", "W2"],
  }),
  meshStudy("jko, homogeneous", {
    potential: { a: 0, b: "E*0.5" },
    initial: { a: "0.3*D", b: "0.7*D" },
    scheme: { name: "jko" },
    reference: { kind: "homogeneous" },
    sweep: { ...tau, cells: 2 },
    errors: ["L1", "KL", "mass"],
  }),
  meshStudy("jko, exact iterate", {
    ...gaussian,
    scheme: { name: "jko" },
    reference: ({ length, energy }) => ({
      kind: "exact-iterate",
      mean: length,
      variance: length ** 2 / 2,
      stiffness: energy / length ** 2,
    }),
    // The masses differ by what the domain cuts off, and the energy of a mass depends on the unit of densities.
    errors: ["L1", "KL", "W2"],
  }),
  meshStudy("jko, automatic iterate", {
    ...gaussian,
    scheme: { name: "jko" },
    reference: { kind: "auto" },
    errors: ["L1", "KL", "W2"],
  }),
  meshStudy("jko of a porous medium", {
    isPorous: true,
    energy: ({ energy }) => ({ kind: "porous-medium", exponent: 2, regularization: 1e-5 * energy }),
    scheme: { name: "jko" },
    reference: sameMesh,
    sweep: { ...tau, steps: [4, 8] },
  }),
  ...(["scharfetter-gummel", "upwind"] as const).map((flux) =>
    meshStudy(`implicit-euler, ${flux}`, { scheme: { name: "implicit-euler", flux }, reference: sameMesh, sweep: tau }),
  ),
  meshStudy("inertial, homogeneous", {
    inertial: true,
    potential: { a: 0, b: "E*0.5" },
    initial: { a: "0.3*D", b: "0.7*D" },
    graph: ({ length }) => ({ nodes: ["a", "b"], edges: [["a", "b", 1 / length ** 2]] }),
    scheme: ({ time }) => ({ name: "inertial", damping: 1 / time }),
    reference: { kind: "homogeneous" },
    sweep: { ...tau, steps: [20, 40], cells: 1 },
    errors: ["L1", "L1@max"],
    time: 1,
  }),
];

/** Units of errors of states: probabilities, so that there is no mass. */
function stateUnit(error: string, { length }: Units): number {
  const powers: Record<string, number> = { W2: 1, mean: 1, aligned: 1, positions: 1, covariance: 2, IGW: 2 };
  return length ** (powers[error.replace("@max", "")] ?? 0);
}

interface StateUnits extends Units {
  readonly time: number;
}

interface StateParts {
  /** Powers of length and energy in the unit of time. */
  readonly clock?: readonly [number, number];
  readonly parts: (units: StateUnits) => { readonly model: Json; readonly scheme: Json };
  readonly reference?: unknown;
  readonly steps?: readonly number[];
  readonly sweep?: Json;
  readonly errors: readonly string[];
  readonly time?: number;
  /** The energy has no factor: its unit is a power of length. */
  readonly energyPower?: number;
}

const both = [{ kind: "limit" }, { kind: "iterate" }];

function stateStudy(name: string, parts: StateParts): UnitStudy {
  const { clock: [ofLength, ofEnergy] = [2, -1], errors, time = 0.3, energyPower } = parts;
  return {
    name,
    hasMass: false,
    study(given) {
      const units = energyPower === undefined ? given : { ...given, energy: given.length ** energyPower };
      const unit = units.length ** ofLength * units.energy ** ofEnergy;
      const { model, scheme } = parts.parts({ ...units, time: unit });
      return {
        ...head("units"),
        model: { ...model, finalTime: time * unit },
        scheme,
        reference: parts.reference ?? both,
        sweep: parts.sweep ?? { axis: "tau", steps: parts.steps ?? [4, 8, 16] },
        errors,
        expect: [{ error: errors[0], order: 1, slack: 0.2, last: 1 }],
      };
    },
    unitOf: stateUnit,
  };
}

const scaled = (rows: readonly (readonly number[])[], factor: number) => rows.map((row) => row.map((x) => x * factor));
const well = ({ length, energy }: Units) => ({
  potential: {
    matrix: scaled(
      [
        [1.2, 0.5],
        [0.5, 0.6],
      ],
      energy / length ** 2,
    ),
    centre: [0.7 * length, -0.4 * length],
  },
});
const gaussianState = ({ length }: Units) => ({
  kind: "gaussian",
  mean: [0, 0],
  covariance: scaled(
    [
      [1, -0.3],
      [-0.3, 2],
    ],
    length ** 2,
  ),
});
const nodes = ({ length, energy, time }: StateUnits, order: 1 | 2) => ({
  model: {
    dimension: 2,
    graph: {
      nodes: ["a", "b", "c"],
      edges: [
        ["a", "b", 1 / length ** 2],
        ["b", "c", 2 / length ** 2],
      ],
    },
    exchange: { mobility: "logarithmic" },
    state: {
      kind: "nodes",
      positions: { a: [length, -length], b: [0.5 * length, 2 * length], c: [-1.5 * length, 0] },
      weights: { a: 1, b: 2, c: 3 },
    },
    functional: { entropy: energy },
  },
  scheme: {
    name: "search",
    order,
    ...(order === 2 ? { damping: 1 / time } : {}),
    objective: {
      a: `${energy}*0.75*((x1/${length} - 0.2)^2 + (x2/${length} - 0.4)^2)`,
      b: `${energy}*(0.5*((x1/${length} + 0.3)^2 + (x2/${length} - 1)^2) + 0.3)`,
      c: `${energy}*(1.25*((x1/${length})^2 + (x2/${length} + 0.5)^2) - 0.2)`,
    },
  },
});

const stateStudies: UnitStudy[] = [
  stateStudy("sliced Gaussians", {
    parts: (units) => ({
      model: { dimension: 2, state: gaussianState(units), functional: { ...well(units), entropy: units.energy } },
      scheme: { name: "sliced", directions: 16 },
    }),
    errors: ["W2", "symKL"],
  }),
  stateStudy("sliced particles on a ring", {
    parts: (units) => ({
      model: {
        dimension: 2,
        state: { kind: "particles", sample: "ring", count: 10, scale: 1.5 * units.length },
        functional: {
          interaction: `${units.energy}*((r/${units.length})^4/4 - (r/${units.length})^2/2)`,
        },
      },
      scheme: { name: "sliced", directions: 16 },
    }),
    errors: ["W2"],
    time: 0.1,
  }),
  stateStudy("Gromov–Wasserstein Gaussians", {
    clock: [4, -1],
    parts: (units) => ({
      model: {
        dimension: 2,
        state: {
          kind: "gaussian",
          mean: 0,
          covariance: scaled(
            [
              [3, 0],
              [0, 0.4],
            ],
            units.length ** 2,
          ),
        },
        functional: { potential: { matrix: (1.5 * units.energy) / units.length ** 2 }, entropy: units.energy },
      },
      scheme: { name: "gromov" },
    }),
    errors: ["IGW", "W2"],
  }),
  stateStudy("search", {
    parts: (units) => nodes(units, 1),
    reference: { kind: "limit" },
    errors: ["positions", "weights"],
  }),
  stateStudy("accelerated search", {
    clock: [1, -0.5],
    parts: (units) => nodes(units, 2),
    reference: { kind: "limit" },
    errors: ["positions", "weights"],
  }),
];

export const unitStudies: readonly UnitStudy[] = [...meshStudies, ...stateStudies];
