import test from "ava";
import { gaussianState, type State } from "../../../../src/model/states/state.js";
import { multiply } from "../../../../src/numerics/dense.js";
import { spectralFunction, symmetricEigen } from "../../../../src/numerics/symmetric-eigen.js";
import { below, near } from "../../../support/matchers.js";
import { stateDistance } from "./distances.js";

const centred = (...covariance: number[]): State =>
  gaussianState(new Float64Array(Math.sqrt(covariance.length)), covariance);

const a3 = Float64Array.of(4, 1, -1, 1, 3, 2, -1, 2, 5);
const b3 = Float64Array.of(2, -1, 0, -1, 6, 1, 0, 1, 1);
/** A symmetric matrix that commutes neither with a3 nor with b3. */
const h3 = Float64Array.of(1, 2, 0, 2, -1, 3, 0, 3, 2);

function trace(m: Float64Array): number {
  return m.reduce((sum, value, k) => (k % (Math.sqrt(m.length) + 1) === 0 ? sum + value : sum), 0);
}

test("W2 of Gaussians is that of the formula with square roots", (t) => {
  const root = spectralFunction(symmetricEigen(a3, 3), Math.sqrt);
  const middle = symmetricEigen(multiply(multiply(root, b3, 3), root, 3), 3);
  const squares = trace(a3) + trace(b3) - 2 * trace(spectralFunction(middle, Math.sqrt));
  const [a, b] = [gaussianState([1, 2, 3], a3), gaussianState([0, 0, 1], b3)];
  near(t, stateDistance("W2", a, b), Math.sqrt(squares + 9), { relative: 1e-14 });
  near(t, stateDistance("W2", b, a), Math.sqrt(squares + 9), { relative: 1e-14 });
});

test("W2 of Gaussians with commuting covariances is the distance of means and standard deviations", (t) => {
  near(t, stateDistance("W2", centred(9, 0, 0, 1), centred(4, 0, 0, 4)), Math.SQRT2, { relative: 1e-14 });
  near(t, stateDistance("W2", gaussianState([3], [4]), gaussianState([0], [36])), 5, { relative: 1e-14 });
  // Condition numbers of 1e12 leave the small direction its digits.
  near(t, stateDistance("W2", centred(1, 0, 0, 1e-12), centred(1, 0, 0, 4e-12)), 1e-6, { relative: 1e-12 });
});

test("W2 of Gaussians keeps its digits down to distances of 1e-12", (t) => {
  // The map I + δ H moves N(0, A) to the covariance A + δ (H A + A H) + δ² H A H at the distance δ tr(H A H)^½. The
  // first two terms are exact in floating point; without the third the distance changes by its share δ.
  const [left, right] = [multiply(h3, a3, 3), multiply(a3, h3, 3)];
  const [third, norm] = [multiply(left, h3, 3), Math.sqrt(trace(multiply(left, h3, 3)))];
  for (const delta of [2 ** -10, 2 ** -20, 2 ** -30, 2 ** -42]) {
    const quadratic = delta > 2 ** -21 ? delta * delta : 0;
    const moved = a3.map((value, k) => value + delta * (left[k] + right[k]) + quadratic * third[k]);
    const value = stateDistance("W2", centred(...a3), centred(...moved));
    near(
      t,
      value,
      delta * norm,
      { relative: quadratic > 0 ? 1e-13 : 4 * delta + 1e-13 },
      `${delta}: ${value / (delta * norm)}`,
    );
  }
  t.is(stateDistance("W2", centred(...a3), centred(...a3)), 0);
});

test("W2 of Gaussians is exact where covariances are singular", (t) => {
  // N(0, u u') is u times a standard normal number: |u|² + |v|² - 2 abs(u·v) between two of them.
  const line = (x: number, y: number): State => centred(x * x, x * y, x * y, y * y);
  near(t, stateDistance("W2", line(1, 2), line(3, -1)), Math.sqrt(5 + 10 - 2), { relative: 1e-13 });
  below(t, stateDistance("W2", line(0.6, 0.8), line(0.6, 0.8)), 1e-14);
  // Against the identity the trace is |u|² + 2 - 2 |u|.
  near(t, stateDistance("W2", line(3, 4), centred(1, 0, 0, 1)), Math.sqrt(25 + 2 - 10), { relative: 1e-13 });
  near(t, stateDistance("W2", centred(1, 0, 0, 1), line(3, 4)), Math.sqrt(25 + 2 - 10), { relative: 1e-13 });
  near(t, stateDistance("W2", centred(0, 0, 0, 0), centred(1, 0, 0, 3)), 2, { relative: 1e-14 });
});

test("symKL is the sum of both relative entropies", (t) => {
  const kl = (m: number, v: number, n: number, w: number): number =>
    (v / w + (m - n) ** 2 / w - 1 + Math.log(w / v)) / 2;
  const expected = kl(1, 2, -0.5, 3) + kl(-0.5, 3, 1, 2);
  near(t, stateDistance("symKL", gaussianState([1], [2]), gaussianState([-0.5], [3])), expected, { relative: 1e-14 });
});

test("symKL between the sliced flow and the dilated Wasserstein flow is .135, .096, .031, .0011", (t) => {
  const expected: Record<number, number> = { 100: 0.135, 250: 0.096, 500: 0.031, 1000: 0.0011 };
  const step = 1e-3;
  let variances: readonly [number, number] = [4, 0.25];
  for (let n = 1; n <= 1000; n++) {
    variances = rungeKutta(variances, step);
    const value = expected[n];
    if (value === undefined) continue;
    const decay = Math.exp(-4 * n * step);
    const symKl = stateDistance(
      "symKL",
      centred(variances[0], 0, 0, variances[1]),
      centred(1 + 3 * decay, 0, 0, 1 - 0.75 * decay),
    );
    near(t, symKl, value, 0.5 * 10 ** (value < 0.01 ? -4 : -3), `${n}: ${symKl}`);
  }
});

type Pair = readonly [number, number];

/** Σ = diag(a², b²): mean over angles of (θ'Σ̇θ)/(4 θ'Σθ) θθ' = -½ (I - Σ^{-1}), by the integrals in closed form. */
function slicedRate([p, q]: Pair): Pair {
  const [a, b] = [Math.sqrt(p), Math.sqrt(q)];
  const [cc, ss] = [(a + 2 * b) / (2 * a * (a + b) ** 2), (b + 2 * a) / (2 * b * (a + b) ** 2)];
  const cs = 1 / (2 * (a + b) ** 2);
  const [f, g] = [-2 * (1 - 1 / p), -2 * (1 - 1 / q)];
  const determinant = cc * ss - cs * cs;
  return [(f * ss - g * cs) / determinant, (g * cc - f * cs) / determinant];
}

function rungeKutta(y: Pair, h: number): Pair {
  const along = (k: Pair, s: number): Pair => [y[0] + s * k[0], y[1] + s * k[1]];
  const k1 = slicedRate(y);
  const k2 = slicedRate(along(k1, h / 2));
  const k3 = slicedRate(along(k2, h / 2));
  const k4 = slicedRate(along(k3, h));
  return [0, 1].map((i) => {
    const sum = k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i];
    return y[i] + (h / 6) * sum;
  }) as unknown as Pair;
}

test("symKL keeps its digits down to 1e-24", (t) => {
  // With D = δ (H A + A H), A^{-1} D similar to δ (A^{-1} H A + H): half the trace of its square, up to a share of δ.
  const a = Float64Array.of(2, 0, 0, 8);
  const h = Float64Array.of(1, 2, 2, -1);
  const delta = 2 ** -40;
  const difference = Float64Array.from(h, (value, k) => value * ((k < 2 ? 2 : 8) + (k % 2 === 0 ? 2 : 8)));
  const relative = difference.map((value, k) => value / (k < 2 ? 2 : 8));
  const expected = (delta * delta * trace(multiply(relative, relative, 2))) / 2;
  const moved = a.map((value, k) => value + delta * difference[k]);
  const value = stateDistance("symKL", centred(...a), centred(...moved));
  below(t, value, 1e-22, `${value / expected}`);
  near(t, value, expected, { relative: 100 * delta }, `${value / expected}`);
  const shifted = stateDistance("symKL", gaussianState([0, delta], a), gaussianState([0, 0], a));
  near(t, shifted, (delta * delta) / 8, { relative: 1e-14 });
});

test("symKL of a singular covariance is not available", (t) => {
  t.is(stateDistance("symKL", centred(1, 1, 1, 1), centred(1, 0, 0, 1)), Number.NaN);
  t.is(stateDistance("symKL", centred(1, 0, 0, 1), centred(1, 1, 1, 1)), Number.NaN);
});

test("IGW of centred Gaussians is the distance of their eigenvalues, whatever the axes", (t) => {
  const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
  const turned = centred(3 * c * c + s * s, 2 * c * s, 2 * c * s, 3 * s * s + c * c);
  near(t, stateDistance("IGW", turned, centred(2, 0, 0, 7)), Math.hypot(1, 4), { relative: 1e-14 });
  below(t, stateDistance("IGW", turned, centred(1, 0, 0, 3)), 1e-14);
  t.is(stateDistance("IGW", gaussianState([1, 0], [1, 0, 0, 1]), centred(1, 0, 0, 1)), Number.NaN);
});

test("mean and covariance are norms of differences", (t) => {
  const [a, b] = [gaussianState([1, 2], [3, 1, 1, 4]), gaussianState([4, -2], [1, 0, 0, 4])];
  t.is(stateDistance("mean", a, b), 5);
  near(t, stateDistance("covariance", a, b), Math.sqrt(6), { relative: 1e-14 });
});

test("states that are not finite have no distance", (t) => {
  t.is(stateDistance("W2", gaussianState([Number.NaN], [1]), gaussianState([0], [1])), Number.NaN);
});
