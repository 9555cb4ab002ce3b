/** Whether cells of the mesh `coarse` are unions of cells of the mesh `fine`. */
export function isNested(fine: readonly number[], coarse: readonly number[]): boolean {
  return fine.length === coarse.length && fine.every((count, axis) => Number.isInteger(count / coarse[axis]));
}

/**
 * Cell averages on a coarser mesh of the same box: means over groups of cells, which conserve mass.
 *
 * @param density averages on the mesh with `fine[k]` cells on axis k, index `cell * layers + layer`
 * @param coarse numbers of cells, divisors of the fine ones
 * @throws {RangeError} where the meshes are not nested
 */
export function restrictAverages(
  density: Float64Array,
  fine: readonly number[],
  coarse: readonly number[],
  layers: number,
): Float64Array {
  const [nx = 1, ny = 1] = fine;
  if (!isNested(fine, coarse) || density.length !== nx * ny * layers) {
    throw new RangeError(`${fine.join("x")} cells do not restrict to ${coarse.join("x")}`);
  }
  const [coarseX = 1, coarseY = 1] = coarse;
  const [ratioX, ratioY] = [nx / coarseX, ny / coarseY];
  const out = new Float64Array(coarseX * coarseY * layers);
  for (let k = 0; k < density.length; k++) {
    const cell = Math.floor(k / layers);
    const x = Math.floor((cell % nx) / ratioX);
    const y = Math.floor(Math.floor(cell / nx) / ratioY);
    const target = (y * coarseX + x) * layers + (k % layers);
    out[target] = out[target] + density[k];
  }
  for (let k = 0; k < out.length; k++) out[k] = out[k] / (ratioX * ratioY);
  return out;
}
