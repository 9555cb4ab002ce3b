/** Where omega(c) = exp(c) to round-off. */
const TINY = -40;

/**
 * Wright's omega function for real arguments: the solution w > 0 of w + log w = c.
 *
 * Two iterations of fourth order from asymptotic starts; accurate to a few units of round-off where exp(c) is normal.
 *
 * @see Lawrence, Corless & Jeffrey, Algorithm 917, ACM Trans. Math. Softw. 38 (2012) 20
 */
export function wrightOmega(c: number): number {
  if (c < TINY) return Math.exp(c);
  let w = start(c);
  for (let k = 0; k < 3; k++) {
    const rest = c - w - Math.log(w);
    const q = 1 + w;
    const p = 2 * q * (q + (2 / 3) * rest);
    w *= 1 + ((rest / q) * (p - rest)) / (p - 2 * rest);
    if (Math.abs(rest) < 1e-4) break;
  }
  return w;
}

function start(c: number): number {
  if (c > 2) {
    const l = Math.log(c);
    return c - l + l / c;
  }
  if (c < -1) {
    const small = Math.exp(c);
    return small / (1 + small);
  }
  // Taylor at c = 1, where w = 1.
  const d = c - 1;
  return 1 + d * (0.5 + d * (1 / 16 - d / 192));
}
