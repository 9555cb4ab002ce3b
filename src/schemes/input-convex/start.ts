import { standardNormal } from "../../model/states/sample.js";
import { cholesky } from "../../numerics/cholesky.js";
import { neuronOffsets, steepest } from "./network.js";

/** Sum of the amplitudes of the neurons at the start: enough for their slopes to matter, too little to bend the map. */
const totalAmplitude = 0.1;

/**
 * Parameters of a map near the identity: seeded neurons, whose mean slope and curvature the quadratic part makes up
 * for.
 *
 * @param points of mean 0 and spread 1, `point * d + axis`
 * @param weights of the points, summing to 1
 */
export function startParameters(
  width: number,
  points: Float64Array,
  weights: Float64Array,
  seed: number,
): Float64Array {
  const d = points.length / weights.length;
  const { first, stride } = neuronOffsets(d);
  const params = new Float64Array(first + width * stride);
  const random = standardNormal(width * (d + 1), seed);
  const hessian = new Float64Array(d * d);
  for (let a = 0; a < d; a++) hessian[a * d + a] = 1;
  for (let j = 0; j < width; j++) {
    const p = first + j * stride;
    const direction = random.subarray(j * (d + 1), j * (d + 1) + d);
    const length = Math.hypot(...direction) || 1;
    params[p] = Math.log(totalAmplitude / width);
    params[p + 1] = random[j * (d + 1) + d];
    const slope = direction.map((entry) => entry / length);
    for (let a = 0; a < d; a++) params[p + 2 + a] = stretch * slope[a];
    makeUp(params, p, slope, points, weights, hessian);
  }
  const lower = cholesky(hessian, d) as Float64Array;
  for (let a = 0, k = 0; a < d; a++) for (let b = 0; b <= a; b++) params[k++] = lower[a * d + b];
  return params;
}

/** |p| of a neuron with |w| = 1. */
const stretch = 1 / Math.sqrt(1 - 1 / steepest ** 2);

/** Takes the mean slope of the neuron at `p`, w, off β, and its mean Hessian off that of the quadratic part. */
function makeUp(
  params: Float64Array,
  p: number,
  w: Float64Array,
  points: Float64Array,
  weights: Float64Array,
  hessian: Float64Array,
): void {
  const d = points.length / weights.length;
  const { first } = neuronOffsets(d);
  let [slope, bend] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    let z = params[p + 1];
    for (let a = 0; a < d; a++) z += w[a] * points[i * d + a];
    const s = 1 / (1 + Math.exp(-z));
    slope += weights[i] * s;
    bend += weights[i] * s * (1 - s);
  }
  const amplitude = Math.exp(params[p]);
  for (let a = 0; a < d; a++) {
    params[first - d + a] = params[first - d + a] - amplitude * slope * w[a];
    for (let b = 0; b < d; b++) {
      hessian[a * d + b] = hessian[a * d + b] - amplitude * bend * w[a] * w[b];
    }
  }
}
