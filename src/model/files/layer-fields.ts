import { InputError } from "../../errors.js";
import { layerList } from "../graph.js";
import type { Domain } from "../mesh.js";
import type { CellField } from "./cell-field.js";
import { type FileSpec, fileName } from "./file-spec.js";
import type { CellData } from "./provided.js";

/** What the model says of the values in a file. */
export interface FieldContext {
  readonly domain: Domain;
  /** Names of the layers that the file is for, in order. */
  readonly layers: readonly string[];
  /** Whether it is for one of several layers, and may hold others. */
  readonly isOwn?: boolean;
  /** Path of the file in the study. */
  readonly path: string;
  /** Whether values are densities: not negative. */
  readonly isDensity: boolean;
}

/** How far a centre may be from its place, in widths of a cell: digits are few in files of others. */
const tolCentre = 1e-3;

/**
 * The values of a file at one of its times, as a field per layer.
 *
 * @param time index among those of the file
 * @throws {InputError} where its cells are not those of a uniform mesh of the domain, its layers not those of the
 *   model, or a density is negative
 */
export function layerFields(data: CellData, spec: FileSpec, context: FieldContext, time = 0): readonly CellField[] {
  checkMesh(data, spec, context);
  const places = layerPlaces(data, spec, context);
  const size = data.cells.reduce((product, count) => product * count, 1);
  const begin = time * size * data.layerCount;
  const fields = places.map((place) => {
    const values = Float64Array.from(
      { length: size },
      (_, cell) => data.values[begin + cell * data.layerCount + place],
    );
    return { domain: context.domain, cells: data.cells, values };
  });
  if (context.isDensity) for (const [layer, field] of fields.entries()) checkDensity(field, layer, spec, context);
  return fields;
}

function checkMesh({ cells, centres }: CellData, spec: FileSpec, { domain, path }: FieldContext): void {
  const at = { path, value: fileName(spec) };
  if (cells.length !== domain.length) {
    const axes = (count: number): string => (count === 1 ? "one axis" : `${count} axes`);
    const remedy = "Give a file on the axes of model.domain.";
    throw new InputError(`the file has ${axes(cells.length)}, the domain ${axes(domain.length)}`, { ...at, remedy });
  }
  centres?.forEach((own, axis) => {
    const [lower, upper] = domain[axis];
    const width = (upper - lower) / own.length;
    const wrong = own.findIndex((x, k) => !(Math.abs(x - (lower + (k + 0.5) * width)) <= tolCentre * width));
    if (wrong < 0) return;
    const name = "xy"[axis];
    const expected = Number((lower + (wrong + 0.5) * width).toPrecision(12));
    throw new InputError(
      `the file is not on a uniform mesh of the domain: ${name} = ${own[wrong]} should be ${expected}, the centre of cell ${wrong} of ${own.length} in [${lower}, ${upper}]`,
      { ...at, remedy: "Give cell averages at the centres of equal cells that fill model.domain." },
    );
  });
}

/** Where the layers of the model are among those of the file. */
function layerPlaces(data: CellData, spec: FileSpec, { layers, isOwn, path }: FieldContext): readonly number[] {
  const at = { path, value: fileName(spec) };
  if (data.layers === undefined) {
    if (data.layerCount === layers.length) return layers.map((_, layer) => layer);
    throw new InputError(`the file has ${data.layerCount} layers, ${layers.length} are needed`, {
      ...at,
      remedy: `${layerList(layers)}: give a column layer, a last axis of that length, or a file per layer.`,
    });
  }
  const named = data.layers;
  const unknown = named.find((name) => !layers.includes(name));
  if (unknown !== undefined && isOwn !== true) {
    throw new InputError(`the file has a layer "${unknown}"`, { ...at, remedy: `${layerList(layers)}.` });
  }
  return layers.map((name) => {
    const place = named.indexOf(name);
    if (place >= 0) return place;
    if (isOwn === true && named.length === 1) return 0;
    throw new InputError(`the file has no layer "${name}"`, { ...at, remedy: `It has ${named.join(", ")}.` });
  });
}

function checkDensity({ values }: CellField, layer: number, spec: FileSpec, { layers, path }: FieldContext): void {
  const cell = values.findIndex((value) => !(value >= 0));
  if (cell < 0) return;
  throw new InputError(`${fileName(spec)}: the density of layer "${layers[layer]}" is negative in cell ${cell}`, {
    path,
    value: values[cell],
    remedy: "Densities must be at least 0 in every cell.",
  });
}
