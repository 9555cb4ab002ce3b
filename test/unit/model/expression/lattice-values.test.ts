import test from "ava";
import { parseExpression } from "../../../../src/model/expression/expression.js";
import { latticeValues } from "../../../../src/model/expression/lattice-values.js";
import type { Tree } from "../../../../src/model/expression/tree.js";

const formulas = [
  "x",
  "y",
  "3",
  "x*y",
  "0.6*(x + 0.8)^2 + 0.6*(x + 0.8)*(y - 0.7) + 0.5*(y - 0.7)^2",
  "exp(-(0.6*(x + 0.8)^2 + 0.6*(x + 0.8)*(y - 0.7) + 0.5*(y - 0.7)^2)/0.42)",
  "-x - y - x*y + x",
  "1/x/y*2*x",
  "(x + y)^(1 + 1)",
  "(x + y)^3",
  "abs(x + y)^y",
  "x^2 + y^2 < 0.5 ? sin(x*y) : cos(y) - x",
  "0 < x + y <= 1",
  "max(x, y, x*y) - min(x, 1, y)",
  "sqrt(x*y) + log(x - y)",
  "erf(x - y)*tanh(x)*y",
  "+(x + y)*2",
];

const xs = Float64Array.of(-1.5, -0.3, 0, 0.1, 0.7, 2);

for (const formula of formulas) {
  test(`${formula} has the values of single points, bit by bit and row by row`, (t) => {
    const { tree, evaluate } = parseExpression(formula, { variables: ["x", "y"] });
    const lattice = latticeValues(tree as Tree, xs, 2);
    for (const ys of [Float64Array.of(0.25, -0.5), Float64Array.of(0, 1.1)]) {
      const expected = [...ys].flatMap((y) => [...xs].map((x) => evaluate(x, y, 0, 0)));
      t.deepEqual([...lattice.at(ys)], expected);
    }
  });
}
