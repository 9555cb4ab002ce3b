import test from "ava";
import fc from "fast-check";
import { InputError } from "../../../../src/errors.js";
import { parseExpression } from "../../../../src/model/expression/expression.js";
import { below } from "../../../support/matchers.js";

const all = { variables: ["x", "y", "t", "g"] };
const value = (text: string, x = 0, y = 0, t = 0, g = 0) => parseExpression(text, all).evaluate(x, y, t, g);

function message(text: unknown, variables: readonly string[] = ["x", "g"]): string {
  try {
    parseExpression(text as string, { variables });
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return "no error";
}

test("powers are right-associative and bind tighter than a sign", (t) => {
  t.is(value("-x^2", 3), -9);
  t.is(value("2^-1"), 0.5);
  t.is(value("2^-x^2", 2), 1 / 16);
  t.is(value("2^3^2"), 512);
  t.is(value("(-x)^2", 3), 9);
  t.is(value("-2^x", 0.5), -Math.SQRT2);
});

test("differences and quotients are left-associative", (t) => {
  t.is(value("7 - 4 - 2"), 1);
  t.is(value("x - y + t - g", 1, 2, 4, 8), -5);
  t.is(value("12/6/2"), 1);
  t.is(value("12/6*2"), 4);
  t.is(value("2 - 3*x^2", 2), -10);
});

test("variables, constants and functions mean what they say", (t) => {
  t.is(value("x + 10*y + 100*t + 1000*g", 1, 2, 3, 4), 4321);
  t.is(value("cos(pi*x)", 1), -1);
  t.is(value("log(e)"), 1);
  for (const name of ["exp", "log", "sqrt", "abs", "sin", "cos", "tan", "sinh", "cosh", "tanh"] as const) {
    t.is(value(`${name}(x)`, 0.37), Math[name](0.37), name);
  }
  t.is(value("min(x, 2, -1)", 5), -1);
  t.is(value("max(x, 2, -1)", 5), 5);
  t.is(value("erf(-x)", 0), 0);
});

test("numbers may be written with a bare point or an exponent", (t) => {
  t.is(value(".5 + 2. + 1e-1"), 2.6);
  t.is(value("2.*x", 3), 6);
  t.is(value("1E+3*x", 2), 2000);
  t.is(parseExpression(-0.25, all).evaluate(0, 0, 0, 0), -0.25);
});

test("comparisons are exact, give 1 or 0, and chains mean both", (t) => {
  t.is(value("x < 1", 1 - 1e-16), 1);
  t.is(value("x < 1", 1), 0);
  t.is(value("x == 0.1 + 0.2", 0.3), 0);
  t.is(value("x != 1", 1), 0);
  t.is(value("0 <= x < 1", 0), 1);
  t.is(value("0 <= x < 1", 1), 0);
  t.is(value("(x > 0)*(x < 1)*5", 0.5), 5);
});

test("conditionals nest to the right and evaluate one branch", (t) => {
  const text = "x < 0 ? 1 : x < 1 ? 2 : 3";
  t.deepEqual(
    [-1, 0.5, 2].map((x) => value(text, x)),
    [1, 2, 3],
  );
  t.is(value("x > 0 ? log(x) : 0", -1), 0);
});

test("an expression may be spread over lines", (t) => {
  t.is(value("1\n  + x\n  + x^2\n", 2), 7);
});

test("variablesUsed lists what occurs, once", (t) => {
  t.deepEqual(parseExpression("g*x + x^2 + e", all).variablesUsed, ["x", "g"]);
  t.deepEqual(parseExpression("2*pi", all).variablesUsed, []);
  t.deepEqual(parseExpression(3, all).variablesUsed, []);
});

test("random arithmetic agrees with JavaScript's own evaluation of it", (t) => {
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom("x", "y", "t", "g", "2", "0.3", "1.5"),
      fc.tuple(tie("tree"), fc.constantFrom("+", "-", "*", "/"), tie("tree")).map(([a, op, b]) => `${a} ${op} ${b}`),
      tie("tree").map((a) => `(${a})`),
      tie("tree").map((a) => `(-${a})`),
    ),
  }));
  const property = fc.property(tree, (text) => {
    const expected = new Function("x", "y", "t", "g", `return ${text}`)(0.7, -1.3, 2.1, 3) as number;
    return Object.is(value(text, 0.7, -1.3, 2.1, 3), expected);
  });
  t.notThrows(() => fc.assert(property, { seed: 7, numRuns: 300 }));
});

test("unknown names are errors with their column and the allowed names", (t) => {
  t.is(
    message("1 + foo*x"),
    'unknown name "foo", at column 5 (got "1 + foo*x"). Allowed are the names x g pi e and the functions ' +
      "exp log sqrt abs sin cos tan sinh cosh tanh erf min max",
  );
  t.regex(message("x*t"), /^"t" is not available here, at column 3 /);
});

test("nothing reaches for the language underneath", (t) => {
  const hostile = ["constructor", "__proto__", "process", "toString", "hasOwnProperty", "this", "globalThis", "import"];
  for (const name of hostile) {
    t.regex(message(name), new RegExp(`^unknown name "${name}", at column 1`));
    t.regex(message(`${name}(x)`), new RegExp(`^unknown name "${name}", at column 1`));
    t.regex(message(`x.${name}`), /^unexpected character "\." at column 2/);
  }
});

test("assignments, texts, units, factorials, ranges, matrices and definitions are refused", (t) => {
  t.regex(message("x = 2"), /^unexpected character "=" at column 3/);
  t.regex(message("'a'"), /^unexpected character "'" at column 1/);
  t.regex(message('"a"'), /^unexpected character/);
  t.regex(message("2 cm"), /^unknown name "cm", at column 3/);
  t.regex(message("x!"), /^unexpected character "!" at column 2/);
  t.regex(message("1:2"), /^":" without a "\?" before it at column 2/);
  t.regex(message("x ? 1 : 2 : 3"), /^":" without a "\?" before it at column 11/);
  t.regex(message("[1, 2]"), /^unexpected character "\["/);
  t.regex(message("f(x) = x"), /^unknown name "f"/);
  t.regex(message("x; x"), /^unexpected character ";"/);
  t.regex(message("5 % 2"), /^unexpected character "%"/);
  t.regex(message("x and g"), /^unknown name "and"/);
  t.regex(message("0x10"), /^unknown name "x10"/);
});

test("a missing operator is an error that writes the product out", (t) => {
  for (const [text, remedy] of [
    ["2x", "2*x"],
    ["2 x", "2*x"],
    ["x(x+1)", "x*("],
    ["(x)(x)", ")*("],
    ["2(x)", "2*("],
    ["1/2x", "2*x"],
    ["2e", "2*e"],
    ["x 2", "x*2"],
    ["2pi", "2*pi"],
  ] as const) {
    t.regex(message(text), /^an operator is missing before/, text);
    t.true(message(text).endsWith(`here ${remedy}`), message(text));
  }
});

test("broken syntax is an error with its column", (t) => {
  t.regex(message(""), /^an expression is empty/);
  t.regex(message("  \n"), /^an expression is empty/);
  t.regex(message("1 + * x"), /^value expected at column 5/);
  t.regex(message("x +"), /^unexpected end of expression at column 4/);
  t.regex(message("(x + 1"), /^no "\)" for the "\(" at column 1/);
  t.regex(message("x)"), /^"\)" without a matching "\(" at column 2/);
  t.regex(message("x ? 1"), /^no ":" for the "\?" at column 3/);
  t.regex(message("(x, 1)"), / at column 3/);
  t.regex(message("exp"), /^the function "exp" needs its argument in parentheses at column 1/);
  t.regex(message("exp x"), /^the function "exp" needs its argument/);
  t.regex(message("x + exp()"), /^"exp" needs exactly one argument, not 0, at column 5/);
  t.regex(message("sin(x) + cos(x, 1)"), /^"cos" needs exactly one argument, not 2, at column 10/);
  t.regex(message("max(x)"), /^"max" needs at least two arguments, not 1, at column 1/);
  t.regex(message("1e999"), /^the number 1e999 is too large at column 1/);
  t.regex(message("x**2"), /^two "\*" without a factor between them at column 2 .*x\^2/);
  t.regex(message("x − 1"), /^unexpected character "−" at column 3/);
});

test("what is no number and no text is an error", (t) => {
  for (const wrong of [true, null, undefined, [], {}]) t.regex(message(wrong), /^an expression must be/);
  for (const wrong of [NaN, Infinity]) t.regex(message(wrong), /^a number must be finite/);
});

test("oversized and deeply nested expressions end in an error within a second", (t) => {
  const start = performance.now();
  t.regex(message("x".repeat(10_001)), /^an expression may have at most 10000 characters/);
  for (const text of [
    `${"(".repeat(4000)}x${")".repeat(4000)}`,
    `${"exp(".repeat(1500)}x${")".repeat(1500)}`,
    `${"-".repeat(9000)}x`,
    `${"x^".repeat(4500)}x`,
    `${"x?1:".repeat(2000)}x`,
    `${"x<".repeat(300)}(${"-".repeat(300)}x)`,
  ]) {
    t.regex(message(text), /nested too deeply/, text.slice(0, 20));
  }
  below(t, performance.now() - start, 5000);
});

test("long sums, products and argument lists are no deep nesting", (t) => {
  t.is(value(`${"x*".repeat(4500)}x/2/x`, 1), 0.5);
  t.is(value(`${"x+".repeat(4500)}x`, 1), 4501);
  t.is(value(`max(${"x,".repeat(4000)}7)`, 1), 7);
  t.is(value(`${"x<".repeat(300)}x`, 1), 0);
});
