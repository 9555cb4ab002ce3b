import test from "ava";
import fc from "fast-check";
import { InputError } from "../../../../src/errors.js";
import { parseVary, variantsOf, variedIn } from "../../../../src/study/file/vary.js";

const valuesOf = (text: string): readonly unknown[] => parseVary(text).overrides.map(({ value }) => value);

test("values are read like those of --set, between commas that stand in no bracket and in no quotes", (t) => {
  t.deepEqual(valuesOf("model.exchange.mobility=unit,logarithmic"), ["unit", "logarithmic"]);
  t.deepEqual(valuesOf("sweep.steps=[4,8],[8,16]"), [
    [4, 8],
    [8, 16],
  ]);
  t.deepEqual(valuesOf('model.potential=min(x,0.5), \'a,b\' ,"c,\\"d"'), ["min(x,0.5)", "a,b", 'c,"d']);
  t.deepEqual(valuesOf("scheme={name: jko, order: 2},{name: 'implicit-euler'}"), [
    { name: "jko", order: 2 },
    { name: "implicit-euler" },
  ]);
  t.deepEqual(valuesOf("title=it's,x"), ["it's", "x"]);
  t.deepEqual(valuesOf("title=x=y"), ["x=y"]);
});

for (const [text, problem] of [
  ["model.finalTime", /not of the form key=value,value/],
  ["model.finalTime=1,,2", /a value is empty/],
  ["model.finalTime=", /a value is empty/],
  ["sweep.steps=[4,8", /a bracket or a quote is not closed/],
  ["title='a,b", /a bracket or a quote is not closed/],
  ["a b=1", /--vary: not of the form key=value/],
  ["model.finalTime=1,1.0", /model\.finalTime: the same value twice/],
] as const) {
  test(`'${text}' is refused`, (t) => {
    t.throws(() => parseVary(text), { instanceOf: InputError, message: problem });
  });
}

test("every combination is a variant, the last key fastest, with a name and a label that say its values", (t) => {
  const found = variantsOf([
    parseVary("model.exchange.mobility=unit,logarithmic"),
    parseVary("model.graph.edges[0][2]=1,4"),
  ]);
  t.deepEqual(
    found.map(({ name }) => name),
    [
      "mobility=unit,edges.0.2=1",
      "mobility=unit,edges.0.2=4",
      "mobility=logarithmic,edges.0.2=1",
      "mobility=logarithmic,edges.0.2=4",
    ],
  );
  t.is(found[1]?.label, "mobility=unit, edges[0][2]=4");
  t.deepEqual(
    found[1]?.overrides.map(({ text }) => text),
    ["model.exchange.mobility=unit", "model.graph.edges[0][2]=4"],
  );
});

test("keys that end alike are named whole, and a key given again takes the place of the first", (t) => {
  const ends = variantsOf([parseVary("model.state.seed=1"), parseVary("scheme.seed=2")]);
  t.is(ends[0]?.name, "model.state.seed=1,scheme.seed=2");
  const again = variantsOf([...variedIn({ "sweep.cells": [10, 20] }), parseVary("sweep.cells=30")]);
  t.deepEqual(
    again.map(({ name }) => name),
    ["cells=30"],
  );
});

test("no two variants share a name, whatever their values and the file system's letters", (t) => {
  const word = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom("A", "a", "1", "true", "x y", "x_y", "x=y,z"));
  const value = fc.oneof(word, fc.integer({ min: 0, max: 3 }), fc.array(fc.integer({ min: 0, max: 2 })), fc.boolean());
  const values = fc.uniqueArray(value, { minLength: 1, maxLength: 5, selector: (one) => JSON.stringify(one) });
  fc.assert(
    fc.property(values, values, (a, b) => {
      const found = variantsOf(variedIn({ "model.a": a, "model.b[0]": b }));
      const names = found.map(({ name }) => name.toLowerCase());
      t.is(new Set(names).size, a.length * b.length, names.join(" "));
      t.true(names.every((name) => /^[\w.+~,=-]{1,200}$/.test(name)));
    }),
    { seed: 1 },
  );
});

test("a grid that nobody can mean is refused", (t) => {
  const many = [...Array(40).keys()];
  t.throws(() => variantsOf(variedIn({ a: many, b: many })), { message: /more than 1000 variants/ });
});
