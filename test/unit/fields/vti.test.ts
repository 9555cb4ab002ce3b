import test from "ava";
import { pvdText, vtiText } from "../../../src/fields/vti.js";

const field = {
  domain: [
    [0, 1],
    [-1, 2],
  ],
  cells: [2, 3],
  time: 0.25,
  arrays: [
    { name: 'a<&>"', values: Float64Array.of(0.1, 0.2, 5e-324, 1e300, 0.5, 1 / 3) },
    { name: "b", values: Float64Array.of(6, 5, 4, 3, 2, 1) },
  ],
} as const;

/** The numbers of an array: their bytes, and how many there are, in base64. */
function numbersIn(base64: string): Float64Array {
  const bytes = Buffer.from(base64, "base64");
  const values = Uint8Array.from(bytes.subarray(8));
  if (Number(bytes.readBigUInt64LE()) !== values.length) throw new Error("the header tells another length");
  return new Float64Array(values.buffer);
}

test("a field is read back bit by bit, with its mesh and its time", (t) => {
  const text = vtiText(field);
  t.regex(text, /<VTKFile type="ImageData" version="1.0" byte_order="LittleEndian" header_type="UInt64">/);
  t.regex(text, /<ImageData WholeExtent="0 2 0 3 0 0" Origin="0 -1 0" Spacing="0.5 1 1">/);
  t.regex(text, /<Piece Extent="0 2 0 3 0 0">/);
  t.regex(text, /Name="TimeValue" NumberOfTuples="1" format="ascii">0.25</);
  const found = [...text.matchAll(/Name="([^"]*)" format="binary">([^<]*)</g)];
  t.deepEqual(
    found.map(([, name]) => name),
    ["a&lt;&amp;&gt;&quot;", "b"],
  );
  for (const [k, [, , base64]] of found.entries()) t.deepEqual(numbersIn(base64), field.arrays[k].values);
});

test("a line has cells along one axis only", (t) => {
  const text = vtiText({ ...field, domain: [[0, 3]], cells: [6] });
  t.regex(text, /WholeExtent="0 6 0 0 0 0" Origin="0 0 0" Spacing="0.5 1 1"/);
});

test("a collection names every file with its time", (t) => {
  const text = pvdText([
    { time: 0, file: "d-0.vti" },
    { time: 0.5, file: "d-1.vti" },
  ]);
  t.regex(text, /<DataSet timestep="0" part="0" file="d-0.vti"\/>\n<DataSet timestep="0.5" part="0" file="d-1.vti"\/>/);
});
