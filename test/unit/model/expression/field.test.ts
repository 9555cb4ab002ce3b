import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { parseExpression } from "../../../../src/model/expression/expression.js";
import { parseField } from "../../../../src/model/expression/field.js";
import { seededRandom } from "../../../../src/numerics/random.js";
import { atMost, near } from "../../../support/matchers.js";

const names = ["x", "y", "t"];

function slopesOf(text: string, ...at: number[]): number[] {
  const field = parseField(text, names.slice(0, at.length));
  const out = new Float64Array(at.length).fill(Number.NaN);
  const value = field.slopes(Float64Array.from(at), out);
  if (!Object.is(value, field.value(Float64Array.from(at)))) throw new Error("two values");
  return [...out];
}

const smooth = [
  "3",
  "x",
  "-x + +y - t",
  "x*y*t",
  "x/y - t/x",
  "x^3 - y^2*t + 2^x",
  "x^y + (x + 1)^(y*t)",
  "x^2^t",
  "exp(x*y) + log(x + y) + sqrt(t + x^2)",
  "sin(x)*cos(y)*tan(t/3)",
  "sinh(x) - cosh(y)/tanh(t)",
  "abs(x - 5)*abs(y)",
  "pi*x^e",
  "min(x, y + 9, t + 9) + max(x - 9, y, t - 9)",
  "x < 1 < y ? x^2 : x^3*y",
  "(x > y)*x^2 + (x <= y)*y^2",
  "(x == y) + (x != y)*t^2",
  "1/(1 + x^2/(1 + y^2/(1 + t^2)))",
];

for (const text of smooth) {
  test(`${text}: the value is that of the expression, the slopes those of central differences`, (t) => {
    const random = seededRandom(5);
    const field = parseField(text, names);
    const expression = parseExpression(text, { variables: names });
    for (let trial = 0; trial < 20; trial++) {
      const at = Float64Array.from({ length: 3 }, () => 0.3 + 1.5 * random());
      const slopes = new Float64Array(3).fill(Number.NaN);
      const value = field.slopes(at, slopes);
      const exact = expression.evaluate(at[0], at[1], at[2], 0);
      atMost(t, Math.abs(value - exact), 1e-14 * (1 + Math.abs(exact)));
      slopes.forEach((slope, k) => {
        const h = 1e-5;
        const shifted = (s: number) => field.value(at.map((entry, j) => (j === k ? entry + s : entry)));
        const difference = (shifted(h) - shifted(-h)) / (2 * h);
        near(t, difference, slope, 1e-8 * (1 + Math.abs(slope)), `${[...at]}: ${difference} but ${slope}`);
      });
    }
  });
}

test("slopes where a formula is not smooth: those of the branch taken, of the first at a tie", (t) => {
  t.deepEqual(slopesOf("min(x, 2*x)", 0), [1]);
  t.deepEqual(slopesOf("max(x, -x)", -3), [-1]);
  t.deepEqual(slopesOf("abs(x)", 0), [0]);
  t.deepEqual(slopesOf("x < 0 ? -x : x^2", -1), [-1]);
  t.deepEqual(slopesOf("x < 0 ? -x : x^2", 0), [0]);
  t.deepEqual(slopesOf("0 < x < 1 ? 3*x : 5*x", 1), [5]);
});

test("what does not occur at a point does not spoil its slopes", (t) => {
  t.deepEqual(slopesOf("x^2*sqrt(y)", 3, 4), [12, 9 / 4]);
  t.deepEqual(slopesOf("sqrt(x^2)", 0), [0]);
  t.deepEqual(slopesOf("x^1 + x^0", 0), [1]);
  t.deepEqual(slopesOf("(-2)^3 * x", 2), [-8]);
  t.deepEqual(slopesOf("x^3", -2), [12]);
  t.deepEqual(slopesOf("0^y*x", 2, 0), [1, 0]);
  t.deepEqual(slopesOf("x < 1 ? x : log(-x)", 0.5), [1]);
});

test("quotients of tiny numbers keep their slopes", (t) => {
  const [byX, byY] = slopesOf("x/y", 1e-200, 2e-200) as [number, number];
  near(t, byX, 5e199, { relative: 1e-15 });
  near(t, byY, -2.5e199, { relative: 1e-15 });
});

test("no number stays no number in min and max, as in other expressions", (t) => {
  for (const text of ["min(x, log(x))", "max(log(x), x)", "min(1, x, log(x), 2)"]) {
    t.is(parseField(text, ["x"]).value(Float64Array.of(-1)), Number.NaN, text);
    t.is(parseExpression(text, { variables: ["x"] }).evaluate(-1, 0, 0, 0), Number.NaN, text);
  }
});

test("a formula tells its text and the variables that occur, in the order declared", (t) => {
  t.deepEqual(parseField("y + x*0", names).variablesUsed, ["x", "y"]);
  t.deepEqual(parseField(2.5, names).variablesUsed, []);
  t.is(parseField(2.5, names).value(new Float64Array(3)), 2.5);
  t.is(parseField("x + 1", names).text, "x + 1");
});

test("the slopes of one formula do not disturb those of another, or of itself", (t) => {
  const field = parseField("(x + y)*(x - y) + (x*y)*(x/y)", names);
  const [a, b] = [new Float64Array(3), new Float64Array(3)];
  field.slopes(Float64Array.of(1, 2, 0), a);
  const kept = a.slice();
  field.slopes(Float64Array.of(4, 5, 6), b);
  field.value(Float64Array.of(7, 8, 9));
  t.deepEqual(a, kept);
  // x² - y² + x².
  t.deepEqual([...b], [16, -10, 0]);
});

test("what has no derivative here is refused with the text and a remedy", (t) => {
  for (const text of ["erf(x)", "min(x)", "exp(x, y)"]) {
    const error = t.throws(() => parseField(text, names), { instanceOf: InputError });
    t.is(error?.context.value, text);
    t.regex(error?.message ?? "", /Use exp log sqrt/);
  }
  t.throws(() => parseField("x + z", names), { instanceOf: InputError, message: /"z"/ });
  t.throws(() => parseField(Number.NaN, names), { instanceOf: InputError });
  t.throws(() => parseField("", names), { instanceOf: InputError });
});
