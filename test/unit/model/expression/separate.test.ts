import test from "ava";
import { parseExpression } from "../../../../src/model/expression/expression.js";
import { separated, separatedTerms, spatial, variablesIn } from "../../../../src/model/expression/separate.js";
import type { Tree } from "../../../../src/model/expression/tree.js";
import { evaluationOf } from "../../../../src/model/expression/value.js";
import { near } from "../../../support/matchers.js";

const points = [
  [0.3, 0.7],
  [-1.2, 0.4],
  [2.1, -1.3],
] as const;

function treeOf(text: string): Tree {
  return parseExpression(text, { variables: ["x", "y", "t", "g"] }).tree as Tree;
}

const valueAt = (tree: Tree, x: number, y: number): number => evaluationOf(tree, "")(x, y, Number.NaN, Number.NaN);

const sums: readonly (readonly [string, number])[] = [
  ["x^2 - 3*x + 1", 1],
  ["sin(y)", 1],
  ["7", 1],
  ["2*(x^2 - 1)^2 + y^2", 2],
  ["-(x^2 + 2*y^2)/3", 2],
  ["1 + 0.5*cos(pi*x)*cos(pi*y) + 0.3 + cos(2*pi*x) - y", 3],
  ["-cos(x)*2*cos(y)/exp(x)/(1 + y^2)", 1],
  ["(x*y)^3", 1],
  ["exp(x/2)*(cos(x) + 0.5*sin(y))", 2],
  ["exp(-(x^2 + y^2)/0.42 + 1)", 1],
  ["+(x - y)", 2],
];

for (const [text, count] of sums) {
  test(`${text} is a sum of ${count} products of one variable each, with the same values`, (t) => {
    const tree = treeOf(text);
    const products = separated(tree);
    t.is(products?.length, count);
    for (const { x, y } of products ?? []) {
      t.false(variablesIn(x).has("y"));
      t.false(variablesIn(y).has("x"));
    }
    for (const [x, y] of points) {
      const sum = (products ?? []).reduce((all, own) => all + valueAt(own.x, x, y) * valueAt(own.y, x, y), 0);
      near(t, sum, valueAt(tree, x, y), { relative: 1e-14 }, `at ${x}, ${y}`);
    }
  });
}

const others = [
  "(x - y)^2",
  "(x + y)*(x - y)",
  "1/(x + y)",
  "abs(x*y)^0.5",
  "sqrt(x*y)",
  "exp(x*y)",
  "x < y ? 1 : 0",
  "max(x, y)",
  "sin(x + y)",
];

for (const text of others) {
  test(`${text} is not taken apart`, (t) => {
    t.is(separated(treeOf(text)), undefined);
  });
}

test("a sum a(x) + b(y) is told from one with products", (t) => {
  const terms = separatedTerms(treeOf("-(2*x^2 + 3*y^2 - 1)/2"));
  for (const [x, y] of points) {
    const sum = terms && valueAt(terms.x, x, y) + valueAt(terms.y, x, y);
    near(t, sum, -(2 * x * x + 3 * y * y - 1) / 2, { relative: 1e-14 });
  }
  t.is(separatedTerms(treeOf("x + x*y")), undefined);
});

test("time and layer are numbers in a formula in x and y", (t) => {
  const tree = spatial(treeOf("x*exp(-t) + g*y"), 3, 0.5);
  t.deepEqual([...variablesIn(tree)].sort(), ["x", "y"]);
  near(t, valueAt(tree, 2, 5), 2 * Math.exp(-0.5) + 15, { relative: 1e-15 });
});
