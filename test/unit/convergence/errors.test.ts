import test from "ava";
import temml from "temml";
import {
  budgetError,
  type ErrorMeasure,
  errorMeasures,
  errorNames,
  normNames,
} from "../../../src/convergence/index.js";
import { createMesh } from "../../../src/model/mesh.js";
import { createModel, discretize } from "../../../src/model/model.js";
import type { Problem } from "../../../src/model/problem.js";
import { standardNormal } from "../../../src/model/states/sample.js";
import {
  gaussianParts,
  gaussianState,
  nodeParts,
  nodeState,
  particleState,
  type State,
} from "../../../src/model/states/state.js";
import { texText } from "../../../src/report/drawing/tex-text.js";
import { plainText } from "../../../src/report/drawing/text.js";
import { above, atMost, near } from "../../support/matchers.js";
import { stateDistance } from "./state-distances/distances.js";

const measures: readonly ErrorMeasure[] = errorMeasures;
/** A difference that is small enough for its lowest power to count alone. */
const small = 1e-4;

test("every error has a name of its own, is measured on a mesh or between states, and says what it is", (t) => {
  t.is(new Set(normNames).size, errorMeasures.length);
  t.deepEqual(errorNames.slice(0, 3), ["L1", "L1@max", "L2"]);
  for (const { name, onMesh, ofStates } of measures) {
    const meanings = [onMesh, ofStates].flatMap((distance) => (distance === undefined ? [] : [distance.meaning]));
    above(t, meanings.length, 0, name);
    for (const meaning of meanings) t.regex(meaning, /^[^\n]{4,}[^.\s]$/, name);
  }
});

test("a symbol is TeX that pages and figures can show, one for each error", (t) => {
  const shown = measures.map(({ name, symbol }) => (symbol === undefined ? name : plainText(texText(symbol))));
  t.is(new Set(shown).size, measures.length, shown.join(" "));
  for (const { symbol } of measures) {
    if (symbol !== undefined) t.notThrows(() => temml.renderToString(symbol, { throwOnError: true }), symbol);
  }
});

/** Checks that half the difference is 2^-power of the error. */
function isPower(value: (size: number) => number, power: number): boolean {
  return Math.abs(value(small) / value(small / 2) / 2 ** power - 1) < 0.01;
}

/** Two layers of density 1/2 in different potentials. */
function twoLayers(cells: readonly number[]): Problem {
  const graph = { nodes: ["a", "b"], edges: [["a", "b", 1] as const] };
  const domain = cells.map(() => [0, 1] as const);
  return discretize(
    createModel({ domain, graph, potential: { a: "x", b: "2*x^2" }, initial: 0.5, finalTime: 1 }),
    cells,
  );
}

/** The initial density with a wave, and some mass moved between the layers. */
function waveOn({ initial }: Problem, size: number): Float64Array {
  const wave = (k: number): number => Math.cos((2 * Math.PI * (k >> 1)) / initial.length) + 0.3 * (-1) ** k;
  return initial.map((value, k) => value + size * wave(k));
}

test("half the difference of densities on a mesh is 2^-power of the error", (t) => {
  const problem = twoLayers([40]);
  for (const { name, power, onMesh } of measures) {
    const value = (size: number) => onMesh?.distance(problem, waveOn(problem, size), problem.initial) ?? Number.NaN;
    if (onMesh !== undefined) t.true(isPower(value, power), `${name}: ${value(small)}, ${value(small / 2)}`);
  }
});

test("an error has values on the axes where it is not refused, and none elsewhere", (t) => {
  for (const cells of [[40], [8, 5]]) {
    const problem = twoLayers(cells);
    for (const { name, onMesh } of measures) {
      if (onMesh === undefined) continue;
      const value = onMesh.distance(problem, waveOn(problem, 0.1), problem.initial);
      t.is(value > 0, onMesh.refusal(cells.length) === undefined, `${name} on ${cells.length} axes: ${value}`);
      t.is(Number.isNaN(value), onMesh.refusal(cells.length) !== undefined, name);
    }
  }
});

test("round-off of the budget's error is that of errors that are never larger", (t) => {
  const problem = twoLayers([40]);
  for (const { name, onMesh } of measures.filter((measure) => measure.onMesh?.ownRoundOff)) {
    const peak = problem.initial.with(17, 100);
    for (const density of [standardNormal(80, 1), standardNormal(80, 2), peak]) {
      const [own, whole] = [onMesh, budgetError.onMesh].map((d) => d?.distance(problem, density, problem.initial));
      atMost(t, own, (whole as number) * (1 + 1e-14), `${name}: ${own}, ${whole}`);
    }
  }
});

const mesh = createMesh([[-4, 4]], [32]);
const bell = (centre: number): Float64Array =>
  Float64Array.from({ length: 32 }, (_, k) => Math.exp(-((k / 4 - 3.9 - centre) ** 2)) / Math.sqrt(Math.PI));
const layout = { kind: "grid", dimension: 1, mesh } as const;

/** Pairs of states of every kind; errors are measured on the line from the first to the second. */
const pairs: Readonly<Record<string, readonly [State, State]>> = {
  gaussians: [gaussianState([0, 1], [2, 0.3, 0.3, 1]), gaussianState([1, 3], [1, 0.2, 0.2, 4])],
  centred: [gaussianState([0, 0], [2, 0.3, 0.3, 1]), gaussianState([0, 0], [1, 0.2, 0.2, 4])],
  particles: [particleState(standardNormal(12, 1), 2), particleState(standardNormal(12, 2), 2)],
  densities: [
    { layout, values: bell(0) },
    { layout, values: bell(0.7) },
  ],
  nodes: [
    nodeState(["a", "b"], standardNormal(4, 1), Float64Array.of(0.5, 0.5)),
    nodeState(["a", "b"], standardNormal(4, 2), Float64Array.of(0.2, 0.8)),
  ],
};

for (const { name, power, ofStates } of measures) {
  if (ofStates === undefined) continue;
  test(`half the difference of states is 2^-${power} of ${name}, for all kinds that have it`, (t) => {
    // Gaussians with a mean have no IGW distance, those without the same mean.
    const available = Object.entries(pairs).filter(([, [a, b]]) => stateDistance(name, a, b) > 0);
    above(t, available.length, 0);
    for (const [kind, [a, b]] of available) {
      const value = (size: number): number => {
        const values = a.values.map((from, k) => from + size * (b.values[k] - from));
        return stateDistance(name, { layout: a.layout, values }, a);
      };
      t.true(isPower(value, power), `${kind}: ${value(small)}, ${value(small / 2)}`);
    }
  });
}

/** A state in a unit of length half as long. */
function inHalfUnits({ layout, values }: State): State {
  switch (layout.kind) {
    case "gaussian": {
      const { mean, covariance } = gaussianParts(layout, values);
      const four = (value: number): number => 4 * value;
      return gaussianState(
        mean.map((value) => 2 * value),
        covariance.map(four),
      );
    }
    case "particles":
      return { layout, values: values.map((value) => 2 * value) };
    case "grid": {
      const { cells, domain } = layout.mesh;
      const wide = createMesh(
        domain.map(([low, high]) => [2 * low, 2 * high]),
        cells,
      );
      return { layout: { ...layout, mesh: wide }, values: values.map((value) => value / 2 ** cells.length) };
    }
    case "nodes": {
      const { positions, weights } = nodeParts(layout, values);
      return nodeState(
        layout.nodes,
        positions.map((value) => 2 * value),
        weights,
      );
    }
  }
}

test("errors of states, squares by their root, have the power of a length that they say", (t) => {
  for (const { name, power, ofStates } of measures) {
    if (ofStates?.lengthPower === undefined) continue;
    for (const [kind, [a, b]] of Object.entries(pairs)) {
      const own = stateDistance(name, a, b);
      if (!(own > 0)) continue;
      const ratio = (stateDistance(name, inHalfUnits(a), inHalfUnits(b)) / own) ** (1 / power);
      near(t, ratio, 2 ** ofStates.lengthPower, { relative: 1e-10 }, `${name} of ${kind}: ${ratio}`);
    }
  }
});
