/** Three values from coarse to fine, and the sizes they belong to. */
export type Triple = readonly [number, number, number];

/** What three values extrapolate to, or why they do not. */
export type Extrapolation =
  | { readonly order: number; readonly limit: number; readonly reason?: undefined }
  | { readonly order?: undefined; readonly limit?: undefined; readonly reason: string };

/** Safety factor of the grid convergence index for three or more meshes (Roache 1998). */
export const safetyFactor = 1.25;
/** Orders beyond this are not looked for. */
const mostOrder = 30;
const bisections = 60;

/**
 * Richardson extrapolation of e(s) = limit + C s^order through three values, with whatever ratios of sizes.
 *
 * With a = log(s1/s2), b = log(s2/s3) the order solves (e1 - e2)/(e2 - e3) = (e^(pa) - 1)/(1 - e^(-pb)), whose right
 * side increases from 0 to infinity with p. For errors against an exact solution the limit is what refinement along
 * this line does not remove: zero if nothing else pollutes.
 *
 * @see Roache, Verification and Validation in Computational Science and Engineering (1998), ch. 5
 */
export function extrapolate(sizes: Triple, values: Triple): Extrapolation {
  const [s1, s2, s3] = sizes;
  const [e1, e2, e3] = values;
  if (![...sizes, ...values].every(Number.isFinite)) return { reason: "an error is not available" };
  if (!(s1 > s2 && s2 > s3 && s3 > 0)) return { reason: "the sizes do not decrease" };
  const ratio = (e1 - e2) / (e2 - e3);
  if (!(ratio > 0 && Number.isFinite(ratio))) return { reason: "the errors do not change monotonically" };
  const order = solveOrder(ratio, Math.log(s1 / s2), Math.log(s2 / s3));
  if (!(order > 0)) return { reason: "the errors do not approach a limit" };
  if (order >= mostOrder) return { reason: "the errors stop changing" };
  return { order, limit: e3 - (e2 - e3) / Math.expm1(order * Math.log(s2 / s3)) };
}

function solveOrder(ratio: number, a: number, b: number): number {
  let [low, high] = [0, mostOrder];
  if (ratio <= a / b) return 0;
  for (let k = 0; k < bisections; k++) {
    const p = (low + high) / 2;
    if (Math.expm1(p * a) / -Math.expm1(-p * b) < ratio) low = p;
    else high = p;
  }
  return (low + high) / 2;
}

/**
 * Grid convergence index of the finer of two values: 1.25 |e1 - e2| / (r^order - 1), a band about e2 in which the limit
 * lies.
 *
 * Absolute, in the unit of the values: relative to an error that tends to zero it would be 1.25 whenever all is well.
 */
export function gridConvergenceIndex(
  sizes: readonly [number, number],
  values: readonly [number, number],
  order: number,
): number {
  return (safetyFactor * Math.abs(values[0] - values[1])) / Math.abs(Math.expm1(order * Math.log(sizes[0] / sizes[1])));
}

/**
 * Asymptotic-range indicator GCI12 / (r23^order GCI23) of three values: 1 where they follow limit + C s^order.
 *
 * `order` must come from elsewhere (a fit, theory): with the order of the same three values it is 1 by construction.
 */
export function asymptoticRatio(sizes: Triple, values: Triple, order: number): number {
  const [s1, s2, s3] = sizes;
  const [e1, e2, e3] = values;
  const coarse = gridConvergenceIndex([s1, s2], [e1, e2], order);
  const fine = gridConvergenceIndex([s2, s3], [e2, e3], order);
  return coarse / (fine * (s2 / s3) ** order);
}
