import { oneLine } from "../tables/one-line.js";

/** Densities on a uniform mesh at one time. */
export interface ImageField {
  /** One `[lower, upper]` per axis. */
  readonly domain: readonly (readonly [number, number])[];
  /** Cells per axis. */
  readonly cells: readonly number[];
  readonly time: number;
  /** An array per layer, the first axis fastest. */
  readonly arrays: readonly { readonly name: string; readonly values: Float64Array }[];
}

/**
 * A field as ImageData of VTK, which ParaView opens: an array of cell data per layer, in base64 with every bit.
 *
 * Axes that there are not have no cells: a line stays a line.
 *
 * @see VTK file formats, https://docs.vtk.org/en/latest/vtk_file_formats/
 */
export function vtiText({ domain, cells, time, arrays }: ImageField): string {
  const axes = [0, 1, 2];
  const extent = axes.map((axis) => `0 ${cells[axis] ?? 0}`).join(" ");
  const origin = axes.map((axis) => domain[axis]?.[0] ?? 0).join(" ");
  const spacing = axes.map((axis) => (axis in cells ? (domain[axis][1] - domain[axis][0]) / cells[axis] : 1)).join(" ");
  const [first] = arrays;
  return vtkFile("ImageData", [
    `<ImageData WholeExtent="${extent}" Origin="${origin}" Spacing="${spacing}">`,
    "<FieldData>",
    `<DataArray type="Float64" Name="TimeValue" NumberOfTuples="1" format="ascii">${time}</DataArray>`,
    "</FieldData>",
    `<Piece Extent="${extent}">`,
    `<CellData Scalars="${attribute(first.name)}">`,
    ...arrays.map(({ name, values }) => {
      return `<DataArray type="Float64" Name="${attribute(name)}" format="binary">${block(values)}</DataArray>`;
    }),
    "</CellData>",
    "</Piece>",
    "</ImageData>",
  ]);
}

/** A list of files with their times, which ParaView opens as one that changes. */
export function pvdText(files: readonly { readonly time: number; readonly file: string }[]): string {
  return vtkFile("Collection", [
    "<Collection>",
    ...files.map(({ time, file }) => `<DataSet timestep="${time}" part="0" file="${attribute(file)}"/>`),
    "</Collection>",
  ]);
}

function vtkFile(type: string, lines: readonly string[]): string {
  const head = `<VTKFile type="${type}" version="1.0" byte_order="LittleEndian" header_type="UInt64">`;
  return `${['<?xml version="1.0"?>', head, ...lines, "</VTKFile>"].join("\n")}\n`;
}

/** The number of bytes, then the numbers, in base64. */
function block(values: Float64Array): string {
  const bytes = Buffer.alloc(8 + 8 * values.length);
  bytes.writeBigUInt64LE(BigInt(8 * values.length));
  values.forEach((value, k) => {
    bytes.writeDoubleLE(value, 8 + 8 * k);
  });
  return bytes.toString("base64");
}

function attribute(text: string): string {
  const signs: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return oneLine(text).replaceAll(/[&<>"]/g, (one) => signs[one]);
}
