import test from "ava";
import { createLineMap } from "../../../src/numerics/line-map.js";
import { above, eachNear, near } from "../../support/matchers.js";

/** A smooth map of 10 cells that moves faces by up to `size`. */
function smoothMap(size: number) {
  const map = createLineMap(10, true);
  for (let face = 1; face < 10; face++) map.displacement[face] = size * Math.sin((Math.PI * face) / 10);
  map.load();
  return map;
}

test("preimages are mapped to the faces, in order", (t) => {
  const map = smoothMap(1.2);
  const at = { cell: 0, t: 0 };
  let last = 0;
  for (let face = 1; face <= 10; face++) {
    map.preimage(face, at);
    const foot = at.cell + at.t;
    above(t, foot, last);
    near(t, foot + map.displacementAt(at), face, 1e-12, `${face}: ${foot}`);
    last = foot;
  }
});

test("tiny displacements keep their digits", (t) => {
  const map = smoothMap(1e-12);
  const at = { cell: 0, t: 0 };
  map.preimage(4, at);
  near(t, map.displacementAt(at), 1e-12 * Math.sin(0.4 * Math.PI), { relative: 1e-11 });
});

test("faces are separated by as little as possible, inside the walls", (t) => {
  const map = createLineMap(6, true);
  // Images 0, 2.5, 2.3, 2.4, 4, 7, 6: the middle ones are to be a tenth apart, and the last one a tenth before the
  // wall.
  map.displacement.set([0, 1.5, 0.3, -0.6, 0, 2, 0]);
  map.separate(0.1);
  const images = Array.from(map.displacement, (value, face) => face + value);
  const expected = [0, 2.3, 2.4, 2.5, 4, 5.9, 6];
  eachNear(t, images, expected, 1e-12, String(images));
});
