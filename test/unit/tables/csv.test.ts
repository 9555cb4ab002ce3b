import test from "ava";
import { csvText, parseCsv } from "../../../src/tables/csv.js";

test("rows are read by the names of the first line", (t) => {
  t.deepEqual(parseCsv("a,b\n1,\n,2\n"), [
    { a: "1", b: "" },
    { a: "", b: "2" },
  ]);
});

test("what the tables write is read as it was, commas and quotes in fields too; line ends are blanks", (t) => {
  const row = ["plain", 'say "so"', "a,b", "two\nlines", "", "1e-300"];
  const header = row.map((_, k) => `c${k}`);
  const expected = Object.fromEntries(header.map((name, k) => [name, row[k].replace("\n", " ")]));
  t.deepEqual(parseCsv(csvText(header, [row, row])), [expected, expected]);
});

test("a last line without an end, and Windows line ends, are read", (t) => {
  t.deepEqual(parseCsv("a,b\r\n1,2"), [{ a: "1", b: "2" }]);
});

test("a row that is too short or too long, and a stray quote, are no table", (t) => {
  t.is(parseCsv("a,b\n1\n"), undefined);
  t.is(parseCsv("a,b\n1,2,3\n"), undefined);
  t.is(parseCsv('a,b\n1,"2\n'), undefined);
  t.is(parseCsv('a,b\n1,2"\n'), undefined);
  t.is(parseCsv(""), undefined);
});

test("a last field that is empty at the end of the text counts", (t) => {
  t.deepEqual(parseCsv("a,b\n1,"), [{ a: "1", b: "" }]);
});
