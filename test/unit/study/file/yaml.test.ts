import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { parseYaml } from "../../../../src/study/file/yaml.js";

const read = (text: string): unknown => parseYaml(text, { file: "a.yaml" });

const values: readonly (readonly [text: string, value: unknown])[] = [
  ["", null],
  ["~", null],
  ["NULL", null],
  ["True", true],
  ["tRUE", "tRUE"],
  ["yes", "yes"],
  ["no", "no"],
  ["017", 17],
  ["0o17", 15],
  ["0x10", 16],
  ["1_000", "1_000"],
  ["1:30", "1:30"],
  ["2020-01-01", "2020-01-01"],
  ["1e3", 1000],
  ["-.5", -0.5],
  ["5.", 5],
  ["-0", -0],
  [".inf", Number.POSITIVE_INFINITY],
  ["1e400", Number.POSITIVE_INFINITY],
  [`-${"9".repeat(400)}`, Number.NEGATIVE_INFINITY],
  [".nan", Number.NaN],
  ["!!str 1", "1"],
  ["'it''s'", "it's"],
  ['"a\\tb"', "a\tb"],
  ["one\n two\n\n three", "one two\nthree"],
  ["|\n  x\n   y\n", "x\n y\n"],
  [">-\n  x\n  y\n", "x y"],
  ["{a: 1, b: [1, 2,], c: {d: e}, f}", { a: 1, b: [1, 2], c: { d: "e" }, f: null }],
  ['{"a":[true,null,-2.5e-3]}', { a: [true, null, -0.0025] }],
  ["a: &x [1]\nb: *x", { a: [1], b: [1] }],
  ["\ufeffa: 1\r\nb: x#c # d\r\n", { a: 1, b: "x#c" }],
  ["---\na: 1\n...\n", { a: 1 }],
];
for (const [text, value] of values) {
  test(`read as in YAML 1.2: ${JSON.stringify(text.slice(0, 40))}`, (t) => {
    t.deepEqual(read(text), value);
  });
}

const uses = (count: number): string => `a: &a 1\nb: [${"*a, ".repeat(count)}]`;
/** Of ten lists, each nine times the one before. */
const bomb = Array.from({ length: 10 }, (_, k) => `k${k}: &k${k} [${(k > 0 ? `*k${k - 1},` : "x,").repeat(9)}]`);
const refused: readonly (readonly [text: string, message: RegExp])[] = [
  ["a: 1\n'a': 2", /keys must be unique at line 2.*Remove/],
  ["1: a\n'1': b", /keys must be unique at line 2/],
  ["b:\n  a: &m {x: 1}\n  c: {<<: *m}", /merge key \(<<\) is not supported at line 3.*Write the keys out/],
  ["? [a]\n: b", /a key is no plain value at line 1.*Write a name/],
  ["a:\n  b: !!js/function x", /the tag !!js\/function is not supported at line 2.*plain value/],
  ["a: !thing {x: 1}", /the tag !thing is not supported at line 1/],
  ["a: !!binary aGk=", /the tag !!binary is not supported/],
  ["a: !!int x", /!!int/],
  ["a: 1\nb: &b [1, [*b]]", /the alias \*b stands inside what it names at line 2.*Write it out/],
  ["a: &a {b: *a}", /the alias \*a stands inside/],
  ["a: *b", /alias "b" at line 1/],
  [uses(101), /more than 100 uses of anchors at line 2/],
  [bomb.join("\n"), /aliases repeat too much/],
  [`a: ${"[".repeat(1000)}`, /more than 100 levels of nesting/],
  ["a: 1\n---\nb: 2", /multiple documents.*'---'/],
  ["a: 1\n\tb: 2", /tab characters .* at line 2, column 1.*spaces/],
  ["a: b: c", /at line 1, column 5.*in quotes/],
  ["a: @b", /at line 1.*in quotes/],
  ['a: "\\q"', /escape sequence at line 1.*single quotes/],
  ["a: [1\nb: 2", /at line 2.*Correct the syntax/],
];
for (const [text, message] of refused) {
  test(`refused in one sentence with its line: ${JSON.stringify(text.slice(0, 40))}`, (t) => {
    const error = t.throws(() => read(text), { instanceOf: InputError });
    t.regex(error.message, /^a\.yaml: not valid YAML: /);
    t.regex(error.message, message);
    t.false(error.message.includes("\n"));
  });
}

test("as many uses of anchors as are allowed are read", (t) => {
  t.deepEqual(read(uses(100)), { a: 1, b: Array(100).fill(1) });
});

test("keys that name members of all objects are keys like others", (t) => {
  const value = read("__proto__: {polluted: 1}\nconstructor: 2");
  t.deepEqual(Object.keys(value as object), ["__proto__", "constructor"]);
  t.false("polluted" in {});
});
