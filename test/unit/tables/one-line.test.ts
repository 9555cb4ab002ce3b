import test from "ava";
import { escapeXml } from "../../../src/report/table/junit.js";
import { toMarkdown } from "../../../src/report/table/levels.js";
import { csvText, parseCsv } from "../../../src/tables/csv.js";
import { jsonFile } from "../../../src/tables/json-file.js";
import { escapeText } from "../../../src/tables/latex-text.js";
import { escapeMarkdown } from "../../../src/tables/markdown.js";
import { oneLine } from "../../../src/tables/one-line.js";
import { record } from "../report/figure/records.js";

const hostile = [
  "x\n::add-mask::x",
  "x ::add-mask::x",
  "\r\n##[group]x",
  "##vso[task.complete]",
  "\u001b[31mred\u0007",
  "\u009b31m \u202e",
  "a\n\nb\u2028c",
];

test("words of a study become one line without control characters and commands, in every format of lines", (t) => {
  for (const format of [oneLine, escapeText, escapeMarkdown, (text: string) => csvText(["a"], [[text]])]) {
    for (const text of hostile) {
      const shown = format(text).trimEnd();
      t.notRegex(shown, /(^|\s)::|##\w*\[/);
      t.notRegex(shown.replace(/^a\n/, ""), /[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
    }
  }
});

test("JSON and XML hold what they are given, without control characters and commands", (t) => {
  for (const text of hostile) {
    t.deepEqual(JSON.parse(jsonFile({ text })), { text });
    t.notRegex(jsonFile({ text }).replaceAll("\n", ""), /[\p{Cc}\u2028\u202e]|##\w*\[/u);
    t.notRegex(escapeXml(text), /[\n\r]/);
  }
});

test("a cell of words that begins like a formula is a text to a spreadsheet; numbers stay as they are", (t) => {
  const rows = csvText(["v"], [["=1+1"], ["@x"], ["-x"], ["-1.5"], [-2], ["a"]]);
  t.is(rows, "v\n'=1+1\n'@x\n'-x\n-1.5\n-2\na\n");
});

test("a title with a blank line and letters beyond ASCII is one paragraph of TeX", (t) => {
  t.is(escapeText("A\n\n50% of λ²"), "A 50\\% of $\\lambda$$^2$");
});

test("names that begin like formulas are read back as they were written, whatever stands before them", (t) => {
  const names = ["=1+1", "'=1+1", "''=1+1", "+a", "-a", "@a", "'a", "'", "''", "=a,b", '="x"', "＝1", "-1.5", "+1"];
  const rows = parseCsv(
    csvText(
      ["=name", "other"],
      names.map((name) => [name, 1]),
    ),
  );
  t.deepEqual(
    rows?.map((row) => row["=name"]),
    names,
  );
  t.notRegex(csvText(["=name"], [["=1"], ["'=1"], ["\t=1"], ["\r=1"]]), /(^|[,"\r\n\t])[=@＝]/);
});

test("words in Markdown are no tables, lists, rules, formulas, links or markup", (t) => {
  t.is(
    escapeMarkdown("a|b `c` <i> *d* _e_ ~~f~~ $g$ [h](i) &amp; & \\"),
    "a\\|b \\`c\\` \\<i> \\*d\\* \\_e\\_ \\~\\~f\\~\\~ \\$g\\$ \\[h\\](i) \\&amp; & \\\\",
  );
  for (const question of ["- a", "+ a", "--- ", "===", "12. a", "12) a", "# a", "> a"]) {
    const line = toMarkdown(record([], { question })).split("\n")[2];
    t.regex(line, /^\d*\\[-+=.)#>]/, line);
    t.is(line.replace("\\", ""), question.trim());
  }
  t.is(escapeMarkdown("-1.5"), "-1.5");
});
