import test from "ava";
import { InputError } from "../../../src/errors.js";
import { averageOverCells } from "../../../src/model/cell-average.js";
import { createMesh, facePosition } from "../../../src/model/mesh.js";
import { createModel, discretize } from "../../../src/model/model.js";
import { below, each, near } from "../../support/matchers.js";

const square = [
  [0, 1],
  [0, 1],
] as const;

/** Integral of |x - c|^-p from the pole. */
const primitive = (c: number, p: number) => (x: number) => (Math.sign(x - c) * Math.abs(x - c) ** (1 - p)) / (1 - p);

function worst(averages: Float64Array, cells: number, integral: (x: number) => number): number {
  const mesh = createMesh([[0, 1]], [cells]);
  const errors = Array.from({ length: cells }, (_, k) => {
    const exact = (integral(facePosition(mesh, 0, k + 1)) - integral(facePosition(mesh, 0, k))) * cells;
    return Math.abs(averages[k] / exact - 1);
  });
  return Math.max(...errors);
}

// At a face of 10 cells, at the centre of one of 11 and elsewhere.
const places = [0.5, 0.3, 0.1234];

test("poles inside the domain have their closed averages up to the power 0.99, wherever they are", (t) => {
  for (const cells of [10, 11]) {
    const mesh = createMesh([[0, 1]], [cells]);
    for (const c of places) {
      for (const p of [0.1, 0.5, 0.9, 0.99]) {
        const averages = averageOverCells(mesh, (x) => Math.abs(x - c) ** -p);
        below(t, worst(averages, cells, primitive(c, p)), 1e-12, `${cells} cells, pole ${c}, power ${p}`);
      }
    }
  }
});

test("poles on one side, several in a cell, at 0 / 0, negative or beside a large constant are averaged too", (t) => {
  const mesh = createMesh([[0, 1]], [5]);
  const average = (f: (x: number) => number) => averageOverCells(mesh, f);
  const left = average((x) => (x < 0.37 ? 5 : (x - 0.37) ** -0.5));
  below(
    t,
    worst(left, 5, (x) => (x < 0.37 ? 5 * x : 5 * 0.37 + primitive(0.37, 0.5)(x))),
    1e-12,
  );
  const two = average((x) => Math.abs(x - 0.41) ** -0.9 + Math.abs(x - 0.53) ** -0.4);
  below(
    t,
    worst(two, 5, (x) => primitive(0.41, 0.9)(x) + primitive(0.53, 0.4)(x)),
    1e-10,
  );
  const undefinedAt = average((x) => -((x - 0.41) ** 2) / Math.abs(x - 0.41) ** 2.5);
  below(
    t,
    worst(undefinedAt, 5, (x) => -primitive(0.41, 0.5)(x)),
    1e-12,
  );
  const raised = average((x) => 1e6 + Math.abs(x - 0.37) ** -0.9);
  below(
    t,
    worst(raised, 5, (x) => 1e6 * x + primitive(0.37, 0.9)(x)),
    1e-10,
  );
  const logs = average((x) => -Math.log(Math.abs(x - 0.5)));
  below(
    t,
    worst(logs, 5, (x) => x + (0.5 - x) * Math.log(Math.abs(x - 0.5))),
    1e-12,
  );
});

test("a pole whose place is rounded keeps nine digits at the power 0.5", (t) => {
  const averages = averageOverCells(createMesh([[0, 1]], [10]), (x) => Math.abs(3 * x - 1) ** -0.5);
  below(
    t,
    worst(averages, 10, (x) => primitive(1, 0.5)(3 * x) / 3),
    1e-9,
  );
});

test("what cannot be resolved beside a pole is refused as it is elsewhere", (t) => {
  const f = (x: number) => (x > 0.37 ? 2 + Math.sin(1e7 * x * x) : (0.37 - x) ** -0.5);
  const failure = { instanceOf: InputError, message: /varies too fast/ };
  t.throws(() => averageOverCells(createMesh([[0, 1]], [1]), f), failure);
});

test("from the power 1 on poles are refused with their place", (t) => {
  for (const cells of [10, 11]) {
    const mesh = createMesh([[0, 1]], [cells]);
    for (const c of places) {
      for (const p of [1, 1.01, 2]) {
        const message = new RegExp(`distance\\^-${p} at x = ${c}, which is not integrable`);
        t.throws(() => averageOverCells(mesh, (x) => Math.abs(x - c) ** -p), { instanceOf: InputError, message });
      }
    }
  }
});

const potentialOf = (potential: string, cells: readonly number[]) =>
  discretize(createModel({ domain: square.slice(0, cells.length), potential, initial: 1, finalTime: 1 }), cells)
    .potential;

test("logarithmic potentials are taken below the power 1 with the averages of their equilibrium, and refused from there", (t) => {
  for (const cells of [10, 11]) {
    for (const c of places) {
      for (const p of [-1, 0.5, 0.9, 0.99]) {
        const averages = potentialOf(`${p}*log(abs(x - ${c}))`, [cells]).map((v) => Math.exp(-v));
        below(t, worst(averages, cells, primitive(c, p)), 1e-10, `${cells} cells, pole ${c}, power ${p}`);
      }
      for (const p of [1, 1.01, 2]) {
        const refused = { instanceOf: InputError, message: /^model\.potential: .* is not integrable/ };
        t.throws(() => potentialOf(`${p}*log(abs(x - ${c}))`, [cells]), refused);
      }
    }
  }
});

test("a potential that is no number between the nodes first looked at is refused", (t) => {
  const message = /^model\.potential: .* varies too fast/;
  for (const width of [0.001, 0.0001]) {
    t.throws(() => potentialOf(`sqrt(abs(x - 0.3) - ${width})`, [5]), { instanceOf: InputError, message });
  }
});

test("two axes: poles along a line across either axis are those of one axis", (t) => {
  for (const cells of [4, 5]) {
    const mesh = createMesh(square, [cells, cells]);
    for (const c of [0.5, 0.37]) {
      for (const p of [0.5, 0.99]) {
        const expected = averageOverCells(createMesh([[0, 1]], [cells]), (x) => Math.abs(x - c) ** -p);
        const upright = averageOverCells(mesh, (x) => Math.abs(x - c) ** -p);
        const level = averageOverCells(mesh, (_, y) => Math.abs(y - c) ** -p);
        each(t, upright, (value, k) => Math.abs(value / expected[k % cells] - 1) < 1e-10);
        each(t, level, (value, k) => Math.abs(value / expected[Math.floor(k / cells)] - 1) < 1e-10);
      }
      for (const p of [1, 1.01]) {
        const refused = { instanceOf: InputError, message: /not integrable/ };
        t.throws(() => averageOverCells(mesh, (x) => Math.abs(x - c) ** -p), refused);
        t.throws(() => averageOverCells(mesh, (_, y) => Math.abs(y - c) ** -p), refused);
      }
    }
  }
});

test("two axes: a pole at a point is taken below the power 2 and refused from there", (t) => {
  // Over a square around it: 8 times the integral of a triangle in polar coordinates.
  const exact = (p: number) => {
    const count = 2000;
    let sum = 0;
    for (let k = 0; k < count; k++) sum += (0.5 / Math.cos(((k + 0.5) * Math.PI) / 4 / count)) ** (2 - p) / (2 - p);
    return (8 * sum * Math.PI) / 4 / count;
  };
  // In the middle of an inner cell, at a corner of four, and in the only cell.
  for (const cells of [3, 2, 1]) {
    const mesh = createMesh(square, [cells, cells]);
    const total = (p: number) =>
      averageOverCells(mesh, (x, y) => Math.hypot(x - 0.5, y - 0.5) ** -p).reduce((sum, value) => sum + value, 0) /
      cells ** 2;
    near(t, total(1.9), exact(1.9), { relative: 1e-6 }, `${cells} cells`);
    for (const p of [2, 2.01]) t.throws(() => total(p), { instanceOf: InputError, message: /not integrable/ });
  }
});
