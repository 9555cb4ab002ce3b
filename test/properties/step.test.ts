/*
 * Properties of the minimizing-movement scheme on random graphs, potentials, densities, mobilities and step sizes.
 */
import test from "ava";
import fc from "fast-check";
import { mobilityNames } from "../../src/model/exchange.js";
import type { ModelSpec } from "../../src/model/model.js";
import { problemOf, relativeDifference, runJko } from "../support/runs.js";

const settings = { seed: 20220327, numRuns: 60 };

interface RandomModel {
  readonly spec: ModelSpec;
  readonly cells: number;
  readonly steps: number;
}

const coefficient = fc.double({ min: -1, max: 1, noNaN: true });

/** `c0 + c1 x + c2 sin(3x)` plus a level, as a formula. */
const formula = (level: number, scale: number): fc.Arbitrary<string> =>
  fc
    .tuple(coefficient, coefficient)
    .map(([a, b]) => `${level} + (${(scale * a).toFixed(6)})*x + (${(scale * b).toFixed(6)})*sin(3*x)`);

const randomModel: fc.Arbitrary<RandomModel> = fc
  .record({
    family: fc.constantFrom("path", "cycle", "complete", "random" as const),
    nodes: fc.integer({ min: 1, max: 6 }),
    weight: fc.double({ min: 0.05, max: 20, noNaN: true }),
    seed: fc.integer({ min: 1, max: 1000 }),
    mobility: fc.constantFrom(...mobilityNames),
    temperature: fc.double({ min: 0.2, max: 3, noNaN: true }),
    potentials: fc.array(formula(0, 2), { minLength: 6, maxLength: 6 }),
    initials: fc.array(formula(2.1, 0.999), { minLength: 6, maxLength: 6 }),
    logTau: fc.double({ min: -4, max: 0, noNaN: true }),
    cells: fc.integer({ min: 1, max: 40 }),
    steps: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ family, nodes, weight, seed, mobility, temperature, potentials, initials, logTau, cells, steps }) => {
    const count = family === "cycle" ? Math.max(3, nodes) : nodes;
    const byLayer = (formulas: readonly string[]): Record<string, string> =>
      Object.fromEntries(formulas.slice(0, count).map((text, k) => [String(k), text]));
    const graph = count === 1 ? { nodes: ["0"], edges: [] } : { family: family as "path", nodes: count, weight, seed };
    const spec: ModelSpec = {
      domain: [[-1, 1]],
      graph,
      potential: byLayer(potentials),
      energy: { temperature },
      exchange: { mobility },
      initial: byLayer(initials),
      finalTime: steps * 10 ** logTau,
    };
    return { spec, cells, steps };
  });

test("every run converges, keeps mass, stays positive and satisfies the energy inequality", (t) => {
  fc.assert(
    fc.property(randomModel, ({ spec, cells, steps }) => {
      const { summary } = runJko(problemOf(spec, cells), steps);
      return (
        summary.status === "ok" &&
        summary.massDrift <= 1e-12 &&
        summary.densityMin > 0 &&
        summary.energyMonotone &&
        summary.gapMax <= 1e-12
      );
    }),
    settings,
  );
  t.pass();
});

test("reflection x -> -x commutes with every run", (t) => {
  const mirror = (texts: unknown): Record<string, string> =>
    Object.fromEntries(
      Object.entries(texts as Record<string, string>).map(([layer, text]) => [layer, text.replaceAll("x", "(-x)")]),
    );
  fc.assert(
    fc.property(randomModel, ({ spec, cells, steps }) => {
      const there = runJko(problemOf(spec, cells), steps).density;
      const mirrored = { ...spec, potential: mirror(spec.potential), initial: mirror(spec.initial) };
      const back = runJko(problemOf(mirrored, cells), steps).density;
      const layers = there.length / cells;
      const reflected = there.map((_, k) => there[(cells - 1 - Math.floor(k / layers)) * layers + (k % layers)]);
      return relativeDifference(back, reflected) < 1e-8;
    }),
    { ...settings, numRuns: 30 },
  );
  t.pass();
});

test("relabelling the layers commutes with every run", (t) => {
  fc.assert(
    fc.property(randomModel, fc.integer({ min: 1, max: 5 }), ({ spec, cells, steps }, turn) => {
      const plain = problemOf(spec, cells);
      const layers = plain.graph.layers.length;
      const to = (layer: number): number => (layer + turn) % layers;
      const moved = (values: Float64Array): Float64Array =>
        values.map((_, k) => {
          const from = (((k % layers) - turn) % layers) + layers;
          return values[Math.floor(k / layers) * layers + (from % layers)];
        });
      const relabelled = {
        ...plain,
        graph: { ...plain.graph, tails: plain.graph.tails.map(to), heads: plain.graph.heads.map(to) },
        potential: moved(plain.potential),
        initial: moved(plain.initial),
      };
      const difference = relativeDifference(runJko(relabelled, steps).density, moved(runJko(plain, steps).density));
      return difference < 1e-8;
    }),
    { ...settings, numRuns: 30 },
  );
  t.pass();
});
