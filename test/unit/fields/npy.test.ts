import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { InputError } from "../../../src/errors.js";
import { readNpy, writeNpy } from "../../../src/fields/npy.js";
import { readNpyCells, readNpyPoints } from "../../../src/fields/npy-fields.js";
import { hasNumpy } from "../../support/programs.js";

const values = Float64Array.of(0.1, -0, 5e-324, 1e308, Math.PI, 7);

/** A file with another header in front of some bytes. */
function withHeader(header: string, bytes: Uint8Array, version = 1): Uint8Array {
  const length = version === 1 ? 2 : 4;
  const out = Buffer.alloc(8 + length + header.length + bytes.length);
  out.write("\x93NUMPY", "latin1");
  out[6] = version;
  if (version === 1) out.writeUInt16LE(header.length, 8);
  else out.writeUInt32LE(header.length, 8);
  out.write(header, 8 + length, "latin1");
  out.set(bytes, 8 + length + header.length);
  return out;
}

const dictionary = (descr: string, order: string, shape: string): string =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

test("what is written is read as it was, bit by bit", (t) => {
  for (const shape of [[6], [2, 3], [1, 3, 2]]) {
    const bytes = writeNpy({ shape, values });
    t.deepEqual(readNpy(bytes, "a.npy"), { shape, values });
    t.is((bytes.length - 48) % 64, 0);
  }
});

test("single precision, columns first and version 2 are read", (t) => {
  const single = Buffer.from(Float32Array.of(1.5, 2.5, 3.5, 4.5, 5.5, 6.5).buffer);
  const read = readNpy(withHeader(dictionary("<f4", "True", "(2, 3)"), single, 2), "a.npy");
  t.deepEqual(read, { shape: [2, 3], values: Float64Array.of(1.5, 3.5, 5.5, 2.5, 4.5, 6.5) });
});

const doubles = Buffer.from(values.buffer);
const bad: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ["text", Buffer.from("t,x,layer,density\n0,0.5,a,1\n"), /a\.npy: not a file in NumPy's format/],
  ["nothing", Buffer.alloc(0), /not a file in NumPy's format/],
  ["big-endian numbers", withHeader(dictionary(">f8", "False", "(6,)"), doubles), /type '>f8' are not read.*astype/],
  ["integers", withHeader(dictionary("<i8", "False", "(6,)"), doubles), /type '<i8' are not read/],
  [
    "fewer bytes than its shape",
    withHeader(dictionary("<f8", "False", "(7,)"), doubles),
    /needs 56 bytes, there are 48/,
  ],
  ["records", withHeader("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (6,), }\n", doubles), /header/],
  ["version 3", withHeader(dictionary("<f8", "False", "(6,)"), doubles, 3), /version 3/],
  ["no numbers", withHeader(dictionary("<f8", "False", "(0, 5)"), Buffer.alloc(0)), /empty/],
  ["a header that is cut short", writeNpy({ shape: [6], values }).subarray(0, 40), /cut short/],
];

for (const [what, bytes, message] of bad) {
  test(`${what}: refused, and said why`, (t) => {
    t.throws(() => readNpy(bytes, "a.npy"), { instanceOf: InputError, message });
  });
}

test("the entry [i, j, g] is the cell i along x, j along y, of layer g; of times the first or the last is taken", (t) => {
  const shape = [2, 2, 3, 2];
  const all = Float64Array.from({ length: 24 }, (_, k) => k);
  const { cells, layerCount, values: read } = readNpyCells(writeNpy({ shape, values: all }), "a.npy", 2, "last");
  t.deepEqual([cells, layerCount], [[2, 3], 2]);
  for (const [i, j, g] of [
    [0, 0, 0],
    [1, 0, 1],
    [0, 2, 1],
    [1, 2, 0],
  ]) {
    t.is(read[(j * 2 + i) * 2 + g], 12 + (i * 3 + j) * 2 + g);
  }
  t.is(readNpyCells(writeNpy({ shape, values: all }), "a.npy", 2, "first").values[0], 0);
  const single = readNpyCells(writeNpy({ shape: [6], values }), "a.npy", 1, "last");
  t.deepEqual([single.cells, single.layerCount], [[6], 1]);
});

test("shapes that do not fit, and what is not finite, are refused", (t) => {
  const of = (shape: readonly number[], own = values) => writeNpy({ shape, values: own });
  t.throws(() => readNpyCells(of([6]), "a.npy", 2, "last"), { message: /shape \(6\).*\(nx, ny, layers\)/ });
  t.throws(() => readNpyCells(of([1, 1, 1, 6]), "a.npy", 1, "last"), { message: /shape/ });
  t.throws(() => readNpyCells(of([2], Float64Array.of(1, Number.NaN)), "a.npy", 1, "last"), { message: /not finite/ });
  t.throws(() => readNpyPoints(of([1, 1, 2, 3]), "a.npy", "last"), { message: /shape/ });
  t.is(readNpyPoints(of([3, 2]), "a.npy", "last").dimension, 2);
});

(hasNumpy ? test : test.skip)(
  `NumPy reads what is written, and the other way round${hasNumpy ? "" : ": no NumPy here"}`,
  (t) => {
    const folder = mkdtempSync(join(tmpdir(), "jko-npy-"));
    t.teardown(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, "a.npy"), writeNpy({ shape: [3, 2], values }));
    const code = `
import numpy as np
a = np.load("a.npy")
assert a.shape == (3, 2) and a.dtype == np.dtype("<f8"), (a.shape, a.dtype)
np.save("b.npy", a)
np.save("c.npy", np.asfortranarray(a))
np.save("d.npy", a[2:].astype("<f4"))
np.lib.format.write_array(open("e.npy", "wb"), a, version=(2, 0))
`;
    execFileSync("python3", ["-c", code], { cwd: folder });
    const read = (name: string) => readNpy(readFileSync(join(folder, name)), name);
    for (const name of ["b.npy", "c.npy", "e.npy"]) t.deepEqual(read(name), { shape: [3, 2], values });
    const single = Float64Array.from(values.subarray(4), Math.fround);
    t.deepEqual(read("d.npy"), { shape: [1, 2], values: single });
    t.deepEqual(readFileSync(join(folder, "a.npy")), readFileSync(join(folder, "b.npy")));
  },
);
