import test from "ava";
import { layOutPlane, type Place, planeDomain } from "../../../../src/report/drawing/plane.js";
import { plain } from "../../../../src/report/drawing/text.js";
import { between, near } from "../../../support/matchers.js";

const length = ([low, high]: readonly [number, number]) => high - low;
const clouds: Readonly<Record<string, readonly Place[]>> = {
  "a square": [
    [0, 0],
    [1, 1],
  ],
  "a flat cloud": [
    [-5, 0.1],
    [5, 0.2],
  ],
  "a tall cloud": [
    [0.1, -50],
    [0.2, 50],
  ],
  "a single point": [[3, 4]],
  "points on a line": [
    [1, 0],
    [1, 2],
  ],
  "no point": [],
  "points that are not finite": [[Number.NaN, 1]],
};

for (const [name, places] of Object.entries(clouds)) {
  test(`a unit is as long across as upwards, and every point is inside: ${name}`, (t) => {
    const domain = planeDomain(places);
    const titles = [plain("x"), plain("y")] as const;
    const grid = layOutPlane(domain, { count: 1, columns: 1, top: 0, gap: { across: 0, up: 0 }, titles });
    const [box] = grid.boxes;
    const [across, up] = [(box?.width ?? 0) / length(domain.x), (box?.height ?? 0) / length(domain.y)];
    near(t, across, up, { relative: 1e-12 });
    for (const [x, y] of places.filter((place) => place.every(Number.isFinite))) {
      between(t, x, domain.x[0], domain.x[1]);
      between(t, y, domain.y[0], domain.y[1]);
    }
  });
}
