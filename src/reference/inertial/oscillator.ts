/**
 * Position at time t of the damped oscillator u'' + damping u' + stiffness u = 0 with u(0) = position, u'(0) =
 * velocity.
 *
 * With d = damping/2 and D = d^2 - stiffness, u = e^(-d t) [position C + (velocity + d position) S], where C = cos(n t)
 * and S = sin(n t)/n, n = sqrt(-D), below critical damping. Above, with r = sqrt(D), the growing part of C and S is
 * taken into the exponent, which is then stiffness/(d + r) without the cancellation of d - r, and S becomes -expm1(-2 r
 * t)/(2 r): both forms meet at D = 0 with S = t, to round-off.
 *
 * @param damping >= 0, 1 / time
 * @param stiffness >= 0, 1 / time^2
 */
export function oscillatorPosition(
  damping: number,
  stiffness: number,
  position: number,
  velocity: number,
  t: number,
): number {
  const half = damping / 2;
  const frequency = Math.sqrt(stiffness);
  // As a product the difference of the squares keeps its digits next to 0.
  const discriminant = (half - frequency) * (half + frequency);
  const push = velocity + half * position;
  if (discriminant < 0) {
    const n = Math.sqrt(-discriminant);
    return Math.exp(-half * t) * (position * Math.cos(n * t) + push * t * sinc(n * t));
  }
  const r = Math.sqrt(discriminant);
  const slow = half + r === 0 ? 0 : stiffness / (half + r);
  const decay = -2 * r * t;
  const sine = r === 0 ? t : -Math.expm1(decay) / (2 * r);
  return Math.exp(-slow * t) * (position * 0.5 * (1 + Math.exp(decay)) + push * sine);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x) / x;
}
