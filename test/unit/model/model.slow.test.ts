import test from "ava";
import { InputError } from "../../../src/errors.js";
import { uniformEntropy } from "../../../src/model/energy.js";
import { facePosition } from "../../../src/model/mesh.js";
import { createModel, discretize, type ModelSpec } from "../../../src/model/model.js";
import { atMost, below, each, near } from "../../support/matchers.js";

const base: ModelSpec = { domain: [[-8, 8]], potential: "x^2/2", initial: "exp(-(x-1.5)^2)", finalTime: 1 };
const twoLayers: ModelSpec = { ...base, graph: { nodes: ["a", "b"], edges: [["a", "b", 1]] } };

const onMesh = (spec: ModelSpec, cells = 50) => discretize(createModel(spec), [cells]);

/** The message of a model that is wrong in some way the types forbid. */
function message(change: object, cells = 50): string {
  try {
    onMesh({ ...twoLayers, ...change } as ModelSpec, cells);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return "no error";
}

test("defaults are one layer named 0, unit mobility, temperature 1 and total mass 1", (t) => {
  const problem = onMesh(base);
  t.deepEqual(problem.graph.layers, ["0"]);
  t.deepEqual(problem.exchange, { mobility: "unit", cost: "quadratic", mobilityAt: "previous" });
  t.deepEqual(problem.energy, uniformEntropy(1, 1));
  near(t, problem.mass, 1, 1e-15);
});

test("arrays are ordered by cell, then layer", (t) => {
  const problem = onMesh({ ...twoLayers, potential: { a: 1, b: 2 }, initial: { b: 3, a: 1 } }, 4);
  t.deepEqual([...problem.potential], [1, 2, 1, 2, 1, 2, 1, 2]);
  const [first, second] = problem.initial as unknown as [number, number];
  near(t, second / first, 3, 1e-15);
});

test("g is the index of the layer", (t) => {
  const problem = onMesh({ ...twoLayers, potential: "g + 1", initial: "1 + g" }, 2);
  t.deepEqual([...problem.potential], [1, 2, 1, 2]);
  near(t, problem.initial[1] / problem.initial[0], 2, 1e-15);
});

test("formulas may name constants of the model, as if their values stood there in parentheses", (t) => {
  const constants = { amplitude: -0.5, k: 2 };
  const problem = onMesh({ ...twoLayers, constants, potential: "1 - amplitude^k*x", initial: { a: "k", b: "3" } }, 4);
  const written = onMesh({ ...twoLayers, potential: "1 - (-0.5)^2*x", initial: { a: 2, b: 3 } }, 4);
  t.deepEqual(problem.potential, written.potential);
  t.deepEqual(problem.initial, written.initial);
});

test("a constant whose name is taken or no name is an error at its path, an unknown name lists the constants", (t) => {
  t.regex(message({ constants: { x: 1 } }), /^model\.constants\.x: .*means something else/);
  t.regex(message({ constants: { exp: 1 } }), /model\.constants\.exp/);
  t.regex(message({ constants: { "a b": 1 } }), /not a name/);
  t.regex(message({ constants: { eps: 1 }, potential: "epsilon" }), /unknown name "epsilon".*eps/);
  t.regex(message({ constants: { eps: 1 }, potential: "2eps" }), /an operator is missing before "eps"/);
});

test("constant potentials are exact, whatever their size", (t) => {
  for (const value of [0, 0.1, -1e4, 1e4]) {
    const problem = onMesh({ ...base, potential: value, initial: 1 }, 7);
    for (const v of problem.potential) atMost(t, Math.abs(v - value), 4e-16 * Math.max(1, Math.abs(value)));
  }
});

test("exp(-V_i/T) is the cell average of exp(-V/T)", (t) => {
  const slope = 3;
  const temperature = 0.25;
  const { mesh, potential } = onMesh({ ...base, potential: "3*x", energy: { temperature }, initial: 1 });
  potential.forEach((v, cell) => {
    const [left, right] = [facePosition(mesh, 0, cell), facePosition(mesh, 0, cell + 1)];
    const z = (slope * (right - left)) / temperature;
    // The average of exp(-z r) over [0, 1] is (1 - exp(-z))/z.
    const expected = slope * left - temperature * Math.log(-Math.expm1(-z) / z);
    near(t, v, expected, 2e-14, `cell ${cell}: ${v} ${expected}`);
  });
});

test("the discrete potential is second order from the cell average of V, with the known constant", (t) => {
  // -log<exp(-V)> = <V> - Var(V)/2 + ..., and Var(V) = V'^2 h^2/12.
  const { mesh, potential } = onMesh({ ...base, potential: "x^2/2", initial: 1 }, 1600);
  const cell = 1200;
  const x = facePosition(mesh, 0, cell) + mesh.h / 2;
  const average = x * x * 0.5 + mesh.h ** 2 / 24;
  const expected = -(x * x * mesh.h ** 2) / 24;
  near(t, potential[cell] - average, expected, { relative: 1e-3 });
});

test("potentials of 1e4 and walls of 1e4 within one cell do not overflow", (t) => {
  const steep = onMesh({ ...base, potential: "1e4*x^2", initial: 1 }, 9);
  each(t, steep.potential, Number.isFinite);
  // Around x = 0: the average of exp(-1e4 x^2) over a cell of width w is sqrt(pi)/(100 w).
  const middle = -Math.log(Math.sqrt(Math.PI) / (100 * (16 / 9)));
  near(t, steep.potential[4], middle, 1e-12);
  const cliff = onMesh({ ...base, potential: "x < 0.1 ? 1e4 : 0", initial: 1 }, 1);
  near(t, cliff.potential[0] + Math.log(7.9 / 16), 0, 1e-12);
  const pit = onMesh({ ...base, potential: "x > 0.1 ? -1e4 : 0", initial: 1 }, 1);
  near(t, pit.potential[0] + 1e4 + Math.log(7.9 / 16), 0, 1e-11);
});

test("potentials that grow without bound at a wall are averaged, as exp(-V/T) is", (t) => {
  const beta = onMesh({ ...base, domain: [[0, 1]], potential: "-log(x*(1 - x))", initial: "x*(1 - x)" }, 20_000);
  const ratio = beta.initial[0] / Math.exp(-beta.potential[0]);
  beta.initial.forEach((f, cell) => {
    near(t, f / Math.exp(-beta.potential[cell]), ratio, { relative: 1e-11 }, `cell ${cell}`);
  });
});

test("the discrete potential and the averaged equilibrium agree to round-off", (t) => {
  const problem = onMesh({ ...base, potential: "x^2/2", initial: "exp(-x^2/2)", normalize: false });
  problem.initial.forEach((f, cell) => {
    const expected = Math.exp(-problem.potential[cell]);
    near(t, f, expected, 1e-15 + 1e-13 * expected, `cell ${cell}`);
  });
});

test("initial densities are rescaled to mass 1 unless normalize is false", (t) => {
  near(t, onMesh({ ...twoLayers, initial: 5 }).mass, 1, 1e-15);
  near(t, onMesh({ ...twoLayers, initial: 5, normalize: false }).mass, 160, 1e-13);
});

test("a Gaussian on [-30, 30] keeps its tails down to 1e-300", (t) => {
  const problem = onMesh({ ...base, domain: [[-30, 30]] }, 400);
  each(t, problem.initial, (f) => f >= 0 && Number.isFinite(f));
  const smallest = Math.min(...problem.initial.filter((f) => f > 0));
  below(t, smallest, 1e-300);
  near(t, problem.mass, 1, 1e-14);
});

test("zero averages are legal", (t) => {
  const problem = onMesh({ ...twoLayers, initial: "abs(x) < 1 ? 1 : 0" });
  t.true(problem.initial.some((f) => f === 0));
});

test("an empty layer is legal exactly if the exchange can fill it, or nothing could", (t) => {
  const initial = { a: 1, b: 0 };
  for (const mobility of ["unit", "arithmetic", "upwind"]) {
    t.is(message({ initial, exchange: { mobility } }), "no error", mobility);
  }
  for (const mobility of ["logarithmic", "weighted-logarithmic", "geometric", "harmonic"]) {
    const expected = /^model\.initial: layer "b" is empty, and would stay empty/;
    t.regex(message({ initial, exchange: { mobility } }), expected, mobility);
  }
  t.notThrows(() => onMesh({ ...base, initial: 1, exchange: { mobility: "harmonic" } }));
});

test("densities out of range name layer, place and value", (t) => {
  const negative = message({ initial: { a: 1, b: "x" } }, 4);
  t.regex(negative, /^model\.initial: layer "b": the initial density is negative in the cell at x = -6 \(got -6/);
  t.regex(message({ initial: "1/(x*0)" }), /layer "a": the initial density is not finite in the cell at x = -7\.84/);
  t.regex(message({ initial: "log(x)" }), /not finite .*\(got NaN\)/);
  t.regex(message({ initial: 0 }), /^model\.initial: the initial density is 0 everywhere/);
  t.regex(message({ initial: "2 + sin(1e9*x)" }), /^model\.initial: layer "a": .*varies too fast/);
});

test("a potential that is not finite names layer, place and value", (t) => {
  t.regex(
    message({ potential: { a: 0, b: "log(x)" } }),
    /^model\.potential: layer "b": the potential over the temperature is not finite at x = -7\.\d+ \(got NaN\)/,
  );
  t.regex(message({ potential: "sin(1e9*x)" }), /^model\.potential: layer "a": .*varies too fast/);
});

test("layer maps name every layer and no other", (t) => {
  t.regex(message({ potential: { a: 1 } }), /^model\.potential: no formula for layer "b"\. The layers are "a", "b"/);
  t.regex(message({ initial: { a: 1, b: 1, c: 1 } }), /^model\.initial: there is no such layer \(got "c"\)/);
  t.regex(message({ potential: { a: 1, b: "2x" } }), /^model\.potential\.b: an operator is missing/);
  t.regex(message({ potential: [1, 2] }), /^model\.potential: a formula, or one per layer by name, is needed/);
  t.regex(message({ potential: null }), /^model\.potential: an expression must be a number or a text/);
});

test("a layer may be called constructor, and a map must still name it", (t) => {
  const graph = { nodes: ["constructor", "b"], edges: [["constructor", "b", 1]] };
  t.regex(message({ graph, potential: { b: 1 } }), /no formula for layer "constructor"/);
  t.is(message({ graph, potential: { b: 1, constructor: 2 } }), "no error");
});

test("t is for references, and y for two axes", (t) => {
  t.regex(message({ initial: "1 + t" }), /^model\.initial: "t" is not available here, at column 5/);
  t.regex(message({ potential: "y" }), /^model\.potential: "y" is not available here, at column 1/);
});

test("two axes are modelled and discretized", (t) => {
  const domain = [
    [0, 1],
    [0, 2],
  ] as const;
  const problem = discretize(createModel({ domain, potential: "x + y", initial: "y", finalTime: 1 }), [2, 4]);
  t.is(problem.initial.length, 8);
  near(t, problem.initial[0], 0.125, 1e-15);
  near(t, problem.initial[7], 0.875, 1e-15);
});

test("times, temperatures, domains and mobilities out of range are errors with their path", (t) => {
  for (const finalTime of [0, -1, NaN, Infinity]) t.regex(message({ finalTime }), /^model\.finalTime: the final time/);
  for (const temperature of [0, -1, NaN]) {
    t.regex(message({ energy: { temperature } }), /^model\.energy\.temperature: the temperature must be positive/);
  }
  t.regex(message({ domain: [] }), /^model\.domain: a domain has one or two axes/);
  t.regex(message({ domain: [[1, 0]] }), /^model\.domain\[0\]/);
  t.regex(message({ exchange: { mobility: "cubic" } }), /^model\.exchange\.mobility: .*Mobilities are unit, /);
});

test("a mesh beyond memory is an error before anything is allocated", (t) => {
  t.regex(message({}, 1e9), /^cells: cells times layers may be at most 20000000 \(got \[1000000000\]\)/);
});

test("families name their layers by number", (t) => {
  const graph = { family: "star", nodes: 3 } as const;
  const problem = onMesh({ ...base, graph, potential: { 0: 1, 1: 2, 2: 3 }, initial: 1 }, 1);
  t.deepEqual([...problem.potential], [1, 2, 3]);
});
