import test from "ava";
import { standardNormal } from "../../../../src/model/states/sample.js";
import { gaussianState, momentsOf, particleState } from "../../../../src/model/states/state.js";
import { above, atMost, below, near } from "../../../support/matchers.js";
import { stateDistance } from "./distances.js";

const isClose = (value: number, expected: number, relative = 1e-13): boolean =>
  Math.abs(value - expected) <= relative * Math.abs(expected);

function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, place) => [...rest.slice(0, place), n - 1, ...rest.slice(place)]),
  );
}

/** Points i of the result: points order[i] of `x`. */
function reordered(x: Float64Array, d: number, order: readonly number[]): Float64Array {
  return Float64Array.from(x, (_, k) => x[order[Math.floor(k / d)] * d + (k % d)]);
}

function rotated(x: Float64Array, angle: number, isMirrored = false): Float64Array {
  const [c, s, sign] = [Math.cos(angle), Math.sin(angle), isMirrored ? -1 : 1];
  return Float64Array.from(x, (_, k) => {
    const [u, v] = [x[k - (k % 2)], sign * x[k - (k % 2) + 1]];
    return k % 2 === 0 ? c * u - s * v : s * u + c * v;
  });
}

function labelled(x: Float64Array, y: Float64Array, weights: Float64Array): number {
  const d = x.length / weights.length;
  const term = (value: number, k: number) => weights[Math.floor(k / d)] * (value - y[k]) ** 2;
  return Math.sqrt(x.reduce((sum, value, k) => sum + term(value, k), 0));
}

/** From all n² pairs. */
function gramDistance(x: Float64Array, y: Float64Array, weights: Float64Array): number {
  const d = x.length / weights.length;
  const dot = (z: Float64Array, i: number, j: number): number =>
    Array.from({ length: d }, (_, a) => z[i * d + a] * z[j * d + a]).reduce((s, v) => s + v, 0);
  let sum = 0;
  weights.forEach((w, i) => {
    weights.forEach((u, j) => {
      sum += w * u * (dot(x, i, j) - dot(y, i, j)) ** 2;
    });
  });
  return Math.sqrt(sum);
}

const equal = (n: number): Float64Array => new Float64Array(n).fill(1 / n);

test("W2 of particles of equal weight is the least over all permutations, in every dimension", (t) => {
  for (const d of [1, 2, 3]) {
    const [x, y] = [standardNormal(5 * d, d), standardNormal(5 * d, d + 10)];
    const least = Math.min(...permutations(5).map((order) => labelled(x, reordered(y, d, order), equal(5))));
    near(t, stateDistance("W2", particleState(x, d), particleState(y, d)), least, { relative: 1e-13 }, `d = ${d}`);
  }
});

test("W2 of weighted particles on a line is that of their quantiles", (t) => {
  const a = particleState(Float64Array.of(2, 0, 1), 1, Float64Array.of(0.25, 0.5, 0.25));
  const b = particleState(Float64Array.of(3, 1), 1, Float64Array.of(0.4, 0.6));
  // 0..½: 0 to 1; ½..0.6: 1 to 1; 0.6..¾: 1 to 3; ¾..1: 2 to 3.
  near(t, stateDistance("W2", a, b), Math.sqrt(0.5 + 0.15 * 4 + 0.25), { relative: 1e-13 });
  near(t, stateDistance("W2", b, a), Math.sqrt(0.5 + 0.15 * 4 + 0.25), { relative: 1e-13 });
});

test("round-off of the weights leaves no trace in the distance of particles on a line", (t) => {
  const x = standardNormal(30, 3);
  const weights = Float64Array.from({ length: 30 }, (_, k) => (k + 1) / 465);
  const order = Array.from({ length: 30 }, (_, k) => (7 * k) % 30);
  const other = particleState(reordered(x, 1, order), 1, reordered(weights, 1, order));
  below(t, stateDistance("W2", particleState(x, 1, weights), other), 1e-13);
  const split = particleState(
    Float64Array.from({ length: 90 }, (_, k) => x[Math.floor(k / 3)]),
    1,
  );
  below(t, stateDistance("W2", particleState(x, 1), split), 1e-13);
});

test("W2 of weighted particles in the plane pairs them by their labels", (t) => {
  const weights = Float64Array.of(0.5, 0.25, 0.25);
  const [x, y] = [standardNormal(6, 1), standardNormal(6, 2)];
  const value = stateDistance("W2", particleState(x, 2, weights), particleState(y, 2, weights));
  near(t, value, labelled(x, y, weights), { relative: 1e-13 });
});

test("W2 of particles that moved by 1e-12 has no round-off of their positions", (t) => {
  const x = standardNormal(400, 5).map((value) => Math.round(value * 2 ** 12) / 2 ** 12);
  const moved = x.map((value) => value + 2 ** -40);
  near(t, stateDistance("W2", particleState(x, 2), particleState(moved, 2)), Math.SQRT2 * 2 ** -40, {
    relative: 1e-13,
  });
});

test("W2 from a Gaussian is that of the Gaussians with the same moments", (t) => {
  const particles = particleState(standardNormal(40, 5), 2);
  const gaussian = gaussianState([1, 0], [2, 0.5, 0.5, 1]);
  const { mean, covariance } = momentsOf(particles);
  const expected = stateDistance("W2", gaussianState(mean, covariance), gaussian);
  t.is(stateDistance("W2", particles, gaussian), expected);
  t.is(stateDistance("W2", gaussian, particles), expected);
  below(t, stateDistance("symKL", particles, gaussianState(mean, covariance)), 1e-25);
});

test("W2 of the Gaussians with the same moments is a lower bound", (t) => {
  for (let seed = 1; seed <= 10; seed++) {
    const [a, b] = [particleState(standardNormal(24, seed), 3), particleState(standardNormal(24, seed + 20), 3)];
    const { mean, covariance } = momentsOf(b);
    below(t, stateDistance("W2", a, gaussianState(mean, covariance)), stateDistance("W2", a, b));
  }
});

test("beyond 2000 particles W2 in the plane pairs them by their labels, and so does IGW beyond 500", (t) => {
  for (const [name, most] of [
    ["W2", 2000],
    ["IGW", 500],
  ] as const) {
    const x = standardNormal(2 * most + 2, 1);
    // One exchanged pair costs nothing if it is found.
    const order = Array.from({ length: most + 1 }, (_, k) => (k < 2 ? 1 - k : k));
    const distance = (count: number): number => {
      const [a, b] = [x, reordered(x, 2, order)].map((z) => particleState(z.slice(0, 2 * count), 2));
      return stateDistance(name, a, b);
    };
    below(t, distance(most), 1e-14, name);
    above(t, distance(most + 1), 1e-3, name);
  }
});

test("the aligned distance is the least over rotations and reflections", (t) => {
  const weights = Float64Array.of(0.4, 0.3, 0.2, 0.1);
  const [x, y] = [standardNormal(8, 1), standardNormal(8, 2)];
  const value = stateDistance("aligned", particleState(x, 2, weights), particleState(y, 2, weights));
  let least = Number.POSITIVE_INFINITY;
  for (const isMirrored of [false, true]) {
    for (let k = 0; k < 2000; k++)
      least = Math.min(least, labelled(rotated(x, (Math.PI * k) / 1000, isMirrored), y, weights));
  }
  // The minimum is quadratic in the angle, and the angles are 0.003 apart.
  atMost(t, value, least + 1e-15, `${value}, ${least}`);
  below(t, least - value, 1e-5, `${value}, ${least}`);
});

test("rotated particles have aligned distance zero, also on a line, in a point and in space", (t) => {
  const cloud = standardNormal(12, 7);
  const line = cloud
    .map((value, k) => (k % 2 === 0 ? value : 2 * value))
    .map((_, k, all) => (k % 2 === 0 ? all[k] : 2 * all[k - 1]));
  for (const x of [cloud, line, new Float64Array(12)]) {
    const value = stateDistance("aligned", particleState(x, 2), particleState(rotated(x, 2.1, true), 2));
    below(t, value, 1e-14);
  }
  // Nearly on a line: singular values of 1e-12 are found as well.
  const thin = line.map((value, k) => value + 1e-6 * cloud[k]);
  below(t, stateDistance("aligned", particleState(thin, 2), particleState(rotated(thin, 2.1, true), 2)), 1e-14);
  const inPlane = Float64Array.from(cloud, (value, k) => (k % 3 === 2 ? 0 : value));
  const cycled = Float64Array.from(inPlane, (_, k) => inPlane[k - (k % 3) + (((k % 3) + 1) % 3)]);
  below(t, stateDistance("aligned", particleState(inPlane, 3), particleState(cycled, 3)), 1e-14);
});

test("IGW of particles under their labels is that of the Gram matrices", (t) => {
  const weights = Float64Array.of(0.4, 0.3, 0.2, 0.1);
  for (const d of [1, 2, 3]) {
    const [x, y] = [standardNormal(4 * d, 1), standardNormal(4 * d, 2)];
    const value = stateDistance("IGW", particleState(x, d, weights), particleState(y, d, weights));
    near(t, value, gramDistance(x, y, weights), { relative: 1e-13 }, `d = ${d}`);
  }
});

test("IGW of particles of equal weight is that of a permutation, no worse than the labels, and on a line the best", (t) => {
  for (let seed = 1; seed <= 10; seed++) {
    for (const d of [1, 2]) {
      const [x, y] = [standardNormal(5 * d, seed), standardNormal(5 * d, seed + 50)];
      const all = permutations(5).map((order) => gramDistance(x, reordered(y, d, order), equal(5)));
      const value = stateDistance("IGW", particleState(x, d), particleState(y, d));
      t.true(all.some((one) => isClose(value, one)));
      atMost(t, value, gramDistance(x, y, equal(5)) * (1 + 1e-13));
      if (d === 1) near(t, value, Math.min(...all), { relative: 1e-13 }, `seed ${seed}`);
    }
  }
});

test("IGW of particles in the plane that moved by less than their distances is the least over all permutations", (t) => {
  let improved = 0;
  for (let seed = 1; seed <= 10; seed++) {
    const [x, noise] = [standardNormal(10, seed), standardNormal(10, seed + 50)];
    const y = rotated(
      x.map((value, k) => value + 0.15 * noise[k]),
      seed,
    );
    const least = Math.min(...permutations(5).map((order) => gramDistance(x, reordered(y, 2, order), equal(5))));
    const value = stateDistance("IGW", particleState(x, 2), particleState(y, 2));
    near(t, value, least, { relative: 1e-13 }, `seed ${seed}: ${value}, ${least}`);
    if (value < gramDistance(x, y, equal(5)) * (1 - 1e-6)) improved++;
  }
  above(t, improved, 0);
});

test("IGW forgets labels, rotations and reflections of the same particles", (t) => {
  const x = standardNormal(80, 3);
  const order = Array.from({ length: 40 }, (_, k) => k);
  [order[3], order[9], order[20]] = [9, 20, 3];
  const y = rotated(reordered(x, 2, order), 1.2, true);
  below(t, stateDistance("IGW", particleState(x, 2), particleState(y, 2)), 1e-14);
});

test("IGW has round-off of 1e-15, not its root", (t) => {
  // Scaled by 1 + δ the Gram matrix grows by its share 2 δ + δ².
  const x = standardNormal(40, 9).map((value) => Math.round(value * 2 ** 10) / 2 ** 10);
  const scale = gramDistance(x, new Float64Array(40), equal(20));
  for (const delta of [2 ** -20, 2 ** -38]) {
    const value = stateDistance(
      "IGW",
      particleState(x, 2),
      particleState(
        rotated(
          x.map((v) => v * (1 + delta)),
          0,
        ),
        2,
      ),
    );
    near(t, value, scale * (2 * delta + delta * delta), 1e-15 * scale);
  }
});

test("IGW from a Gaussian is a lower bound by the second moments", (t) => {
  const x = standardNormal(400, 11);
  const particles = particleState(x, 2);
  const { mean, covariance } = momentsOf(particles);
  const second = covariance.map((v, k) => v + mean[Math.floor(k / 2)] * mean[k % 2]);
  const gaussian = gaussianState([0, 0], [2, 0, 0, 1]);
  near(t, stateDistance("IGW", particles, gaussian), stateDistance("IGW", gaussianState([0, 0], second), gaussian), {
    relative: 1e-12,
  });
  // Particles in the place of the Gaussian, of exactly these moments, are farther from it.
  const other = particleState(standardNormal(400, 12), 2);
  const o = momentsOf(other);
  const otherSecond = o.covariance.map((v, k) => v + o.mean[Math.floor(k / 2)] * o.mean[k % 2]);
  const bound = stateDistance("IGW", particles, gaussianState([0, 0], otherSecond));
  atMost(t, bound, stateDistance("IGW", particles, other));
});
