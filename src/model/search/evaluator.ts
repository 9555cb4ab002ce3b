import type { Field } from "../expression/field.js";
import type { SearchSpace } from "./space.js";

/** V and ∇V of a search, and what ∇V costs. */
export type Evaluator = Pick<SearchSpace, "value" | "gradient" | "gradientCost">;

/**
 * Formulas with exact derivatives, in x1 ... xd and whatever `locate` tells of a node: one evaluation each.
 *
 * @param fieldOf the formula of a node
 * @param locate further variables, in the order of the formulas
 */
export function formulaEvaluator(
  fieldOf: (node: string) => Field,
  locate: (node: string) => readonly number[],
  dimension: number,
): Evaluator {
  let at = new Float64Array(dimension);
  let slopes = new Float64Array(dimension);
  const read = (node: string, x: Float64Array): void => {
    const more = locate(node);
    if (at.length !== dimension + more.length) {
      at = new Float64Array(dimension + more.length);
      slopes = new Float64Array(at.length);
    }
    at.set(x);
    at.set(more, dimension);
  };
  return {
    gradientCost: 1,
    value(node, x) {
      read(node, x);
      return fieldOf(node).value(at);
    },
    gradient(node, x, out) {
      read(node, x);
      const value = fieldOf(node).slopes(at, slopes);
      out.set(slopes.subarray(0, dimension));
      return value;
    },
  };
}

/**
 * Step of central differences, relative to the extent + |x_k|: their truncation and round-off balance near eps^(1/3).
 */
const differenceStep = 2 ** -17;

/**
 * A function without derivatives: ∇V by central differences (V(x + δ e_k) - V(x - δ e_k))/(2 δ), δ = 2^-17
 * (e_k + |x_k|), 2 d evaluations beside that of V.
 *
 * @param extents e_k > 0, one per axis: the length over which V varies
 */
export function differenceEvaluator(value: Evaluator["value"], extents: readonly number[]): Evaluator {
  const dimension = extents.length;
  const moved = new Float64Array(dimension);
  return {
    gradientCost: 2 * dimension + 1,
    value,
    gradient(node, x, out) {
      moved.set(x);
      for (let k = 0; k < dimension; k++) {
        const centre = x[k];
        const delta = differenceStep * (extents[k] + Math.abs(centre));
        moved[k] = centre + delta;
        const above = value(node, moved);
        moved[k] = centre - delta;
        out[k] = (above - value(node, moved)) / (2 * delta);
        moved[k] = centre;
      }
      return value(node, x);
    },
  };
}
