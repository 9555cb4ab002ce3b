/* What a module may return, and what is said of everything else. */
import test from "ava";
import { checkModule } from "../../../../src/model/search/module.js";
import { createSearchSpace, type SpaceSpec } from "../../../../src/model/search/search-model.js";
import { type SearchSpace, SpaceFailure } from "../../../../src/model/search/space.js";
import { createNeighbourhood } from "../../../../src/schemes/search/neighbourhood.js";

/** A space of dimension 2 with what a module exports, on a graph of its own if it has one. */
function spaceOf(exports: object): SearchSpace {
  const module = checkModule({ objective: () => 1, ...exports }, "scheme.module", "file.js");
  const own: Pick<SpaceSpec, "graph" | "region"> =
    "neighbours" in exports
      ? { graph: undefined, region: { nodes: ["r"] } }
      : { graph: { lattice: { width: [1, 4] } }, region: {} };
  return createSearchSpace({ dimension: 2, objective: undefined, module, ...own });
}

const at = Float64Array.of(1, 2);
const value = (space: SearchSpace): number => space.value("2", at);
const gradient = (space: SearchSpace): number => space.gradient("2", at, new Float64Array(2));
const neighbours = (space: SearchSpace) => space.neighbours("r");
const inherit = (space: SearchSpace) => space.inherit(at, "2", "3");
const fails = (): never => {
  throw new Error("no data");
};

const circular: Record<string, unknown> = { toJSON: fails };
circular.self = circular;

for (const [what, exports, action, reason] of [
  ["an objective that throws", { objective: fails }, value, "the module's objective fails: no data"],
  ["nothing", { objective: () => undefined }, value, "the module's objective returns undefined, not a number"],
  ["a promise", { objective: async () => 1 }, value, "the module's objective returns a promise, not a number"],
  ["text", { objective: () => "1" }, value, "the module's objective returns '1', not a number"],
  ["a gradient that throws", { gradient: fails }, gradient, "the module's gradient fails: no data"],
  [
    "no gradient",
    { gradient: () => undefined },
    gradient,
    "the module's gradient returns undefined, not an array of 2 numbers",
  ],
  [
    "a short gradient",
    { gradient: () => [1] },
    gradient,
    "the module's gradient returns [ 1 ], not an array of 2 numbers",
  ],
  [
    "a long gradient",
    { gradient: () => [1, 2, 3] },
    gradient,
    "the module's gradient returns [ 1, 2, 3 ], not an array of 2 numbers",
  ],
  [
    "a place that is not finite",
    { inherit: () => [1, Number.NaN] },
    inherit,
    "the module's inherit returns [ 1, NaN ], not an array of 2 numbers, all finite",
  ],
  ["no place", { inherit: () => undefined }, inherit, "the module's inherit returns undefined, not an array of 2"],
  ["no list of neighbours", { neighbours: () => "ab" }, neighbours, "the module's neighbours returns 'ab', not pairs"],
  ["a node beside itself", { neighbours: () => [["r", 1]] }, neighbours, "returns [ [ 'r', 1 ] ], not pairs"],
  [
    "a neighbour twice",
    {
      neighbours: () => [
        ["a", 1],
        ["a", 1],
      ],
    },
    neighbours,
    "of other nodes, each once",
  ],
  ["a weight that is text", { neighbours: () => [["a", "1"]] }, neighbours, "returns [ [ 'a', '1' ] ], not pairs"],
  ["a hole", { neighbours: () => new Array(1) }, neighbours, "returns [ <1 empty item> ], not pairs"],
  ["a node without a name", { neighbours: () => [["", 1]] }, neighbours, "returns [ [ '', 1 ] ], not pairs"],
  ["a whole number of another type", { objective: () => 1n }, value, "returns 1n, not a number"],
  [
    "whole numbers of another type",
    { gradient: () => new BigInt64Array(2) },
    gradient,
    "[ 0n, 0n ], not an array of 2",
  ],
  [
    "what cannot be written down",
    { objective: () => circular },
    value,
    "the module's objective returns <ref *1> { toJSON",
  ],
  [
    "something thrown that is no error",
    {
      objective: () => {
        throw Object.create(null);
      },
    },
    value,
    "the module's objective fails: [Object: null prototype] {}",
  ],
  [
    "a message of many lines and colours",
    {
      objective: () => {
        throw new Error(`a\n\tb \u001b[31mred\u001b[39m\u0007 ${"x".repeat(3000)}`);
      },
    },
    value,
    `the module's objective fails: a b red ${"x".repeat(189)}...`,
  ],
  ["a weight of 0", { neighbours: () => [["a", 0]] }, neighbours, "returns [ [ 'a', 0 ] ], not pairs"],
] as readonly (readonly [string, object, (space: SearchSpace) => unknown, string])[]) {
  test(`a module fails with its reason: ${what}`, (t) => {
    const space = spaceOf(exports);
    const error = t.throws(() => action(space), { instanceOf: SpaceFailure });
    t.true(error?.message.includes(reason), error?.message);
  });
}

test("a value that is not finite is no failure of the module's form", (t) => {
  t.is(value(spaceOf({ objective: () => Number.NaN })), Number.NaN);
  t.is(gradient(spaceOf({ gradient: () => Float64Array.of(1, Number.POSITIVE_INFINITY) })), 1);
});

test("on a lattice all functions see the coordinates by name", (t) => {
  const seen: unknown[] = [];
  const space = spaceOf({
    objective: (_: unknown, node: unknown) => seen.push(node),
    gradient: (_: unknown, node: unknown) => {
      seen.push(node);
      return [0, 0];
    },
    inherit: (x: number[], from: unknown, to: unknown) => {
      seen.push(from, to);
      return x;
    },
  });
  gradient(space);
  inherit(space);
  t.deepEqual(seen, [{ width: 2 }, { width: 2 }, { width: 2 }, { width: 3 }]);
});

test("neighbours that do not agree on their edge are told", (t) => {
  const options = { order: 1, damping: 1, tau: 0.1, entropy: 0, mobility: "upwind", tolerance: 1e-12 } as const;
  const around = (rows: Readonly<Record<string, readonly (readonly [string, number])[]>>) => {
    const space = spaceOf({ neighbours: (node: string) => rows[node] });
    return () => createNeighbourhood(space, options, "r", at);
  };
  t.deepEqual(around({ r: [["a", 2]], a: [["r", 2]] })().nodes, ["r", "a"]);
  t.throws(around({ r: [["a", 2]], a: [["r", 1]] }), {
    instanceOf: SpaceFailure,
    message: 'the edge from "r" to "a" weighs 2, the one back 1',
  });
  t.throws(around({ r: [["a", 2]], a: [] }), { message: 'the edge from "r" to "a" weighs 2, the one back nothing' });
  t.throws(
    around({
      r: [
        ["a", 2],
        ["b", 1],
      ],
      a: [["r", 2]],
      b: [
        ["r", 1],
        ["a", 1],
      ],
    }),
    {
      message: 'the edge from "b" to "a" weighs 1, the one back nothing',
    },
  );
});

test("what makes no graph is told as the module's", (t) => {
  const options = { order: 1, damping: 1, tau: 0.1, entropy: 0, mobility: "upwind", tolerance: 1e-12 } as const;
  const leaves = Array.from({ length: 5000 }, (_, k) => [`n${k}`, 1]);
  const space = spaceOf({ neighbours: (node: string) => (node === "r" ? leaves : [["r", 1]]) });
  const error = t.throws(() => createNeighbourhood(space, options, "r", at), { instanceOf: SpaceFailure });
  t.regex(error?.message ?? "", /^node "r" and its neighbours: .*at most/);
});
