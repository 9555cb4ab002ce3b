import test from "ava";
import { InputError } from "../../../src/errors.js";
import { createModel, discretize } from "../../../src/model/model.js";
import { below } from "../../support/matchers.js";

type Interval = readonly [number, number];

/** The discrete potential over the temperature. */
function potentialOn(domain: readonly Interval[], cells: number, potential: string, temperature = 1): Float64Array {
  const model = createModel({ domain, potential, initial: 1, finalTime: 1, energy: { temperature } });
  return discretize(
    model,
    domain.map(() => cells),
  ).potential.map((v) => v / temperature);
}

/** Largest difference of a sum of potentials on two axes from the sum of those on one, in V/T. */
function separation(axis: Interval, cells: number, alongX: string, alongY: string, temperature?: number): number {
  const plane = potentialOn([axis, axis], cells, `(${alongX}) + (${alongY.replaceAll("x", "y")})`, temperature);
  const [a, b] = [alongX, alongY].map((v) => potentialOn([axis], cells, v, temperature)) as [
    Float64Array,
    Float64Array,
  ];
  const differences = Array.from(plane, (v, cell) => Math.abs(v - a[cell % cells] - b[Math.floor(cell / cells)]));
  return Math.max(...differences);
}

test("a potential that is a sum over the axes is the sum of theirs, however steep", (t) => {
  const wide = [-2, 2] as const;
  const unit = [0, 1] as const;
  // V/T up to 2e4 has round-off of 4e-12; positions next to 1 are known to 1e-16.
  below(t, separation(wide, 64, "100*x^2", "100*x^2"), 1e-12);
  below(t, separation(wide, 16, "x^2", "x^2", 1e-2), 1e-11);
  below(t, separation(wide, 12, "1e4*x^2", "300*x"), 1e-10);
  below(t, separation(wide, 12, "1e4*x", "-1e4*x"), 1e-10);
  below(t, separation(wide, 13, "50*abs(x - 0.01)", "50*abs(x + 0.7)"), 1e-9);
  below(t, separation(unit, 8, "0.7*log(x)", "-0.5*log(1 - x)"), 1e-11);
  below(t, separation(unit, 8, "x < 0.31 ? 0 : 1e4", "x"), 1e-10);
});

/** Largest difference of the potentials of coarse cells from what those of their 4 x 4 parts add up to. */
function refinement(potential: string, cells: number): number {
  const square = [
    [-2, 2],
    [-2, 2],
  ] as const;
  const coarse = potentialOn(square, cells, potential);
  const fine = potentialOn(square, 4 * cells, potential);
  const sums = Array.from(coarse, (v, cell) => {
    const first = 4 * (cell % cells) + 16 * cells * Math.floor(cell / cells);
    let sum = 0;
    for (let k = 0; k < 16; k++) sum += Math.exp(v - fine[first + (k % 4) + 4 * cells * Math.floor(k / 4)]);
    return Math.abs(Math.log(sum / 16));
  });
  return Math.max(...sums);
}

test("wells and ridges across the axes: cells are what their parts add up to", (t) => {
  below(t, refinement("100*(x^2 + y^2 + x*y)", 8), 1e-10);
  below(t, refinement("1000*(x + 0.3*y)^2 + 10*y^2", 8), 1e-9);
  below(t, refinement("100*abs(x + y)", 8), 1e-9);
});

test("what oscillates within cells is refused on two axes, whatever is steep beside it", (t) => {
  const square = [
    [-2, 2],
    [-2, 2],
  ] as const;
  const refused = { instanceOf: InputError, message: /^model\.potential: .*varies too fast/ };
  t.throws(() => potentialOn(square, 8, "5*sin(1e6*x)"), refused);
  t.throws(() => potentialOn(square, 8, "100*(x^2 + y^2) + 5*sin(1e6*x*y)"), refused);
});
