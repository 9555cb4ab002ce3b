/** Bisections of an angle: enough for full double precision. */
const bisections = 60;

/**
 * Probability that |X| <= t for Student's distribution with a whole number of degrees of freedom.
 *
 * With theta = arctan(t / sqrt(dof)) it is a finite sum of powers of cos theta times sin theta, plus 2 theta / pi where
 * the number is odd.
 *
 * @see Abramowitz & Stegun, 26.7.3 and 26.7.4
 */
export function studentCoverage(t: number, degreesOfFreedom: number): number {
  return coverageAt(Math.atan(t / Math.sqrt(degreesOfFreedom)), degreesOfFreedom);
}

function coverageAt(theta: number, degreesOfFreedom: number): number {
  const odd = degreesOfFreedom % 2 === 1;
  const cosine = Math.cos(theta);
  let term = odd ? cosine : 1;
  let sum = degreesOfFreedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= degreesOfFreedom - 2; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    sum += term;
  }
  sum *= Math.sin(theta);
  return odd ? (2 / Math.PI) * (theta + sum) : sum;
}

/**
 * Student's t with P(|X| <= t) = confidence: 12.706 for 0.95 and one degree of freedom, 1.960 in the limit of many.
 *
 * @param confidence in (0, 1)
 * @param degreesOfFreedom positive integer
 */
export function studentQuantile(confidence: number, degreesOfFreedom: number): number {
  let [low, high] = [0, Math.PI / 2];
  for (let k = 0; k < bisections; k++) {
    const middle = (low + high) / 2;
    if (coverageAt(middle, degreesOfFreedom) < confidence) low = middle;
    else high = middle;
  }
  return Math.sqrt(degreesOfFreedom) * Math.tan((low + high) / 2);
}
