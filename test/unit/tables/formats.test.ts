import test from "ava";
import { type Column, rowNames, rowRemarks, type Sheet, shownColumns } from "../../../src/tables/column.js";
import { type Content, documentText, formats, rowFormats, tableFiles } from "../../../src/tables/formats.js";

interface Row {
  readonly name: string;
  readonly size: number;
  readonly flag: string;
}

const columns: readonly Column<Row>[] = [
  { name: "hidden", value: () => 7 },
  {
    ...{ name: "flag", title: "flag", group: rowRemarks, isWords: true, value: ({ flag }) => flag },
    tells: ({ flag }) => flag !== "",
  },
  { name: "size_a", title: "size", group: "a", value: ({ size }) => size, text: ({ size }) => size.toFixed(1) },
  { name: "size_b", title: "other", value: ({ size }) => size, notInPapers: true },
  { name: "half_a", title: "half", group: "a", value: ({ size }) => size / 2 },
  { name: "name", title: "name", group: rowNames, isWords: true, value: ({ name }) => name },
];
const rows: readonly Row[] = [
  { name: "one", size: 1.25, flag: "" },
  { name: "two", size: Number.NaN, flag: "" },
];
const sheet: Sheet<Row> = {
  ...{ id: "tiny", title: "A & B", facts: "two rows", columns, rows },
  notes: [
    { kind: "failures", lines: ["two fails"], tone: "bad" },
    { kind: "verdict", lines: ["done", ": nothing else"] },
    { kind: "remarks", lines: ["a remark"], isAside: true },
  ],
};
const content: Content = {
  text: (options) => documentText({ sheets: [sheet], footer: "the end" }, options),
  table: () => ({ columns, rows }),
  value: () => ({ tiny: rows }),
  document: () => ({ sheets: [sheet], footer: "the end" }),
};
const titles = (given: readonly Row[]) => shownColumns({ columns, rows: given }).map(({ title }) => title);

test("people see columns with a title: names first, groups together, remarks last and only where a row tells something", (t) => {
  t.deepEqual(titles(rows), ["name", "size", "half", "other"]);
  t.deepEqual(titles([...rows, { name: "three", size: 1, flag: "odd" }]), ["name", "size", "half", "other", "flag"]);
});

test("a narrow terminal breaks a table between groups and repeats the names of its rows", (t) => {
  const heads = content
    .text({ width: 18 })
    .split("\n")
    .filter((line) => line.startsWith("name"));
  t.deepEqual(heads, ["name  size   half", "name  other"]);
});

test("every format writes the same rows", (t) => {
  const written = Object.fromEntries(formats.map((format) => [format.name, format.write(content)]));
  t.is(written.csv, "hidden,flag,size_a,size_b,half_a,name\n7,,1.25,1.25,0.625,one\n7,,,,,two\n");
  t.is(
    written.table,
    "tiny  A & B\ntwo rows\nname  size   half  other\none    1.3  0.625   1.25\ntwo    NaN    NaN    NaN\ntwo fails\ndone: nothing else\n- a remark\n\nthe end\n",
  );
  t.deepEqual(JSON.parse(written.json), { tiny: [rows[0], { ...rows[1], size: null }] });
  t.regex(written.markdown, /^### A & B \(`tiny`\)\n\ntwo rows\.\n\n\| name \| size \|[\s\S]*\| one \| 1\.3 \|/);
  t.regex(written.markdown, /\n\n- two fails\n\n\*\*done\*\*\n\nthe end\.\n$/);
  t.regex(
    written.latex,
    /\\caption\{A \\& B\. two rows\.\}[\s\S]*\{name\} & \{size\} & \{half\} \\\\[\s\S]*\{one\} & 1\.3 & 0\.625/,
  );
  t.notRegex(written.latex, /other|siunitx/);
});

test("names and extensions are told apart; the tables of a result are the formats with an extension", (t) => {
  t.is(new Set(formats.map(({ name }) => name)).size, formats.length);
  const extensions = formats.flatMap(({ extension }) => extension ?? []);
  t.is(new Set(extensions).size, extensions.length);
  t.deepEqual(
    Object.keys(tableFiles(content)),
    extensions.map((extension) => `table.${extension}`),
  );
});

test("formats of rows need no document", (t) => {
  const { document: _, ...bare } = content;
  for (const format of rowFormats) t.is(format.write(bare), format.write(content));
});
