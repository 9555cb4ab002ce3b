/** A quadrature rule on [0, 1]: the integral of p is sum of weights[k] * p(nodes[k]). */
export interface QuadratureRule {
  /** Increasing, symmetric about 1/2, strictly inside (0, 1). */
  readonly nodes: Float64Array;
  /** Positive, summing to 1 up to round-off. */
  readonly weights: Float64Array;
}

const rules = new Map<number, QuadratureRule>();

/**
 * Gauss-Legendre rule with n nodes on [0, 1], exact for polynomials of degree 2n - 1.
 *
 * The nodes are the zeros of the Legendre polynomial P_n, by Newton's method from Tricomi's first guess; all values are
 * accurate to a few units of round-off. Rules are computed once and shared: do not write into them.
 *
 * @param n number of nodes, a positive integer
 * @throws {RangeError} if n is no positive integer
 * @see Davis & Rabinowitz, Methods of Numerical Integration (1984), sec. 2.7
 */
export function gaussLegendre(n: number): QuadratureRule {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`a Gauss rule needs a positive number of nodes, not ${n}`);
  const known = rules.get(n);
  if (known !== undefined) return known;
  const rule = computeRule(n);
  rules.set(n, rule);
  return rule;
}

/**
 * Gauss-Lobatto rule with 7 nodes on [0, 1], both ends and the middle among them, exact for polynomials of degree 11.
 *
 * @see Abramowitz & Stegun, 25.4.32
 */
export const gaussLobatto7: QuadratureRule = lobattoRule();

/** Gauss–Lobatto rule with 5 nodes on [0, 1], exact for polynomials of degree 7. */
export const gaussLobatto5: QuadratureRule = {
  nodes: Float64Array.of(0, (1 - Math.sqrt(3 / 7)) / 2, 0.5, (1 + Math.sqrt(3 / 7)) / 2, 1),
  weights: Float64Array.of(1 / 20, 49 / 180, 16 / 45, 49 / 180, 1 / 20),
};

function lobattoRule(): QuadratureRule {
  const [outer, inner] = [1, -1].map((sign) => Math.sqrt((5 + sign * 2 * Math.sqrt(5 / 3)) / 11)) as [number, number];
  const [second, third] = [-1, 1].map((sign) => (124 + sign * 7 * Math.sqrt(15)) / 700) as [number, number];
  const [end, middle] = [1 / 42, 128 / 525];
  return {
    nodes: Float64Array.of(0, (1 - outer) / 2, (1 - inner) / 2, 0.5, (1 + inner) / 2, (1 + outer) / 2, 1),
    weights: Float64Array.of(end, second, third, middle, third, second, end),
  };
}

function computeRule(n: number): QuadratureRule {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let k = 0; k < Math.ceil(n / 2); k++) {
    const isCentre = 2 * k + 1 === n;
    const z = isCentre ? 0 : legendreZero(n, k);
    const slope = legendre(n, z)[1];
    const weight = 1 / ((1 - z * z) * slope * slope);
    nodes[k] = (1 - z) / 2;
    nodes[n - 1 - k] = (1 + z) / 2;
    weights[k] = weight;
    weights[n - 1 - k] = weight;
  }
  return { nodes, weights };
}

/** The k-th largest zero of P_n on [-1, 1], k = 0, 1, ... */
function legendreZero(n: number, k: number): number {
  let z = Math.cos((Math.PI * (k + 0.75)) / (n + 0.5));
  // Newton doubles the digits; five steps suffice, and the rest only polish the last bit.
  for (let iteration = 0; iteration < 10; iteration++) {
    const [value, slope] = legendre(n, z);
    z -= value / slope;
  }
  return z;
}

/** P_n(z) and P_n'(z) by the three-term recurrence, |z| < 1. */
function legendre(n: number, z: number): readonly [number, number] {
  let previous = 1;
  let value = z;
  for (let k = 2; k <= n; k++) {
    const next = ((2 * k - 1) * z * value - (k - 1) * previous) / k;
    previous = value;
    value = next;
  }
  return [value, (n * (z * value - previous)) / (z * z - 1)];
}
