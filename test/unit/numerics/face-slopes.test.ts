import test from "ava";
import { faceSlopes, faceStencil } from "../../../src/numerics/face-slopes.js";
import { atLeast, atMost, between, near } from "../../support/matchers.js";

/** Cell averages on [0, 1] of the derivative of `primitive`, repeated for every layer with factor layer + 1. */
function averagesOf(primitive: (x: number) => number, cells: number, layers = 1): Float64Array {
  const out = new Float64Array(cells * layers);
  for (let k = 0; k < out.length; k++) {
    const cell = Math.floor(k / layers);
    out[k] = ((k % layers) + 1) * cells * (primitive((cell + 1) / cells) - primitive(cell / cells));
  }
  return out;
}

function slopesOf(averages: Float64Array, cells: number, layers = 1): Float64Array {
  const out = new Float64Array((cells + 1) * layers).fill(Number.NaN);
  faceSlopes(averages, cells, layers, out);
  return out;
}

for (const [cells, degree] of [
  [1, 0],
  [2, 1],
  [3, 2],
  [4, 2],
  [5, 2],
  [9, 2],
] as const) {
  test(`${cells} cells reproduce a polynomial of degree ${degree} at every face and layer`, (t) => {
    const primitive = (x: number) => 5 * x + (degree >= 1 ? x * x : 0) + (degree >= 2 ? x ** 3 / 3 : 0);
    const density = (x: number) => 5 + (degree >= 1 ? 2 * x : 0) + (degree >= 2 ? x * x : 0);
    const slopes = slopesOf(averagesOf(primitive, cells, 3), cells, 3);
    slopes.forEach((slope, k) => {
      const expected = ((k % 3) + 1) * density(Math.floor(k / 3) / cells);
      near(t, slope, expected, 1e-13 * expected, `face ${Math.floor(k / 3)}: ${slope} vs ${expected}`);
    });
  });
}

test("the error decays with order 4 inside and order 3 at and next to the walls", (t) => {
  const error = (cells: number, faces: (face: number) => boolean) => {
    const slopes = slopesOf(averagesOf(Math.exp, cells), cells);
    return Math.max(
      ...Array.from(slopes, (slope, face) => (faces(face) ? Math.abs(slope - Math.exp(face / cells)) : 0)),
    );
  };
  const inside = Math.log2(error(16, (f) => f > 1 && f < 15) / error(32, (f) => f > 1 && f < 31));
  const walls = Math.log2(error(16, (f) => f < 2 || f > 14) / error(32, (f) => f < 2 || f > 30));
  between(t, inside, 3.8, 4.3, `inside ${inside}`);
  between(t, walls, 2.8, 3.3, `walls ${walls}`);
});

test("slopes stay within [0, 3 min(left, right)], whatever the data", (t) => {
  for (const cells of [1, 2, 3, 4, 7]) {
    const averages = Float64Array.from({ length: cells }, (_, i) => [1e-300, 5, 0, 7, 1e-12, 2, 3][i]);
    slopesOf(averages, cells).forEach((slope, face) => {
      const left = averages[Math.max(face - 1, 0)];
      const right = averages[Math.min(face, cells - 1)];
      atLeast(t, slope, 0, `${cells} cells, face ${face}: ${slope}`);
      atMost(t, slope, 3 * Math.min(left, right), `${cells} cells, face ${face}: ${slope}`);
    });
  }
});

test("reflecting the averages reflects the slopes bit by bit", (t) => {
  for (const cells of [1, 2, 3, 4, 8]) {
    const averages = Float64Array.from({ length: cells }, (_, i) => 2 + Math.sin(3 * i));
    t.deepEqual(slopesOf(averages.slice().reverse(), cells), slopesOf(averages, cells).reverse());
  }
});

test("the stencil weights of every face sum to one and lie inside the mesh", (t) => {
  for (const cells of [1, 2, 3, 4, 6]) {
    for (let face = 0; face <= cells; face++) {
      const { first, weights } = faceStencil(cells, face);
      atLeast(t, first, 0);
      atMost(t, first + weights.length, cells);
      near(
        t,
        weights.reduce((sum, w) => sum + w, 0),
        1,
        1e-15,
      );
    }
  }
});
