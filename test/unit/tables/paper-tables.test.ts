import test from "ava";
import { type Column, rowNames, type Sheet } from "../../../src/tables/column.js";
import { sheetLatex } from "../../../src/tables/latex.js";
import { shapeOf, tableFormat } from "../../../src/tables/latex-number.js";
import { sheetMarkdown } from "../../../src/tables/markdown.js";
import { evenSizeText } from "../../../src/tables/numbers.js";
import { paperTables } from "../../../src/tables/paper-tables.js";
import { sheetText } from "../../../src/tables/text.js";

type Row = readonly number[];

function column(k: number, given: Partial<Column<Row>> = {}): Column<Row> {
  const own = {
    name: `c${k}`,
    title: `c${k}`,
    value: (row: Row) => row[k],
    text: (row: Row) => row[k].toExponential(3),
  };
  return { ...own, isNumber: true, ...given };
}

function sheet(columns: readonly Column<Row>[], given: Partial<Sheet<Row>> = {}): Sheet<Row> {
  const rows = [1, 2].map((n) => columns.map((_, k) => n * 10 ** -k));
  return { id: "study", title: "", facts: "facts", columns, rows, foot: "fit", ...given };
}

const namesOf = (own: Sheet<Row>): string[][] => paperTables(own).map((table) => table.map(({ title }) => title));
const step = column(0, { group: rowNames });

test("columns that do not fit a page go into further tables, which begin with the names of the rows again", (t) => {
  const columns = [step, ...[1, 2, 3, 4, 5, 6].map((k) => column(k))];
  t.deepEqual(namesOf(sheet(columns)), [
    ["c0", "c1", "c2", "c3", "c4"],
    ["c0", "c5", "c6"],
  ]);
});

test("columns of one group stay together", (t) => {
  const columns = [step, ...[1, 2, 3, 4, 5, 6].map((k) => column(k, { group: `g${Math.ceil(k / 3)}` }))];
  t.deepEqual(namesOf(sheet(columns)), [
    ["c0", "c1", "c2", "c3"],
    ["c0", "c4", "c5", "c6"],
  ]);
});

test("a group that is wider than a page is parted only where its columns share a heading", (t) => {
  const wide = (over: Partial<Column<Row>>) => [
    step,
    ...[1, 2, 3, 4, 5].map((k) => column(k, { group: "g", ...over })),
  ];
  t.is(namesOf(sheet(wide({}))).length, 1);
  t.is(namesOf(sheet(wide({ over: { title: "g", tex: "$g$" } }))).length, 2);
});

test("the first table has as many groups as are asked for, the next whatever fits", (t) => {
  const columns = [step, ...[1, 2, 3, 4].map((k) => column(k))];
  t.deepEqual(namesOf(sheet(columns, { most: 1 })), [
    ["c0", "c1"],
    ["c0", "c2", "c3", "c4"],
  ]);
});

test("spare names of rows are left out where a group does not fit beside them, and only there", (t) => {
  const spare = column(1, { group: rowNames, isSpare: true });
  const group = (count: number) => Array.from({ length: count }, (_, k) => column(k + 2, { group: "g" }));
  t.deepEqual(namesOf(sheet([step, spare, ...group(3)])), [["c0", "c1", "c2", "c3", "c4"]]);
  t.deepEqual(namesOf(sheet([step, spare, ...group(4)])), [["c0", "c2", "c3", "c4", "c5"]]);
});

test("a table without other columns shows the names of its rows", (t) => {
  t.deepEqual(namesOf(sheet([step])), [["c0"]]);
});

test("what stands below the columns is a row of its own in every table that people read", (t) => {
  const own = sheet([step, column(1), column(2, { foot: "0.97" })], { most: 1 });
  t.regex(sheetText(own), /\n *fit +0\.97$/m);
  const markdown = sheetMarkdown(own);
  t.true(markdown.endsWith("| fit | 0.97 |"));
  const latex = sheetLatex(own);
  t.regex(latex, /\\midrule\n {4}\{fit\} & 0\.97 \\\\\n {4}\\bottomrule/);
  for (const text of [markdown, latex]) t.is(text.match(/\bfit\b/g)?.length, 1);
});

test("a heading that columns share spans them, above a rule", (t) => {
  const over = { title: "error at", tex: "$e$" };
  const own = sheet([step, column(1, { group: "g", over }), column(2, { group: "g", over })]);
  t.regex(sheetLatex(own), /^ {4} & \\multicolumn\{2\}\{c\}\{\$e\$\} \\\\\n {4}\\cmidrule\(lr\)\{2-3\}$/m);
  t.regex(sheetMarkdown(own), /\| error at c1 \| error at c2 \|/);
});

test("tables of one sheet have labels of their own, and the first has the whole caption", (t) => {
  const own = sheet([step, column(1), column(2)], { most: 1, caption: "All of it", shortCaption: "Part" });
  t.deepEqual(
    [...sheetLatex(own).matchAll(/\\(?:caption|label)\{(.*)\}$/gm)].map(([, text]) => text),
    ["All of it.", "tab:study", "Part, continued.", "tab:study-2"],
  );
});

test("siunitx is told the digits that the numbers of a column have", (t) => {
  const formats: readonly (readonly [string[], string | undefined])[] = [
    [["1.402e-2", "9.3e-10"], "1.3e-2"],
    [["0.0125", "12"], "2.4"],
    [["-0.5", "{--}", "1.984"], "-1.3"],
    [["1e5", "2e+6"], "1e1"],
    [["8", "128"], "3"],
    [["{--}", ""], undefined],
  ];
  for (const [cells, format] of formats) {
    const shape = shapeOf(cells);
    t.is(shape && tableFormat(shape), format);
  }
});

test("sizes of a column have one notation, with as many digits as the longest needs", (t) => {
  const all = (values: readonly number[]) => values.map(evenSizeText(values));
  t.deepEqual(all([0.025, 0.0125]), ["0.025", "0.0125"]);
  t.deepEqual(all([0.025, 0.0125, 7.8125e-4]), ["2.500e-2", "1.250e-2", "7.813e-4"]);
  t.deepEqual(all([0.1, 1e-4]), ["1e-1", "1e-4"]);
  t.deepEqual(all([]), []);
});
