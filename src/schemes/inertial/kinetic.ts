import { lineBundles } from "../../model/grid-lines.js";
import type { Mesh } from "../../model/mesh.js";

/**
 * Kinetic energy of transport, 1/2 sum over layers of the integral of f |grad phi|², at the faces: the mean of the two
 * cells times the difference quotient squared.
 */
export function transportKinetic(mesh: Mesh, layers: number, density: Float64Array, phi: Float64Array): number {
  let sum = 0;
  for (const { start, cells, stride, width } of lineBundles(mesh, layers)) {
    const scale = 0.25 / (width * width);
    const end = start + (cells - 1) * stride;
    for (let k = start; k < end; k++) {
      const rise = phi[k + stride] - phi[k];
      sum += scale * (density[k] + density[k + stride]) * rise * rise;
    }
  }
  return mesh.cellVolume * sum;
}
