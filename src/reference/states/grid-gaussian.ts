import { InputError } from "../../errors.js";
import { type GridLayout, momentsOf, type State } from "../../model/states/state.js";
import { gaussianAverages } from "../gaussian-averages.js";

/** Most L1 distance of a density on a mesh from the cell averages of the Gaussian it is taken for. */
const mostDistance = 1e-4;

/**
 * Mean and covariance of the Gaussian whose cell averages a density on a mesh is.
 *
 * Moments with the density constant in every cell are too large by h²/6 on every axis: h²/12 that they hold for the
 * cells, and as much again because the mass of a cell is moved to its centre (Sheppard's correction, exact for a
 * Gaussian to exp(-2 pi² sigma²/h²)).
 *
 * @throws {InputError} where the Gaussian's averages are not those of the density
 */
export function gaussianOnGrid({ layout, values }: State & { readonly layout: GridLayout }) {
  const { mean, covariance } = momentsOf({ layout, values });
  const { dimension: d, mesh } = layout;
  mesh.widths.forEach((h, axis) => {
    covariance[axis * d + axis] = covariance[axis * d + axis] - (h * h) / 6;
  });
  const distance = d <= 2 ? distanceTo(mean, covariance, layout, values) : Number.NaN;
  if (!(distance <= mostDistance)) {
    throw new InputError("on a mesh only Gaussians have a reference, and this density is none", {
      path: "model.initial",
      value: `L1 distance ${distance} from the Gaussian with its moments, at most ${mostDistance} counts as none`,
      remedy: "Start from exp(-(x - m)^2 / (2 s^2)) on a domain that holds it.",
    });
  }
  return { mean, covariance };
}

function distanceTo(
  mean: Float64Array,
  covariance: Float64Array,
  { mesh, dimension: d }: GridLayout,
  values: Float64Array,
) {
  const rows = Array.from({ length: d }, (_, i) => Array.from(covariance.subarray(i * d, (i + 1) * d)));
  if (!rows.every((row, i) => row[i] > 0) || (d === 2 && !(determinant(covariance) > 0))) return Number.NaN;
  const zeros = rows.map((row) => row.map(() => 0));
  const axes = rows.map((_, i) => i);
  const flow = { axes, mean: [...mean], covariance: rows, centre: axes.map(() => 0), stiffness: zeros };
  const { density } = gaussianAverages(flow, mesh, 1);
  return mesh.cellVolume * density.reduce((sum, value, k) => sum + Math.abs(value - values[k]), 0);
}

function determinant([a = 0, b = 0, c = 0, e = 0]: Float64Array): number {
  return a * e - b * c;
}
