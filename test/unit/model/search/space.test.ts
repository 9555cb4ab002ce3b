import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { finiteGraph } from "../../../../src/model/lattice.js";
import { checkModule } from "../../../../src/model/search/module.js";
import { createSearchSpace, type SpaceSpec, startOf } from "../../../../src/model/search/search-model.js";
import { seededRandom } from "../../../../src/numerics/random.js";
import { atLeast, below, each, near } from "../../../support/matchers.js";

const lattice: SpaceSpec = {
  dimension: 2,
  graph: { lattice: { width: [1, 4], depth: [1, null] }, weight: 3 },
  objective: "x1^2 * width + sin(x2) * depth",
  module: undefined,
  region: { nodes: { depth: [1, 5] } },
};

function errorOf(spec: Partial<SpaceSpec>): InputError | undefined {
  try {
    createSearchSpace({ ...lattice, ...spec });
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  return undefined;
}

test("neighbours on a lattice differ by one in one coordinate, and stay within its bounds", (t) => {
  const { neighbours } = createSearchSpace(lattice);
  const names = (node: string) => neighbours(node).map(({ name }) => name);
  t.deepEqual(names("2,3"), ["1,3", "3,3", "2,2", "2,4"]);
  t.deepEqual(names("1,1"), ["2,1", "1,2"]);
  t.deepEqual(names("4,1000000"), ["3,1000000", "4,999999", "4,1000001"]);
  each(t, neighbours("2,3"), ({ weight }) => weight === 3);
});

test("formulas see coordinates by name, and have exact slopes at one evaluation", (t) => {
  const space = createSearchSpace(lattice);
  const slopes = new Float64Array(2);
  const x = Float64Array.of(0.5, 2);
  const value = space.gradient("3,7", x, slopes);
  t.is(value, 0.75 + 7 * Math.sin(2));
  t.is(value, space.value("3,7", x));
  t.deepEqual(Array.from(slopes), [3, 7 * Math.cos(2)]);
  t.is(space.gradientCost, 1);
});

test("random nodes and points fill their region and nothing else", (t) => {
  const space = createSearchSpace({
    ...lattice,
    region: {
      ...lattice.region,
      x: [
        [0, 1],
        [5, 5],
      ],
    },
  });
  const random = seededRandom(1);
  const nodes = new Set(Array.from({ length: 500 }, () => space.randomNode(random)));
  t.is(nodes.size, 20);
  t.true(nodes.has("4,5") && nodes.has("1,1"));
  const point = space.randomPoint(random);
  atLeast(t, point[0], 0);
  below(t, point[0], 1);
  t.is(point[1], 5);
});

test("a module without a gradient has differences, which cost 2 d + 1 evaluations and make that many calls", (t) => {
  let calls = 0;
  const module = checkModule(
    {
      objective: (x: number[], node: { width: number }) => {
        calls++;
        return Math.exp(x[0]) * node.width + x[1] ** 2;
      },
    },
    "scheme.module",
    "file.js",
  );
  const space = createSearchSpace({ ...lattice, objective: undefined, module });
  const slopes = new Float64Array(2);
  space.gradient("2,1", Float64Array.of(1, -3), slopes);
  t.is(calls, 5);
  t.is(space.gradientCost, 5);
  near(t, slopes[0], 2 * Math.E, 1e-8);
  near(t, slopes[1], -6, 1e-8);
  // Far from 0 the step of differences grows with the point.
  space.gradient("2,1", Float64Array.of(1, 1e7), slopes);
  near(t, slopes[1], 2e7, { relative: 1e-9 });
});

test("a module may bring gradient, graph and inheritance", (t) => {
  const module = checkModule(
    {
      objective: (x: number[], node: string) => x[0] * node.length,
      gradient: (_: number[], node: string) => [node.length],
      neighbours: (node: string) => [[`${node}a`, 2]],
      inherit: (x: number[], from: string, to: string) => x.map((value) => value + to.length - from.length),
    },
    "scheme.module",
    "file.js",
  );
  const space = createSearchSpace({
    ...lattice,
    ...{ dimension: 1, graph: undefined, objective: undefined, module },
    region: { nodes: ["r"] },
  });
  t.deepEqual(space.neighbours("r"), [{ name: "ra", weight: 2 }]);
  const slopes = new Float64Array(1);
  t.is(space.gradient("rab", Float64Array.of(2), slopes), 6);
  t.is(slopes[0], 3);
  t.is(space.gradientCost, 2);
  t.deepEqual(space.inherit(Float64Array.of(1), "r", "ra"), Float64Array.of(2));
  t.is(space.randomNode(seededRandom(1)), "r");
});

test("a module that exports no objective is refused", (t) => {
  const error = t.throws(() => checkModule({ value: 1 }, "scheme.module", "file.js"), { instanceOf: InputError });
  t.regex(error?.message ?? "", /no function 'objective' \(got "file.js"\)/);
});

test("a node has one name", (t) => {
  const { neighbours } = createSearchSpace(lattice);
  for (const node of ["2, 3", "02,3", "2,3,1", "2", "-0,1", "a,b"]) t.is(neighbours(node).length, 0, node);
});

test("nodes of a family may have formulas of their own", (t) => {
  const graph = { family: "path", nodes: 2 } as const;
  const space = createSearchSpace({ ...lattice, graph, region: {}, objective: { "0": "x1 + g", "1": "x2 + g" } });
  t.is(space.value("1", Float64Array.of(5, 7)), 8);
});

test("a start is a node that exists", (t) => {
  const start = startOf({ node: { width: 2, depth: 9 }, x: [1, 2] }, lattice);
  t.is(start?.node, "2,9");
  t.deepEqual(start?.x, Float64Array.of(1, 2));
  const error = t.throws(() => startOf({ node: { width: 5, depth: 9 } }, lattice), { instanceOf: InputError });
  t.is(error?.context.path, "scheme.start.node");
  const module = checkModule({ objective: () => 1, neighbours: () => [] }, "scheme.module", "file.js");
  const own = { dimension: 1, graph: undefined, objective: undefined, module, region: { nodes: ["r"] } };
  t.is(startOf({ node: "any" }, own)?.node, "any");
  t.throws(() => startOf({ node: { zz: 3 } }, own), { instanceOf: InputError, message: /there is no such node/ });
});

test("a coordinate may be called as what every object has", (t) => {
  const bounds = Object.fromEntries([["toString", [1, 4] as const]]);
  const space = createSearchSpace({ ...lattice, graph: { lattice: bounds }, objective: 1, region: {} });
  t.regex(space.randomNode(seededRandom(1)), /^[1-4]$/);
});

for (const [what, spec, path] of [
  ["a region that does not bound the lattice", { region: {} }, "scheme.region.nodes.depth"],
  [
    "a region outside the lattice",
    { region: { nodes: { width: [0, 4], depth: [1, 2] } } },
    "scheme.region.nodes.width",
  ],
  ["an unknown coordinate", { region: { nodes: { height: [0, 4] } } }, "scheme.region.nodes.height"],
  ["bounds in the wrong order", { graph: { lattice: { width: [4, 1] } } }, "model.graph.lattice.width"],
  ["a coordinate named as a variable", { graph: { lattice: { x1: [1, 4] } } }, "model.graph.lattice.x1"],
  ["no objective", { objective: undefined }, "scheme.objective"],
  ["an unknown variable", { objective: "height" }, "scheme.objective"],
  ["numbers that names do not hold", { region: { nodes: { depth: [1, 1e15] } } }, "scheme.region.nodes.depth"],
  [
    "an interval that is too wide",
    {
      region: {
        ...lattice.region,
        x: [
          [-1e308, 1e308],
          [0, 1],
        ],
      },
    },
    "scheme.region.x[0]",
  ],
  ["a box of another dimension", { region: { ...lattice.region, x: [[0, 1]] } }, "scheme.region.x"],
] as readonly (readonly [string, Partial<SpaceSpec>, string])[]) {
  test(`refused: ${what}`, (t) => {
    t.is(errorOf(spec)?.context.path, path);
  });
}

test("a lattice is no finite graph", (t) => {
  const error = t.throws(() => finiteGraph(lattice.graph), { instanceOf: InputError });
  t.regex(error?.message ?? "", /a sweep needs a finite graph.*jko search/);
});
