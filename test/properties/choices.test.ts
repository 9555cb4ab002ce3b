/*
 * Every combination of energy, exchange cost, mobility, time of the mobility and order on random graphs, potentials,
 * densities and step sizes, on one and two axes: steps converge, keep mass, stay positive and do not raise the energy.
 */
import test from "ava";
import fc from "fast-check";
import type { EnergySpec } from "../../src/model/energies/kinds.js";
import { exchangeCosts, mobilityNames, mobilityTimes } from "../../src/model/exchange.js";
import type { ModelSpec } from "../../src/model/model.js";
import { problemOf, runJko } from "../support/runs.js";

const coefficient = fc.double({ min: -1, max: 1, noNaN: true });
const formula = (level: number, scale: number, variable: string): fc.Arbitrary<string> =>
  fc
    .tuple(coefficient, coefficient)
    .map(([a, b]) => `${level} + (${(scale * a).toFixed(6)})*${variable} + (${(scale * b).toFixed(6)})*sin(3*x)`);

type Kind = "entropy" | "temperatures" | "porous-medium";

interface RandomRun {
  readonly spec: ModelSpec;
  readonly cells: readonly number[];
  readonly steps: number;
  readonly order: 1 | 2;
}

function energyOf(kind: Kind, nodes: number, temperature: number): EnergySpec {
  if (kind === "porous-medium") return { kind, exponent: 1 + temperature };
  if (kind === "entropy") return { temperature };
  return {
    temperature: Object.fromEntries(Array.from({ length: nodes }, (_, k) => [String(k), temperature * (1 + 0.3 * k)])),
  };
}

const randomRun = (axes: 1 | 2): fc.Arbitrary<RandomRun> =>
  fc
    .record({
      family: fc.constantFrom("path", "complete", "random" as const),
      nodes: fc.integer({ min: 2, max: 5 }),
      weight: fc.double({ min: 0.05, max: 5, noNaN: true }),
      seed: fc.integer({ min: 1, max: 1000 }),
      kind: fc.constantFrom<Kind>("entropy", "entropy", "temperatures", "porous-medium"),
      mobility: fc.constantFrom(...mobilityNames),
      cost: fc.constantFrom(...exchangeCosts),
      mobilityAt: fc.constantFrom(...mobilityTimes),
      order: fc.constantFrom<1 | 2>(1, 2),
      temperature: fc.double({ min: 0.3, max: 2, noNaN: true }),
      potentials: fc.array(formula(0, 1, axes === 1 ? "x" : "y"), { minLength: 5, maxLength: 5 }),
      initials: fc.array(formula(2.1, 0.999, axes === 1 ? "x" : "y"), { minLength: 5, maxLength: 5 }),
      logTau: fc.double({ min: -4, max: -1, noNaN: true }),
      cells: fc.integer({ min: 1, max: axes === 1 ? 40 : 10 }),
      steps: fc.integer({ min: 1, max: 5 }),
    })
    .map((draw) => {
      const { family, nodes, weight, seed, mobility, cost, mobilityAt, order, temperature, logTau, steps } = draw;
      const plain = draw.kind === "entropy" || !(cost === "cosh" || mobility.startsWith("weighted"));
      const byLayer = (formulas: readonly string[]): Record<string, string> =>
        Object.fromEntries(formulas.slice(0, nodes).map((text, k) => [String(k), text]));
      const spec: ModelSpec = {
        domain: Array.from({ length: axes }, () => [-1, 1] as const),
        graph: { family: family as "path", nodes, weight, seed },
        potential: byLayer(draw.potentials),
        energy: energyOf(plain ? draw.kind : "entropy", nodes, temperature),
        exchange: { mobility, cost, mobilityAt },
        initial: byLayer(draw.initials),
        finalTime: steps * 10 ** logTau,
      };
      return { spec, cells: Array.from({ length: axes }, () => draw.cells), steps, order };
    });

for (const axes of [1, 2] as const) {
  test(`every combination keeps the invariants of a step on ${axes === 1 ? "one axis" : "two axes"}`, (t) => {
    fc.assert(
      fc.property(randomRun(axes), ({ spec, cells, steps, order }) => {
        const { summary, rows } = runJko(problemOf(spec, cells), steps, 1e-12, order);
        const falls = rows.every(({ energy }, k) => k === 0 || energy <= rows[k - 1]?.energy + 1e-9);
        const { status, massDrift, densityMin, energyMonotone, gapMax } = summary;
        return (
          status === "ok" &&
          massDrift <= 1e-12 &&
          densityMin > 0 &&
          (order === 2 ? falls : energyMonotone) &&
          gapMax <= 1e-11
        );
      }),
      { seed: 20220327, numRuns: axes === 1 ? 200 : 60 },
    );
    t.pass();
  });
}
