export function histogram(count: number, random: () => number): Float64Array {
  const values = Float64Array.from({ length: count }, () => 0.1 + random());
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}

/** The integral of squared differences of quantiles, by the midpoint rule between all edges of both. */
export function bruteLine(p: Float64Array, q: Float64Array, width: number): number {
  const [left, right] = [cumulated(p), cumulated(q)];
  const edges = [...left, ...right].sort((a, b) => a - b);
  let sum = 0;
  for (let k = 0; k + 1 < edges.length; k++) {
    const [from, to] = [edges[k], edges[k + 1]];
    for (let i = 0; i < 200; i++) {
      const u = from + ((i + 0.5) * (to - from)) / 200;
      sum += ((to - from) / 200) * (width * (quantile(left, u) - quantile(right, u))) ** 2;
    }
  }
  return sum;
}

function cumulated(p: Float64Array): number[] {
  const result = [0];
  for (const mass of p) result.push((result.at(-1) as number) + mass);
  return result;
}

/** In bins. */
function quantile(edges: readonly number[], u: number): number {
  let k = 0;
  while (k + 2 < edges.length && edges[k + 1] <= u) k++;
  const [from, to] = [edges[k], edges[k + 1]];
  return k + (u - from) / (to - from);
}
