import test from "ava";
import { parseTree } from "../../../../src/model/expression/expression.js";
import { numberTex, texOf } from "../../../../src/model/expression/tex.js";

const tex = (text: string | number): string => texOf(parseTree(text, ["x", "y", "x1", "my_rate"]).tree);

const cases: readonly (readonly [string | number, string])[] = [
  [0, "0"],
  [-1e-3, "-0.001"],
  [1e-7, "1 \\cdot 10^{-7}"],
  ["x^2/2", "\\frac{x^{2}}{2}"],
  ["2*(x^2 - 1)^2", "2 \\, (x^{2}-1)^{2}"],
  ["1 - (2 - x)", "1-(2-x)"],
  ["1 - 2 + x", "1-2+x"],
  ["x - y*x", "x-y \\, x"],
  ["x*(y - 1)", "x \\cdot (y-1)"],
  ["x*y*2", "x \\, y \\cdot 2"],
  ["2*3", "2 \\cdot 3"],
  ["x/y/2", "\\frac{\\frac{x}{y}}{2}"],
  ["-x^2", "-x^{2}"],
  ["(-x)^2", "(-x)^{2}"],
  ["x*-y", "x \\cdot (-y)"],
  ["-(x + y)", "-(x+y)"],
  ["exp(-x/2)^2", "\\left(e^{\\frac{-x}{2}}\\right)^{2}"],
  ["sqrt(x)", "\\sqrt{x}"],
  ["abs(x)", "\\left|x\\right|"],
  ["max(x, y, 1)", "\\max(x, y, 1)"],
  ["erf(x)", "\\operatorname{erf}(x)"],
  ["x < 0.5 ? 1 : 2", "1 \\text{ if } x < 0.5 \\text{ else } 2"],
  ["0 <= x < 1", "0 \\le x < 1"],
  ["1e-3*x", "1 \\cdot 10^{-3} \\, x"],
  ["x^1e3", "x^{1 \\cdot 10^{3}}"],
  ["2^3^x", "2^{3^{x}}"],
  ["2*pi*x1", "2 \\, \\pi  \\, x_{1}"],
  ["my_rate", "\\text{my\\_rate}"],
];

for (const [expression, expected] of cases) {
  test(`"${expression}" keeps its structure as TeX`, (t) => {
    t.is(tex(expression), expected);
  });
}

test("numbers keep their digits, and powers of ten their sign", (t) => {
  t.is(numberTex(0.1), "0.1");
  t.is(numberTex("-2.5e+30"), "-2.5 \\cdot 10^{30}");
});
