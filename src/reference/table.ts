import { InputError } from "../errors.js";
import { massOf } from "../model/energy.js";
import { averagesOf, type CellField, coarsened } from "../model/files/cell-field.js";
import { type FileSpec, fileName } from "../model/files/file-spec.js";
import { layerFields } from "../model/files/layer-fields.js";
import { providedCells } from "../model/files/provided.js";
import { indexOfTime, timesText } from "../model/files/times.js";
import { createMesh, type Mesh } from "../model/mesh.js";
import type { Model } from "../model/model.js";
import type { Problem } from "../model/problem.js";
import { isNested } from "../model/restrict.js";

/** A table as a study writes it. */
export interface TableSpec extends FileSpec {
  /** Of the values, relative to them; or a table that is less accurate. */
  readonly error?: number | FileSpec | undefined;
}

/** Densities of a file, constant in its cells, at its times. */
export interface DensityTable {
  readonly cells: readonly number[];
  readonly times: readonly number[];
  /** @throws {InputError} where the file has no such time */
  fieldsAt(t: number): readonly CellField[];
}

/** Relative to the mass of the study, beyond which the table is one of another problem, or not normalized. */
const tolMass = 1e-3;

/**
 * The densities of a file.
 *
 * @param path of the file in the study
 * @throws {InputError} where its cells or layers are not those of the model, or it has no times
 */
export function densityTable(spec: FileSpec, path: string, { domain, graph: { layers } }: Model): DensityTable {
  const data = providedCells(spec, domain.length, path);
  const { cells, times } = data;
  const fieldsOf = (time: number): readonly CellField[] =>
    layerFields(data, spec, { domain, layers, path, isDensity: true }, time);
  const fieldsAt = (t: number): readonly CellField[] => {
    const time = indexOfTime(times, t);
    if (time !== undefined) return fieldsOf(time);
    throw new InputError(`${fileName(spec)}: there is nothing at the time ${t}, which is compared`, {
      path,
      remedy: timesText(times),
    });
  };
  return { cells, times, fieldsAt };
}

/** Averages over the cells of a mesh, index cell * layers + layer. */
export function tableAverages(fields: readonly CellField[], mesh: Mesh): Float64Array {
  const out = new Float64Array(mesh.size * fields.length);
  fields.forEach((field, layer) => {
    averagesOf(field, mesh).forEach((value, cell) => {
      out[cell * fields.length + layer] = value;
    });
  });
  return out;
}

/**
 * The solution of a table on the mesh of a problem, with a companion that is as far from it as its errors are known to
 * be: of its mesh, where cells of the problem are no unions of its cells, half as many cells tell; of its mass, that of
 * the problem; of its values, what the study says.
 *
 * @param errorOf density of the table that is less accurate, or the relative error of the values
 * @throws {InputError} where its mass is not that of the problem
 */
export function tableSolution(
  fields: readonly CellField[],
  { mesh, mass }: Problem,
  errorOf: number | readonly CellField[],
  path: string,
) {
  const density = tableAverages(fields, mesh);
  const own = massOf({ mesh }, density);
  if (!(Math.abs(own - mass) <= tolMass * mass)) {
    throw new InputError(`the table has the mass ${own}, the study ${mass}`, {
      path,
      remedy: "Rescale the table, or set model.normalize: false if the initial density is meant as it is written.",
    });
  }
  const others: Float64Array[] = [density.map((value) => (value * mass) / own)];
  if (!isNested(fields[0].cells, mesh.cells)) {
    const halved = fields.map((field) => coarsened(field, (cells) => createMesh(field.domain, cells)));
    others.push(tableAverages(halved, mesh));
  }
  others.push(typeof errorOf === "number" ? tilted(density, mesh, errorOf) : tableAverages(errorOf, mesh));
  const companion = density.map((value, k) => {
    return Math.max(
      0,
      others.reduce((sum, other) => sum + (other[k] - value), value),
    );
  });
  return { density, companion };
}

/**
 * Densities with a relative error of one sign in one half of the first axis and of the other sign in the other, at the
 * same mass: of all errors of that size it moves mass the farthest.
 */
function tilted(density: Float64Array, mesh: Mesh, error: number): Float64Array {
  const layers = density.length / mesh.size;
  const [count] = mesh.cells;
  const off = density.map((value, k) => {
    const index = Math.floor(k / layers) % count;
    return value * (1 + error * Math.sign(count - 1 - 2 * index));
  });
  const factor = massOf({ mesh }, density) / massOf({ mesh }, off);
  return off.map((value) => value * factor);
}
