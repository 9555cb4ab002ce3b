import test from "ava";
import { expressionMath } from "../../../../src/report/html/expression-math.js";

/** The formula as it is read: without tags, fractions and powers in brackets. */
function read(expression: string | number): string {
  return expressionMath(expression)
    .replaceAll(/<msup>/g, "[sup ")
    .replaceAll(/<mfrac>/g, "[frac ")
    .replaceAll(/<msqrt>/g, "[sqrt ")
    .replaceAll(/<\/(msup|mfrac|msqrt)>/g, "]")
    .replaceAll(/<mspace[^>]*>/g, " ")
    .replaceAll(/<\/(mi|mn)>(?=<(mi|mn|mrow|msup|mo>\())/g, "|")
    .replaceAll(/<[^>]+>/g, "");
}

const cases: readonly (readonly [string | number, string])[] = [
  [0, "0"],
  ["x^2/2", "[frac [sup x|2]2]"],
  ["2*(x^2 - 1)^2", "2 [sup ([sup x|2]−1)2]"],
  ["1 - (2 - x)", "1−(2−x)"],
  ["1 - 2 + x", "1−2+x"],
  ["x*(y - 1)", "x·(y−1)"],
  ["2*3", "2·3"],
  ["-x^2", "−[sup x|2]"],
  ["x*-y", "x·(−y)"],
  ["exp(-x/2)^2", "[sup ([sup e[frac −x|2]])2]"],
  ["sqrt(x)", "[sqrt x]"],
  ["abs(x)", "|x|"],
  ["x < 0.5 ? 1 : 2", "1\u00a0if\u00a0x&lt;0.5\u00a0else\u00a02"],
  ["1e-3*x", "1·[sup 10|−3] x"],
  ["2^3^x", "[sup 2|[sup 3|x]]"],
];

for (const [expression, expected] of cases) {
  test(`"${expression}" keeps its structure as a formula`, (t) => {
    t.is(read(expression).replaceAll("|", ""), expected.replaceAll("|", ""));
  });
}

test("what is not understood is shown as it is written, and escaped", (t) => {
  t.is(expressionMath("x +* <b>"), "<code>x +* &lt;b&gt;</code>");
  t.is(expressionMath("sin(x"), "<code>sin(x</code>");
  t.is(expressionMath("x $ 2"), "<code>x $ 2</code>");
  t.is(expressionMath(""), "<code></code>");
});

test("very long and deeply nested expressions are shown as they are written", (t) => {
  const deep = `${"(".repeat(300)}x${")".repeat(300)}`;
  t.true(expressionMath(deep).startsWith("<code>"));
});
