import test from "ava";
import { checkModule } from "../../../../src/model/search/module.js";
import { createSearchSpace, type SpaceSpec } from "../../../../src/model/search/search-model.js";
import type { SearchSpace } from "../../../../src/model/search/space.js";
import { seededRandom } from "../../../../src/numerics/random.js";
import { hillClimbing } from "../../../../src/schemes/search/hill-climbing.js";
import { createLedger } from "../../../../src/schemes/search/ledger.js";
import type { SearchContext } from "../../../../src/schemes/search/method.js";
import { particleSearch } from "../../../../src/schemes/search/particle-search.js";
import { randomSearch } from "../../../../src/schemes/search/random-search.js";
import { above, atMost } from "../../../support/matchers.js";
import { particles, spec } from "./lattice.js";

type Method = (context: SearchContext) => unknown;
const methods: Readonly<Record<string, Method>> = {
  "particles of order 1": (context) => particleSearch(context, { ...particles, order: 1 }),
  "particles of order 2": (context) => particleSearch(context, { ...particles, order: 2 }),
  "particles with an entropy": (context) =>
    particleSearch(context, { ...particles, order: 2, entropy: 0.05, mobility: "logarithmic" }),
  "hill climbing": (context) => hillClimbing(context, { tau: 0.1, patience: 20 }),
  "random search": randomSearch,
};

/**
 * The space of the study, and how often its objective has been asked: by formulas, or by a module that counts its
 * calls.
 */
const spaces: Readonly<Record<string, () => { space: SearchSpace; calls: () => number }>> = {
  "formulas, with slopes at one evaluation": () => {
    let calls = 0;
    const space = createSearchSpace(spec);
    const counting: SearchSpace = {
      ...space,
      value(node, x) {
        calls++;
        return space.value(node, x);
      },
      gradient(node, x, out) {
        calls++;
        return space.gradient(node, x, out);
      },
    };
    return { space: counting, calls: () => calls };
  },
  "a module without a gradient": () => moduleSpace(false),
  "a module with a gradient": () => moduleSpace(true),
};

function moduleSpace(hasGradient: boolean): { space: SearchSpace; calls: () => number } {
  let calls = 0;
  const own = {
    objective([x]: readonly number[], { n }: { n: number }): number {
      calls++;
      return (x - n) ** 2 + 0.1 * (n - 5) ** 2;
    },
    gradient([x]: readonly number[], { n }: { n: number }): number[] {
      calls++;
      return [2 * (x - n)];
    },
  };
  const exports = hasGradient ? own : { objective: own.objective };
  const module = checkModule(exports, "scheme.module", "file.js");
  return { space: createSearchSpace({ ...spec, objective: undefined, module }), calls: () => calls };
}

function search(method: Method, { evaluations = 3000, target = 1e-4, seed = 1, space = createSearchSpace(spec) } = {}) {
  const ledger = createLedger(space, { evaluations, target });
  const start = { node: "12", x: Float64Array.of(0) };
  const failure = method({ space, ledger, random: seededRandom(seed), start });
  return { ledger, failure };
}

for (const [name, method] of Object.entries(methods)) {
  for (const [kind, create] of Object.entries(spaces)) {
    test(`${name}: every evaluation is counted, none is made beyond those there are; ${kind}`, (t) => {
      for (const evaluations of [5, 17, 400]) {
        const { space, calls } = create();
        const { ledger } = search(method, { evaluations, target: Number.NEGATIVE_INFINITY, space });
        t.is(ledger.spent, calls());
        atMost(t, ledger.spent, evaluations);
        above(t, ledger.spent, evaluations - space.gradientCost);
      }
    });
  }

  test(`${name}: the same seed gives the same search`, (t) => {
    const [one, two] = [search(method, { target: -1 }), search(method, { target: -1 })];
    t.is(one.failure, undefined);
    t.deepEqual(one.ledger.improvements, two.ledger.improvements);
    t.is(one.ledger.restarts, two.ledger.restarts);
  });
}

for (const name of Object.keys(methods).filter((key) => key !== "random search")) {
  test(`${name}: finds the best node of an infinite lattice and its point, and ends there`, (t) => {
    const { ledger } = search(methods[name]);
    t.is(ledger.best?.node, "5");
    atMost(t, ledger.best?.value ?? 1, 1e-4);
    atMost(t, Math.abs((ledger.best?.x[0] ?? 0) - 5), 0.011);
    t.is(ledger.best?.at, ledger.spent);
  });
}

for (const name of Object.keys(methods).filter((key) => key !== "random search")) {
  test(`${name}: a search that is still begins anew at random, and says how often`, (t) => {
    const { ledger } = search(methods[name], { target: Number.NEGATIVE_INFINITY });
    above(t, ledger.restarts, 0);
  });
}

test("a centre moves to the node that outweighs it by the factor asked for, and no sooner", (t) => {
  const moves = (recentre: number) => {
    const space = createSearchSpace(spec);
    const ledger = createLedger(space, { evaluations: 60, target: Number.NEGATIVE_INFINITY });
    const centres: string[] = [];
    const ratios: number[] = [];
    const start = { node: "8", x: Float64Array.of(8) };
    const observe: SearchContext["observe"] = (_t, _n, active) => {
      if (active.nodes[0] !== centres.at(-1)) centres.push(active.nodes[0]);
      ratios.push(Math.max(...active.weights) / active.weights[0]);
    };
    particleSearch({ space, ledger, random: seededRandom(1), start, observe }, { ...particles, order: 1, recentre });
    return { centres, most: Math.max(...ratios) };
  };
  const soon = moves(2);
  t.deepEqual(soon.centres.slice(0, 3), ["8", "7", "6"]);
  atMost(t, soon.most, 2);
  const late = moves(1e9);
  t.deepEqual(late.centres, ["8"]);
  above(t, late.most, 2);
});

/** Slopes of 1 everywhere, so that nothing comes to rest; b is lower than a. */
const slide: SpaceSpec = {
  ...spec,
  graph: { nodes: ["a", "b"], edges: [["a", "b", 10]] },
  objective: { a: "x1", b: "x1 - 1" },
  region: { nodes: ["b"] },
};

for (const order of [1, 2] as const) {
  test(`a search of order ${order} begins anew when the patience has passed since its last centre, at random`, (t) => {
    const space = createSearchSpace(slide);
    const ledger = createLedger(space, { evaluations: 400, target: Number.NEGATIVE_INFINITY });
    const frames: { restart: number; step: number; centre: string; x: number }[] = [];
    const observe: SearchContext["observe"] = (_t, step, { nodes, positions }) => {
      frames.push({ restart: ledger.restarts, step, centre: nodes[0], x: positions[0] });
    };
    const start = { node: "a", x: Float64Array.of(7) };
    particleSearch({ space, ledger, random: seededRandom(1), start, observe }, { ...particles, order, patience: 2 });
    const [first, second] = [0, 1].map((restart) => frames.filter((frame) => frame.restart === restart));
    const moved = first?.findIndex(({ centre }) => centre === "b") ?? -1;
    above(t, moved, 0);
    // 20 steps of 0.1 with the last centre, whether it came late or was there from the start.
    t.is((first?.length ?? 0) - moved, 20);
    t.is(second?.length, 20);
    t.is(first?.[0]?.x, 7);
    atMost(t, Math.abs(second?.[0]?.x ?? 9), 1);
    t.is(second?.[0]?.step, 0);
  });
}

test("a search with inertia is set to rest where its momenta drive weight uphill", (t) => {
  const space = createSearchSpace(slide);
  const ledger = createLedger(space, { evaluations: 12, target: Number.NEGATIVE_INFINITY });
  const velocities: number[] = [];
  const observe: SearchContext["observe"] = (_t, step, active) => {
    velocities.push(active.velocities[0]);
    // b is second and lower: weight leaves the smaller momentum.
    if (step === 3) active.phi.set([0.1, -0.1]);
  };
  const start = { node: "a", x: Float64Array.of(0) };
  const options = { ...particles, order: 2, recentre: 1e9 } as const;
  particleSearch({ space, ledger, random: seededRandom(1), start, observe }, options);
  const kept = (v: number): number => (v - 0.1) / 1.1;
  const expected = [0, kept(0), kept(kept(0)), kept(kept(kept(0))), kept(0), kept(kept(0))];
  t.deepEqual(velocities, expected);
});

test("of several nodes that outweigh the centre the heaviest is the next, and new nodes inherit from it", (t) => {
  const inherited: (readonly [string, string])[] = [];
  const own = createSearchSpace({
    ...spec,
    graph: {
      nodes: ["a", "b", "c", "d"],
      edges: [
        ["a", "b", 100],
        ["a", "c", 100],
        ["c", "d", 100],
      ],
    },
    objective: { a: 5, b: 1, c: 0, d: 2 },
    region: {},
  });
  const space: SearchSpace = {
    ...own,
    inherit(x, from, to) {
      inherited.push([from, to]);
      return own.inherit(x, from, to);
    },
  };
  const centres: string[] = [];
  const run = (method: Method, evaluations: number): void => {
    const ledger = createLedger(space, { evaluations, target: Number.NEGATIVE_INFINITY });
    const start = { node: "a", x: Float64Array.of(0) };
    method({
      space,
      ledger,
      random: seededRandom(1),
      start,
      observe: (_t, _n, { nodes }) => centres.push(nodes[0] ?? ""),
    });
  };
  run(methods["particles of order 1"], 6);
  t.deepEqual(centres, ["a", "c"]);
  t.deepEqual(inherited, [
    ["a", "b"],
    ["a", "c"],
    ["c", "d"],
  ]);
  inherited.length = 0;
  run(methods["hill climbing"], 5);
  t.deepEqual(inherited.slice(0, 3), [
    ["a", "b"],
    ["a", "c"],
    ["c", "a"],
  ]);
});

test("a hill climber that does not come to rest leaves after its patience", (t) => {
  const space = createSearchSpace(slide);
  const ledger = createLedger(space, { evaluations: 100, target: Number.NEGATIVE_INFINITY });
  const start = { node: "b", x: Float64Array.of(0) };
  hillClimbing({ space, ledger, random: seededRandom(1), start }, { tau: 0.1, patience: 2 });
  // 21 points along a slope of 1, one neighbour, and anew.
  t.is(ledger.restarts, 4);
});

test("random search begins at the start", (t) => {
  const space = createSearchSpace({ ...spec, objective: "(x1 - 7)^2 + n - 12" });
  const { ledger } = search(randomSearch, { space, evaluations: 1, target: -1 });
  t.deepEqual(ledger.best, { node: "12", x: Float64Array.of(0), value: 49, at: 1 });
});
