import type { Field } from "../expression/field.js";
import type { Functional, QuadraticPotential } from "./functional.js";

/** V at points that lie one after the other in an array. */
export interface Potential {
  /** V of the point that begins at `offset`. */
  value(points: Float64Array, offset: number): number;
  /** V of the point at `offset`, and ∇V into `out` from `outOffset` on. */
  gradient(points: Float64Array, offset: number, out: Float64Array, outOffset: number): number;
}

/** The potential of a functional; undefined where it has none. */
export function createPotential({ dimension, quadratic, potential }: Functional): Potential | undefined {
  if (quadratic !== undefined) return quadraticPotential(quadratic, dimension);
  return potential === undefined ? undefined : fieldPotential(potential, dimension);
}

function quadraticPotential({ matrix, centre, constant }: QuadraticPotential, d: number): Potential {
  const scratch = new Float64Array(d);
  const gradient: Potential["gradient"] = (points, offset, out, outOffset) => {
    let value = 0;
    for (let i = 0; i < d; i++) {
      let slope = 0;
      for (let j = 0; j < d; j++) {
        slope += matrix[i * d + j] * (points[offset + j] - centre[j]);
      }
      out[outOffset + i] = slope;
      value += 0.5 * slope * (points[offset + i] - centre[i]);
    }
    return value + constant;
  };
  return { gradient, value: (points, offset) => gradient(points, offset, scratch, 0) };
}

/** V(x1 ... xd, r): ∂_i V + ∂_r V x_i / r, the second part 0 at the origin. */
function fieldPotential(field: Field, d: number): Potential {
  const at = new Float64Array(d + 1);
  const slopes = new Float64Array(d + 1);
  const read = (points: Float64Array, offset: number): number => {
    let squares = 0;
    for (let i = 0; i < d; i++) {
      const x = points[offset + i];
      at[i] = x;
      squares += x * x;
    }
    at[d] = Math.sqrt(squares);
    return at[d];
  };
  return {
    value(points, offset) {
      read(points, offset);
      return field.value(at);
    },
    gradient(points, offset, out, outOffset) {
      const r = read(points, offset);
      const value = field.slopes(at, slopes);
      const radial = r === 0 ? 0 : slopes[d] / r;
      for (let i = 0; i < d; i++) {
        out[outOffset + i] = slopes[i] + (radial === 0 ? 0 : radial * at[i]);
      }
      return value;
    },
  };
}
