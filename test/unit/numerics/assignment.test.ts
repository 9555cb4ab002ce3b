import test from "ava";
import { assign, assignPoints, pairCosts } from "../../../src/numerics/assignment.js";
import { seededRandom } from "../../../src/numerics/random.js";
import { atMost, near } from "../../support/matchers.js";

const uniform = (length: number, seed: number): Float64Array => {
  const random = seededRandom(seed);
  return new Float64Array(length).map(random);
};

function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, place) => [...rest.slice(0, place), n - 1, ...rest.slice(place)]),
  );
}

const total = (costs: Float64Array, n: number, columns: ArrayLike<number>): number =>
  Array.from(columns).reduce((sum, j, i) => sum + costs[i * n + j], 0);

/** Largest violation of u_i + v_j <= c_ij, and the difference of the primal and the dual value. */
function certificate(costs: Float64Array, n: number) {
  const { columns, rowDuals, columnDuals } = assign(costs, n);
  const violation = costs.reduce((most, cost, k) => {
    const slack = cost - rowDuals[Math.floor(k / n)] - columnDuals[k % n];
    return Math.max(most, -slack);
  }, 0);
  const dual = rowDuals.reduce((sum, u) => sum + u, 0) + columnDuals.reduce((sum, v) => sum + v, 0);
  return { violation, gap: total(costs, n, columns) - dual, isPermutation: new Set(columns).size === n };
}

test("an assignment costs as little as the best of all permutations", (t) => {
  for (let n = 1; n <= 6; n++) {
    for (let seed = 1; seed <= 20; seed++) {
      const costs = uniform(n * n, 100 * n + seed).map((c) => 10 * c - 4);
      const least = Math.min(...permutations(n).map((columns) => total(costs, n, columns)));
      near(t, total(costs, n, assign(costs, n).columns), least, 1e-13, `n = ${n}, seed ${seed}`);
    }
  }
});

test("ties are resolved: integers, constants, and points that coincide", (t) => {
  for (let seed = 1; seed <= 20; seed++) {
    const costs = uniform(25, seed).map((c) => Math.floor(3 * c));
    const least = Math.min(...permutations(5).map((columns) => total(costs, 5, columns)));
    t.is(total(costs, 5, assign(costs, 5).columns), least);
  }
  t.deepEqual([...assign(new Float64Array(16).fill(3), 4).columns], [0, 1, 2, 3]);
  const points = Float64Array.of(0, 0, 1, 1, 0, 0, 1, 1);
  t.is(total(pairCosts(points, points, 2), 4, assignPoints(points, points, 2).columns), 0);
});

test("the duals prove an assignment of 300 points optimal, whatever the identity is worth", (t) => {
  const [n, d] = [300, 2];
  const [x, noise] = [uniform(n * d, 1), uniform(n * d, 2)];
  const others: Record<string, Float64Array> = {
    same: x,
    moved: x.map((value) => 2 * value + 1),
    disturbed: x.map((value, k) => value + 0.05 * noise[k]),
    unrelated: noise,
    reversed: Float64Array.from(x, (_, k) => x[n * d - 2 - (k - (k % 2)) + (k % 2)]),
    distant: x.map((value, k) => 1e4 * value + noise[k]),
  };
  for (const [name, y] of Object.entries(others)) {
    const costs = pairCosts(x, y, d);
    const { violation, gap, isPermutation } = certificate(costs, n);
    const scale = costs.reduce((most, cost) => Math.max(most, cost), 0);
    t.true(isPermutation, name);
    atMost(t, violation, 1e-14 * scale, `${name}: ${violation}, ${gap}`);
    atMost(t, Math.abs(gap), 1e-13 * n * scale, `${name}: ${violation}, ${gap}`);
  }
});

test("one pair exchanged among many is found", (t) => {
  const x = uniform(400, 5);
  const y = Float64Array.from(x);
  y.set(x.subarray(20, 22), 40);
  y.set(x.subarray(40, 42), 20);
  const { columns } = assignPoints(x, y, 2);
  t.deepEqual([columns[10], columns[20]], [20, 10]);
  t.is(Array.from(columns).filter((j, i) => i !== j).length, 2);
});

test("points on a line are assigned in their order, wherever they lie", (t) => {
  const [x, y] = [uniform(50, 3), uniform(50, 4).map((value) => value ** 3 + 1e3)];
  const { columns } = assignPoints(x, y, 1);
  const order = [...x.keys()].sort((a, b) => x[a] - x[b]);
  const images = order.map((i) => y[columns[i]]);
  t.deepEqual(
    images,
    [...images].sort((a, b) => a - b),
  );
});

test("costs that are not finite are refused", (t) => {
  t.throws(() => assign(Float64Array.of(1, Number.NaN, 1, 1), 2), { instanceOf: RangeError });
});
