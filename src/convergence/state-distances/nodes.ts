import { nodeParts, type State } from "../../model/states/state.js";

/** Root mean square over the nodes of |x(g) - y(g)|, each counted once whatever its weight, length units. */
export function positionDistance(a: State, b: State): number {
  if (a.layout.kind !== "nodes" || b.layout.kind !== "nodes") return Number.NaN;
  const [x, y] = [nodeParts(a.layout, a.values).positions, nodeParts(b.layout, b.values).positions];
  const squares = x.reduce((sum, value, k) => sum + (value - y[k]) ** 2, 0);
  return Math.sqrt(squares / a.layout.nodes.length);
}

/** ∑ |f(g) - h(g)| over the nodes. */
export function weightDistance(a: State, b: State): number {
  if (a.layout.kind !== "nodes" || b.layout.kind !== "nodes") return Number.NaN;
  const [f, h] = [nodeParts(a.layout, a.values).weights, nodeParts(b.layout, b.values).weights];
  return f.reduce((sum, value, k) => sum + Math.abs(value - h[k]), 0);
}
