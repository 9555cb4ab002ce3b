import test from "ava";
import { InputError } from "../../../src/errors.js";
import { averageOverCells } from "../../../src/model/cell-average.js";
import { parseExpression } from "../../../src/model/expression/expression.js";
import type { Tree } from "../../../src/model/expression/tree.js";
import { knownAverages } from "../../../src/model/known-averages.js";
import { createMesh } from "../../../src/model/mesh.js";
import { createModel, discretize } from "../../../src/model/model.js";
import { tryWithin } from "../../../src/numerics/allowance.js";
import { averageOverCells as averageByRule } from "../../../src/reference/cell-averages.js";
import { averageFormula } from "../../../src/reference/formula-averages.js";
import { eachNear } from "../../support/matchers.js";

const plane = createMesh(
  [
    [-2, 2],
    [-1, 3],
  ],
  [12, 9],
);

function parsed(text: string) {
  const { tree, evaluate } = parseExpression(text, { variables: ["x", "y"] });
  return { tree: tree as Tree, f: (x: number, y: number) => evaluate(x, y, 0, 0) };
}

const formulas = [
  // Factors and sums, one variable, none, and neither.
  "exp(-x^2)",
  "2 + sin(3*y)",
  "5",
  "exp(-(x^2 + 3*y^2))*(1 + y^2)",
  "2 + cos(pi*x)*cos(pi*y) + 0.5*sin(y)",
  "exp(-(x^2 + x*y + y^2)/0.1)",
  // Kinks and jumps along an axis and across.
  "(x < 0.1 ? 1 : 2)*exp(y)",
  "abs(x - 0.05)*abs(y - 0.3)",
  "x < y ? 1 : 2",
  // Terms that cancel, in some cells or in all.
  "1 - exp(-(x - 0.1)^2)*exp(-(y - 0.9)^2)",
  "x^2 - 4*y + y^2 + 4 - 0.2*x + 0.01",
  // Factors that under- and overflow where their product does not.
  "exp(-190*(x + 2) + (150*(y + 1) + 100))",
  "exp(190*(x + 2) - (150*(y + 1) + 100))",
];

for (const text of formulas) {
  test(`averages of ${text} by its formula are those by its values`, (t) => {
    const { tree, f } = parsed(text);
    eachNear(t, averageOverCells(plane, f, tree), averageOverCells(plane, f), { relative: 1e-11 });
  });
}

const refused = ["1/abs(x - 0.123)*y^2", "(1 + y^2)/(x - 0.123)^2", "1 + sin(1e7*x*x)*y"];

for (const text of refused) {
  test(`${text} is refused with the same words, taken apart or not`, (t) => {
    const { tree, f } = parsed(text);
    const whole = t.throws(() => averageOverCells(plane, f), { instanceOf: InputError });
    const apart = t.throws(() => averageOverCells(plane, f, tree), { instanceOf: InputError });
    t.is(apart?.message, whole?.message);
  });
}

test("potentials of one variable and sums have on two axes the averages of exp(-V/T) that they have on one", (t) => {
  const domain = [
    [-2, 2],
    [-1, 3],
  ] as const;
  const own = (axes: readonly (readonly [number, number])[], potential: string, cells: readonly number[]) => {
    return discretize(createModel({ domain: [...axes], potential, initial: 1, finalTime: 1 }), cells).potential;
  };
  const alongX = own([domain[0]], "40*(x^2 - 1)^2 - x", [12]);
  const alongY = own([domain[1]], "abs(x - 0.37) + 3*x^2", [9]);
  const sum = own(domain, "40*(x^2 - 1)^2 + 3*y^2 - x + abs(y - 0.37)", [12, 9]);
  eachNear(
    t,
    sum,
    [...alongY].flatMap((v) => [...alongX].map((u) => u + v)),
    { relative: 1e-12 },
  );
  // The same with a term that keeps it together.
  const together = own(domain, "40*(x^2 - 1)^2 + 3*y^2 - x + abs(y - 0.37) + 1e-300*x*y", [12, 9]);
  eachNear(t, together, sum, { relative: 1e-10 });
});

test("averages of a formula are computed once, and count their work whenever they are asked for", (t) => {
  const { tree } = parsed("x + 17*y");
  let calls = 0;
  const compute = (): Float64Array => {
    calls++;
    return averageFormula(plane, tree, 2);
  };
  const first = knownAverages(plane, tree, "test", compute);
  t.is(knownAverages(plane, parsed("x + 17*y").tree, "test", compute), first);
  t.not(knownAverages(plane, parsed("x + 18*y").tree, "test", compute), first);
  t.not(knownAverages(plane, tree, "another test", compute), first);
  t.is(calls, 3);
  const affords = (allowance: number) => tryWithin(allowance, () => knownAverages(plane, tree, "test", compute));
  t.is(affords(1), undefined, "108 cells of 4 nodes are more than a microsecond");
  t.is(affords(100), first);
  t.is(calls, 3);
});

test("averages by a rule with n nodes are the same for a formula and for its values", (t) => {
  for (const text of ["exp(x/2)*cos(x)", "sin(y)", "exp(-(x^2 + x*y + y^2))"]) {
    const { tree, f } = parsed(text);
    const expected = averageByRule(plane, [([x = 0, y = 0]) => f(x, y)], 7);
    eachNear(t, averageFormula(plane, tree, 7), expected, 1e-15, text);
  }
  const line = createMesh([[0, 1]], [100]);
  const { tree, f } = parsed("exp(x)");
  eachNear(t, averageFormula(line, tree, 5), averageByRule(line, [([x = 0]) => f(x, 0)], 5), 1e-15);
});
