import { InputError } from "../errors.js";
import { type Box, type CellRule, type PointFunction, positionText } from "./cell-box.js";
import type { Mesh } from "./mesh.js";

/** Values of p at the nodes of a rule in one box, reused from box to box. */
export interface LogSample {
  /** Takes the values in a box. */
  take(p: PointFunction, box: Box): void;
  /** Largest value; NaN if one is NaN. */
  largest(): number;
  /** Smallest value. */
  smallest(): number;
  /** Average of exp(p - shift) by the rule. */
  averageExp(shift: number): number;
  /** Whether no value is NaN or Infinity; -Infinity, where exp(p) vanishes, is fine. */
  isUsable(): boolean;
  /** @throws {InputError} that names the position of a value that is not finite */
  refuseNonFinite(box: Box): void;
}

/** A sample with nothing in it yet. */
export function createSample(mesh: Mesh, { dx, dy, weights }: CellRule): LogSample {
  const values = new Float64Array(weights.length);
  return {
    take(p, { x, y, wx, wy }) {
      for (let k = 0; k < values.length; k++) {
        values[k] = p(x + wx * (dx[k] as number), y + wy * (dy[k] as number));
      }
    },
    largest: () => Math.max(...values),
    smallest: () => Math.min(...values),
    averageExp(shift) {
      let sum = 0;
      for (let k = 0; k < values.length; k++) sum += (weights[k] as number) * Math.exp((values[k] as number) - shift);
      return sum;
    },
    isUsable: () => values.every((value) => value < Infinity),
    refuseNonFinite({ x, y, wx, wy }) {
      const k = values.findIndex((value) => !Number.isFinite(value));
      if (k === -1) return;
      const position = positionText(mesh, x + wx * (dx[k] as number), y + wy * (dy[k] as number));
      throw new InputError(`the potential over the temperature is not finite at ${position}`, {
        value: -(values[k] as number),
        remedy: "Use a potential that is finite everywhere inside the domain",
      });
    },
  };
}
