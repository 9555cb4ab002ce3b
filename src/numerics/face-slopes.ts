/** A reconstruction of one face value from cell averages: weights of the cells `first`, `first + 1`, …. */
export interface FaceStencil {
  readonly first: number;
  readonly weights: readonly number[];
}

const constantFace = [1];
const wallOfTwo = [
  [3 / 2, -1 / 2],
  [-1 / 2, 3 / 2],
];
const meanOfTwo = [1 / 2, 1 / 2];
const wallThird = [
  [11 / 6, -7 / 6, 2 / 6],
  [2 / 6, -7 / 6, 11 / 6],
];
const nextToWallThird = [
  [2 / 6, 5 / 6, -1 / 6],
  [-1 / 6, 5 / 6, 2 / 6],
];
const interiorFourth = [-1 / 12, 7 / 12, 7 / 12, -1 / 12];

/**
 * The unlimited reconstruction of the value at `face` (0 … cells): exact for polynomials of the stencil's degree.
 *
 * Interior faces are fourth order, (-1, 7, 7, -1)/12; the faces next to a wall third order, (2, 5, -1)/6; walls third
 * order by extrapolation, (11, -7, 2)/6. One cell is taken constant, two cells linear.
 */
export function faceStencil(cells: number, face: number): FaceStencil {
  if (cells === 1) return { first: 0, weights: constantFace };
  const upper = face > cells / 2 ? 1 : 0;
  const fromWall = Math.min(face, cells - face);
  if (cells === 2) return { first: 0, weights: fromWall === 0 ? wallOfTwo[upper] : meanOfTwo };
  if (fromWall >= 2) return { first: face - 2, weights: interiorFourth };
  const first = upper === 1 ? cells - 3 : 0;
  return { first, weights: (fromWall === 0 ? wallThird : nextToWallThird)[upper] };
}

/**
 * Density at every face from cell averages, limited to [0, 3 min(left, right)] (walls: [0, 3 f]).
 *
 * The values are slopes of the cumulative mass; with this limit its cubic Hermite interpolant is increasing (Fritsch &
 * Carlson 1980), and the pieces of swept mass are non-negative term by term.
 *
 * @param averages non-negative cell averages, index `cell * layers + layer`
 * @param out receives (cells + 1) * layers values, index `face * layers + layer`
 */
export function faceSlopes(averages: Float64Array, cells: number, layers: number, out: Float64Array): void {
  const nearWall = Math.min(2, cells + 1);
  for (let face = 0; face < nearWall; face++) stencilFace(averages, cells, layers, face, out);
  for (let face = Math.max(nearWall, cells - 1); face <= cells; face++) {
    stencilFace(averages, cells, layers, face, out);
  }
  const end = (cells - 1) * layers;
  for (let k = 2 * layers; k < end; k++) {
    const left = averages[k - layers];
    const right = averages[k];
    const outer = averages[k - 2 * layers] + averages[k + layers];
    out[k] = limitSlope((7 * (left + right) - outer) / 12, left, right);
  }
}

function stencilFace(averages: Float64Array, cells: number, layers: number, face: number, out: Float64Array): void {
  const { first, weights } = faceStencil(cells, face);
  // Summed from the nearer wall inwards, so that reflected data give reflected slopes bit by bit.
  const fromUpper = face > cells / 2;
  const left = Math.max(face - 1, 0);
  const right = Math.min(face, cells - 1);
  for (let layer = 0; layer < layers; layer++) {
    let value = 0;
    for (let n = 0; n < weights.length; n++) {
      const j = fromUpper ? weights.length - 1 - n : n;
      value += weights[j] * averages[(first + j) * layers + layer];
    }
    const k = face * layers + layer;
    out[k] = limitSlope(value, averages[left * layers + layer], averages[right * layers + layer]);
  }
}

/** `value` clipped to [0, 3 min(left, right)]; NaN passes through. */
function limitSlope(value: number, left: number, right: number): number {
  const most = 3 * (left < right ? left : right);
  return value > most ? most : value < 0 ? 0 : value;
}
