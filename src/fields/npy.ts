import { InputError } from "../errors.js";

/** An array of numbers with its shape, the last axis fastest. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** `\x93NUMPY`, then the two numbers of the version. */
const magic = Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]);
/** Header and what stands before it fill a multiple of so many bytes. */
const alignment = 64;

/**
 * Reads an array in NumPy's format, version 1 or 2: float64 or float32, little-endian, rows or columns first.
 *
 * @param name of the file, for messages
 * @throws {InputError} on any other content, or less of it than its shape says
 * @see NEP 1, "A simple file format for NumPy arrays"
 */
export function readNpy(bytes: Uint8Array, name: string): NumberArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || !magic.every((byte, k) => bytes[k] === byte)) {
    throw refused(name, "not a file in NumPy's format", "Write it by numpy.save.");
  }
  const version = view.getUint8(6);
  if (version !== 1 && version !== 2) throw refused(name, `version ${version} of the format is not read`, plainArray);
  const begin = version === 1 ? 10 : 12;
  const end = begin + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > bytes.length) throw refused(name, "the header is cut short", "Write the file again.");
  const { descr, isFortran, shape } = parseHeader(new TextDecoder("latin1").decode(bytes.subarray(begin, end)), name);
  const width = widths[descr];
  if (width === undefined) throw refused(name, `numbers of the type '${descr}' are not read`, plainArray);
  const count = shape.reduce((product, length) => product * length, 1);
  if (count === 0) throw refused(name, "the array is empty", plainArray);
  if (bytes.length - end !== count * width) {
    const reason = `the shape (${shape.join(", ")}) needs ${count * width} bytes, there are ${bytes.length - end}`;
    throw refused(name, reason, "Write the file again.");
  }
  const read = (k: number): number =>
    width === 8 ? view.getFloat64(end + 8 * k, true) : view.getFloat32(end + 4 * k, true);
  const source = isFortran ? fortranOrder(shape) : (k: number): number => k;
  return { shape, values: Float64Array.from({ length: count }, (_, k) => read(source(k))) };
}

/** Bytes of a number by its type. */
const widths: Readonly<Record<string, number>> = { "<f8": 8, "<f4": 4 };
const plainArray = "Write it by numpy.save(file, array.astype('<f8')).";

/** The dictionary of a header, as Python writes it. */
function parseHeader(text: string, name: string) {
  const [, descr] = /'descr'\s*:\s*'([^']*)'/.exec(text) ?? [];
  const [, order] = /'fortran_order'\s*:\s*(True|False)/.exec(text) ?? [];
  const [, list] = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text) ?? [];
  if (descr === undefined || order === undefined || list === undefined) {
    throw refused(name, "the header is not that of an array of numbers", plainArray);
  }
  const shape = list.split(",").flatMap((part) => (part.trim() === "" ? [] : [Number(part)]));
  return { descr, isFortran: order === "True", shape };
}

/** Where the entry k of rows is among columns. */
function fortranOrder(shape: readonly number[]): (k: number) => number {
  return (k) => {
    let [rest, stride, at] = [k, shape.reduce((product, length) => product * length, 1), 0];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      stride /= shape[axis];
      at += (rest % shape[axis]) * stride;
      rest = Math.floor(rest / shape[axis]);
    }
    return at;
  };
}

/** The same as a file: version 1, float64, little-endian, the last axis fastest. */
export function writeNpy({ shape, values }: NumberArray): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${tuple}), }`;
  const begin = Math.ceil((10 + header.length + 1) / alignment) * alignment;
  const bytes = new Uint8Array(begin + 8 * values.length);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  bytes.set([1, 0], 6);
  view.setUint16(8, begin - 10, true);
  bytes.set(new TextEncoder().encode(`${header.padEnd(begin - 11)}\n`), 10);
  values.forEach((value, k) => {
    view.setFloat64(begin + 8 * k, value, true);
  });
  return bytes;
}

function refused(name: string, reason: string, remedy: string): InputError {
  return new InputError(`${name}: ${reason}`, { remedy });
}
