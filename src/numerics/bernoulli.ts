/**
 * The Bernoulli function B(z) = z / (e^z - 1), with B(0) = 1.
 *
 * `expm1` keeps the quotient accurate through z = 0, where both terms vanish; for z > 709 the denominator overflows
 * and B is 0, for z < -37 it is -z. It satisfies B(-z) = B(z) + z and B(z) = B(-z) e^{-z}.
 *
 * @see Scharfetter & Gummel (1969): fluxes [B(dV) f_i - B(-dV) f_{i+1}] / h
 */
export function bernoulli(z: number): number {
  const denominator = Math.expm1(z);
  return denominator === 0 ? 1 : z / denominator;
}
