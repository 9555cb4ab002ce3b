import test from "ava";
import { averagesOf, type CellField, potentialsOf, valueAt } from "../../../../src/model/files/cell-field.js";
import { createMesh, type Domain } from "../../../../src/model/mesh.js";
import { seededRandom } from "../../../../src/numerics/random.js";
import { eachNear, near } from "../../../support/matchers.js";

const line: Domain = [[-1, 2]];
const plane: Domain = [
  [0, 1],
  [-2, 3],
];

function randomField(domain: Domain, cells: readonly number[]): CellField {
  const random = seededRandom(7);
  const size = cells.reduce((product, count) => product * count, 1);
  return { domain, cells, values: Float64Array.from({ length: size }, () => 0.1 + random()) };
}

/** The mean of g(field) over every cell, by midpoints of a refinement in which the field is constant. */
function bruteForce(field: CellField, cells: readonly number[], g: (value: number) => number): number[] {
  const mesh = createMesh(field.domain, cells);
  const parts = field.cells;
  return Array.from({ length: mesh.size }, (_, cell) => {
    const [i, j] = [cell % cells[0], Math.floor(cell / cells[0])];
    let [sum, count] = [0, 0];
    for (let a = 0; a < parts[0]; a++) {
      for (let b = 0; b < (parts[1] ?? 1); b++) {
        const place = [i + (a + 0.5) / parts[0], j + (b + 0.5) / (parts[1] ?? 1)].slice(0, cells.length);
        sum += g(
          valueAt(
            field,
            place.map((own, axis) => field.domain[axis][0] + own * mesh.widths[axis]),
          ),
        );
        count++;
      }
    }
    return sum / count;
  });
}

const cases: readonly (readonly [Domain, readonly number[], readonly number[]])[] = [
  [line, [7], [5]],
  [line, [5], [12]],
  [line, [8], [1]],
  [plane, [3, 4], [5, 2]],
  [plane, [6, 5], [4, 7]],
];

for (const [domain, from, to] of cases) {
  test(`averages from ${from.join("x")} to ${to.join("x")} cells are those of a common refinement, mass is kept`, (t) => {
    const field = randomField(domain, from);
    const mesh = createMesh(domain, to);
    const averages = averagesOf(field, mesh);
    eachNear(
      t,
      averages,
      bruteForce(field, to, (value) => value),
      1e-14,
    );
    const mass = (values: Float64Array, volume: number) => values.reduce((sum, value) => sum + value * volume, 0);
    near(t, mass(averages, mesh.cellVolume), mass(field.values, createMesh(domain, from).cellVolume), 1e-13);
    const temperature = 0.3;
    const expected = bruteForce(field, to, (value) => Math.exp(-value / temperature));
    eachNear(
      t,
      potentialsOf(field, mesh, temperature),
      expected.map((mean) => -temperature * Math.log(mean)),
      1e-13,
    );
  });
}

test("on its own mesh and on one that divides it, values are kept to the last bit", (t) => {
  const field = randomField(plane, [3, 7]);
  t.deepEqual(averagesOf(field, createMesh(plane, [3, 7])), field.values);
  const finer = createMesh(plane, [9, 14]);
  for (const values of [averagesOf(field, finer), potentialsOf(field, finer, 0.7)]) {
    values.forEach((value, cell) => {
      const [i, j] = [Math.floor((cell % 9) / 3), Math.floor(Math.floor(cell / 9) / 2)];
      t.is(value, field.values[j * 3 + i]);
    });
  }
});

test("potentials that differ by thousands of temperatures neither over- nor underflow", (t) => {
  const field = { domain: line, cells: [2], values: Float64Array.of(5000, -5000) };
  const [value] = potentialsOf(field, createMesh(line, [1]), 1);
  near(t, value, -5000 + Math.log(2), 1e-12);
});
