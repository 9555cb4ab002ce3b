/**
 * Cell averages on a coarser mesh of one axis: means over groups of equal size.
 *
 * @param density (cells * layers) on the fine mesh
 * @param coarse number of cells, a divisor of the fine number
 */
export function restrict(density: Float64Array, layers: number, coarse: number): Float64Array {
  const group = density.length / (layers * coarse);
  if (!Number.isInteger(group)) throw new RangeError(`${density.length / layers} cells do not restrict to ${coarse}`);
  const out = new Float64Array(coarse * layers);
  for (let cell = 0; cell < coarse; cell++) {
    for (let layer = 0; layer < layers; layer++) {
      let sum = 0;
      for (let k = 0; k < group; k++) sum += density[(cell * group + k) * layers + layer] as number;
      out[cell * layers + layer] = sum / group;
    }
  }
  return out;
}
