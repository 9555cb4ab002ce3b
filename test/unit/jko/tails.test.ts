/*
 * Wells whose equilibrium underflows: which ones count, and that their tails cost no iterations on either side,
 * whatever the units.
 */
import test from "ava";
import { createEnvelopeHeights } from "../../../src/jko/tails/envelope-heights.js";
import type { TailPotential } from "../../../src/jko/tails/tail-potential.js";
import { isDeep } from "../../../src/jko/tails/tails.js";
import type { ModelSpec } from "../../../src/model/model.js";
import { atMost, below, eachNear } from "../../support/matchers.js";
import { distanceL1, problemOf, runJko } from "../../support/runs.js";

const ramp = (slope: number, given: Partial<ModelSpec> = {}) =>
  problemOf({ domain: [[0, 1]], potential: `${slope}*x`, initial: 1, finalTime: 0.1, ...given }, 10);
const pair = { nodes: ["a", "b"], edges: [["a", "b", 1] as const] };

test("a well is deep by its depth over the temperature, in whatever layer", (t) => {
  for (const temperature of [1, 1e4, 1e-4]) {
    const energy = { temperature };
    t.true(isDeep(ramp(2000 * temperature, { energy })));
    t.true(isDeep(ramp(-2000 * temperature, { energy })));
    t.false(isDeep(ramp(500 * temperature, { energy })));
  }
  const graph = { graph: pair, initial: { a: 0.5, b: 0.5 }, exchange: { mobility: "unit" as const } };
  t.true(isDeep(ramp(0, { ...graph, potential: { a: 0, b: "2000*x" } })));
  t.true(isDeep(ramp(0, { ...graph, potential: { a: "2000*x", b: 0 } })));
  // The same everywhere in each layer: no well at all.
  t.false(isDeep(ramp(0, { ...graph, potential: { a: 0, b: 2000 } })));
});

test("the equilibrium of a porous medium has no tail, however deep its well", (t) => {
  t.false(isDeep(ramp(1e5, { energy: { kind: "porous-medium", exponent: 2 } })));
});

/** Steps in a well with a steep wall on one side and a steeper one on the other. */
function uneven(sign: 1 | -1, unit = 1) {
  const potential = `${unit}*(40*x^2 + ${sign}*10*x^3)`;
  const initial = `exp(-2*(x - ${0.5 * sign})^2)`;
  const spec = { domain: [[-6, 6]] as const, potential, initial, energy: { temperature: unit } };
  return problemOf({ ...spec, finalTime: 0.3 / unit }, 48);
}

test("steps in an uneven well take few iterations, and those in its mirror image are mirrored", (t) => {
  const [own, other] = [runJko(uneven(1), 3), runJko(uneven(-1), 3)];
  for (const { summary } of [own, other]) {
    t.is(summary.status, "ok", JSON.stringify(summary));
    atMost(t, summary.newtonMax, 36, JSON.stringify(summary));
    atMost(t, summary.massDrift, 1e-14, JSON.stringify(summary));
  }
  below(t, distanceL1(uneven(1), own.density, other.density.slice().reverse()), 1e-9);
});

test("steps in an uneven well are the same in other units of energy", (t) => {
  const own = runJko(uneven(1), 3);
  for (const unit of [1e4, 1e-4]) {
    const other = runJko(uneven(1, unit), 3);
    t.is(other.summary.status, "ok");
    below(t, distanceL1(uneven(1), own.density, other.density), 1e-9);
    atMost(t, other.summary.newtonMax, 36);
  }
});

test("heights over the envelope are those of mu + x²/(2 tau), but for its round-off", (t) => {
  const cells = 12;
  /** All faces are displaced to one point, but for a bump of that size on every other. */
  const heights = (bump: number): number[] => {
    const mu = new Float64Array(cells);
    for (let face = 1; face < cells; face++) mu[face] = mu[face - 1] + 5 - face + (face % 2 === 0 ? bump : 0);
    const transport = { toCells: 1 } as TailPotential["transport"];
    const above = new Float64Array(cells);
    const list = new Float64Array(cells);
    const shape = {
      cells,
      layers: 1,
      coldest: 1,
      total: 1,
      temperatures: Float64Array.of(1),
      masses: list,
      lowered: list,
    };
    createEnvelopeHeights({ ...shape, transport, mu })(above);
    return [...above];
  };
  t.deepEqual(heights(1e-12), new Array(cells).fill(0));
  // A face that is ahead is pooled with the next: half of the bump is above the mean of the two.
  const expected = Array.from({ length: cells }, (_, face) => (face > 0 && face % 2 === 0 ? 0.05 : 0));
  eachNear(t, heights(0.1), expected, 1e-12);
});
