import type { MutatedFile } from "./mutated-file.js";

/** Of what is read from files and written to them. */
export const dataMutants: readonly MutatedFile[] = [
  {
    file: "model/files/cell-field.js",
    tests: ["unit/model/files/cell-field"],
    mutants: [
      ["means are not weighted", "sum + weights[k] * value, 0)", "sum + value / values.length, 0)"],
      [
        "potentials are averaged plainly",
        "return meansOf(field, mesh, boltzmann(temperature))",
        "return meansOf(field, mesh, arithmetic)",
      ],
      ["potentials are averaged as exp(V/T)", "(least - value) / temperature", "(value - least) / temperature"],
      ["exponentials overflow", "values.reduce((low, value) => Math.min(low, value))", "0"],
      ["overlaps end a cell early", "Math.ceil(end / to) - 1", "Math.ceil(end / to) - 2"],
      ["overlaps begin a cell late", "const first = Math.floor(begin / to)", "const first = Math.ceil(begin / to)"],
    ],
  },
  {
    file: "model/files/layer-fields.js",
    tests: ["unit/study/file/data-files"],
    mutants: [
      ["centres may be anywhere", "<= tolCentre * width", "<= 1e9 * width"],
      ["densities may be negative", "!(value >= 0)", "!(value >= -1)"],
      ["axes are not counted", "cells.length !== domain.length", "false"],
      ["unknown layers are left out", "unknown !== undefined && isOwn !== true", "false"],
      [
        "layers are in the order of the file",
        "const place = named.indexOf(name)",
        "const place = layers.indexOf(name)",
      ],
    ],
  },
  {
    file: "study/file/data-files.js",
    tests: ["unit/study/file/data-files"],
    mutants: [
      [
        "another content than that of the hash is taken",
        "spec.sha256 !== undefined && spec.sha256 !== sha256",
        "false",
      ],
      ["the study does not get the hash", "{ ...copy, sha256: readFile(", "{ ...copy, other: readFile("],
    ],
  },
  {
    file: "fields/csv-cells.js",
    tests: ["unit/fields/csv-cells"],
    mutants: [
      ["rows may be missing", "if (rows === total)", "if (rows <= total)"],
      ["rows may be repeated", "if (seen[place] === 1)", "if (false)"],
      ["y runs fastest", "at(y, 2) * cells[0] + at(x, 1)", "at(x, 1) * cells[0] + at(y, 2)"],
    ],
  },
  {
    file: "fields/number-table.js",
    tests: ["unit/fields/csv-cells"],
    mutants: [
      ["what is no decimal number is read", "decimal.test(text) ? Number(text) : Number.NaN", "Number(text)"],
      ["numbers may be infinite", "Number.isFinite(value)", "!Number.isNaN(value)"],
      ["lines may have any length", "row.length !== fields", "false"],
    ],
  },
  {
    file: "fields/npy.js",
    tests: ["unit/fields/npy"],
    mutants: [
      ["columns first is read as rows first", 'isFortran: order === "True"', "isFortran: false"],
      ["numbers may be missing", "bytes.length - end !== count * width", "false"],
      ["headers are not aligned", "/ alignment) * alignment", "/ 1) * 1"],
      [
        "numbers are written big-endian",
        "view.setFloat64(begin + 8 * k, value, true)",
        "view.setFloat64(begin + 8 * k, value)",
      ],
    ],
  },
  {
    file: "fields/npy-fields.js",
    tests: ["unit/fields/npy"],
    mutants: [
      ["x and y change places", "(cell % nx) * ny + Math.floor(cell / nx)", "cell"],
      ["the first time is the last", 'end === "first" ? 0', 'end === "last" ? 0'],
    ],
  },
  {
    file: "fields/vti.js",
    tests: ["unit/fields/vti"],
    mutants: [
      ["the length is in numbers", "BigInt(8 * values.length)", "BigInt(values.length)"],
      ["numbers are big-endian", "bytes.writeDoubleLE", "bytes.writeDoubleBE"],
      ["spacing is that of points", "/ cells[axis] : 1", "/ (cells[axis] + 1) : 1"],
    ],
  },
  {
    file: "reference/table.js",
    tests: ["unit/reference/table"],
    mutants: [
      ["any mass will do", "tolMass = 1e-3", "tolMass = 10"],
      ["the mass is no error", "(value * mass) / own", "value"],
      ["cells are no error", "!isNested(fields[0].cells, mesh.cells)", "false"],
      ["the error is half of what is said", "1 + error * Math.sign", "1 + 0.5 * error * Math.sign"],
      ["the error changes the mass", "massOf({ mesh }, density) / massOf({ mesh }, off)", "1"],
      ["only the last error counts", "sum + (other[k] - value), value)", "other[k], value)"],
    ],
  },
];
