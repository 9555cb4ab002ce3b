import test from "ava";
import { csvText } from "../../../src/report/csv.js";
import { escapeXml } from "../../../src/report/junit.js";
import { escapeText } from "../../../src/report/latex-text.js";
import { jsonFile } from "../../../src/report/manifest.js";
import { escapeMarkdown } from "../../../src/report/markdown.js";
import { oneLine } from "../../../src/report/one-line.js";

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
