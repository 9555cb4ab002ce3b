import test from "ava";
import { createMesh } from "../../../src/model/mesh.js";
import { averageOverCells, distanceL1 } from "../../../src/reference/cell-averages.js";
import { eachNear, near } from "../../support/matchers.js";

test("averages of polynomials over cells are exact on one axis, layer by layer", (t) => {
  const mesh = createMesh([[1, 3]], [2]);
  const averages = averageOverCells(mesh, [([x = 0]) => x * x, ([x = 0]) => 1 - x], 3);
  // Of x^2: (b^3 - a^3) / 3.
  eachNear(t, averages, [7 / 3, -0.5, 19 / 3, -1.5], 1e-14);
});

test("averages of polynomials over cells are exact on two axes, the first one fastest", (t) => {
  const domain = [
    [0, 2],
    [0, 3],
  ] as const;
  const averages = averageOverCells(createMesh(domain, [2, 1]), [([x = 0, y = 0]) => x * x * y + y ** 3], 3);
  // (b^3 - a^3) / 3 times 3 / 2, and 27 / 4.
  eachNear(t, averages, [0.5 + 27 / 4, 3.5 + 27 / 4], 1e-13);
});

test("the L1 distance is the sum of absolute differences times the volume of a cell", (t) => {
  near(t, distanceL1(Float64Array.of(1, 2, 3), Float64Array.of(2, 2, 1), 0.25), 0.75, 1e-15);
});
