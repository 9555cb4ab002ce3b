import { gaussLegendre } from "../../numerics/quadrature.js";

/** Unit vectors and weights: the mean of f over the sphere is the sum of weights[k] f(directions[k]). */
export interface SphereRule {
  /** `direction * d + axis`. */
  readonly directions: Float64Array;
  /** With sum 1. */
  readonly weights: Float64Array;
}

/** Most directions of a rule; more eccentric Gaussians have no exact step. */
const mostDirections = 40_000;

/**
 * A rule for even functions on the sphere of R^d, d <= 3, that are analytic but for the eccentricity of ellipsoids:
 * means to round-off of functions of theta' Sigma theta where Sigma has the given condition number.
 *
 * d = 2: the trapezoidal rule for the period pi. The complex angles where theta' Sigma theta = 0 are about
 * 1/√condition off the real axis, and its error is exp(-2 N / √condition). d = 3: Gauss–Legendre in the height times
 * the trapezoidal rule in longitude, over half of the circle: (longitude + pi, -height) is the opposite direction.
 *
 * @returns undefined where d > 3, or where too many directions would be needed
 */
export function sphereRule(d: number, condition: number): SphereRule | undefined {
  const count = 32 + Math.ceil(24 * Math.sqrt(condition));
  if (!(count <= mostDirections)) return undefined;
  if (d === 1) return { directions: Float64Array.of(1), weights: Float64Array.of(1) };
  if (d === 2) return circleRule(count);
  return d === 3 && count * count <= mostDirections ? ballRule(count) : undefined;
}

function circleRule(count: number): SphereRule {
  const directions = Float64Array.from({ length: 2 * count }, (_, k) => {
    const angle = (Math.PI * (k >> 1)) / count;
    return k % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });
  return { directions, weights: new Float64Array(count).fill(1 / count) };
}

function ballRule(count: number): SphereRule {
  const heights = gaussLegendre(count);
  const directions: number[] = [];
  const weights: number[] = [];
  for (let k = 0; k < count; k++) {
    const z = 2 * heights.nodes[k] - 1;
    for (let j = 0; j < count; j++) {
      const angle = (Math.PI * (j + 0.5)) / count;
      const radius = Math.sqrt(1 - z * z);
      directions.push(radius * Math.cos(angle), radius * Math.sin(angle), z);
      weights.push(heights.weights[k] / count);
    }
  }
  return { directions: Float64Array.from(directions), weights: Float64Array.from(weights) };
}

/**
 * The means I_ik = E[theta_i² theta_k² / (theta' Sigma theta)] over the sphere, Sigma = diag(sigma) > 0, in any
 * dimension.
 *
 * With z = r theta normal, r and theta independent, E[z_i² z_k² / z' Sigma z] = E[r²] I_ik = d I_ik, and 1/q = ∫
 * e^{-uq} du gives I_ik = (c_ik / d) ∫_0^∞ Π_j (1 + 2 u sigma_j)^{-1/2} / ((1 + 2 u sigma_i)(1 + 2 u sigma_k)) du,
 * c_ii = 3, else 1. In y = log u the integrand is analytic for |Im y| < pi and decays exponentially: the trapezoidal
 * rule is exact to round-off.
 */
export function quarticMeans(sigma: Float64Array): Float64Array {
  const d = sigma.length;
  const result = new Float64Array(d * d);
  const from = -Math.log(2 * Math.max(...sigma)) - 38;
  const to = -Math.log(2 * Math.min(...sigma)) + 38;
  const count = Math.ceil((to - from) / 0.45);
  const width = (to - from) / count;
  const factors = new Float64Array(d);
  for (let n = 0; n <= count; n++) {
    const u = Math.exp(from + n * width);
    let common = (u * width) / d;
    for (let j = 0; j < d; j++) {
      factors[j] = 1 / (1 + 2 * u * sigma[j]);
      common *= Math.sqrt(factors[j]);
    }
    for (let i = 0; i < d; i++) {
      for (let k = 0; k < d; k++) {
        const term = common * factors[i] * factors[k];
        result[i * d + k] = result[i * d + k] + (i === k ? 3 : 1) * term;
      }
    }
  }
  return result;
}
