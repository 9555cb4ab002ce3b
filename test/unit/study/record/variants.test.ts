import test from "ava";
import { shortNames, variantText, variedKeys } from "../../../../src/study/record/variants.js";

const study = (parts: object) => ({ id: "one", title: "One", model: { exchange: { mobility: "unit" } }, ...parts });
const edges = (weight: number, last = "c") => ({
  model: {
    graph: {
      edges: [
        ["a", "b", 1],
        ["b", last, weight],
      ],
    },
  },
});
const told = (...studies: readonly object[]): string[] => {
  const varied = variedKeys(studies);
  return studies.map((_, k) => variantText(varied, k));
};

test("studies differ in the keys whose values are not the same in all", (t) => {
  const mobilities = ["unit", "logarithmic", "unit"].map((mobility) => study({ model: { exchange: { mobility } } }));
  t.deepEqual(
    told(...mobilities),
    ["unit", "logarithmic", "unit"].map((name) => `model.exchange.mobility=${name}`),
  );
  t.deepEqual(told(study({}), study({})), ["", ""]);
});

test("what a study says of itself, and how it is judged, tells no variant", (t) => {
  const beside = { id: "two", title: "Two", question: "?", tags: ["a"], errors: ["L2"], expect: [], baseline: {} };
  t.deepEqual(told(study({}), study(beside)), ["", ""]);
});

test("an entry of a list has its place in the path, as for --set; steps stay together", (t) => {
  t.deepEqual(told(edges(1), edges(16)), ["model.graph.edges[1][2]=1", "model.graph.edges[1][2]=16"]);
  t.deepEqual(told({ sweep: { steps: [1, 2] } }, { sweep: { steps: [2, 4] } }), [
    "sweep.steps=[1,2]",
    "sweep.steps=[2,4]",
  ]);
  t.deepEqual(told({ tau: [["a"]] }, { tau: [["a"], ["b"]] }), ['tau=[["a"]]', 'tau=[["a"],["b"]]']);
});

test("a key that some do not have, and values of another kind, differ", (t) => {
  t.deepEqual(told({ a: 1 }, {}), ["a=1", "a=none"]);
  t.deepEqual(told({ a: 1 }, { a: { b: 1 } }), ["a=1", 'a={"b":1}']);
  t.deepEqual(told({ a: 0 }, { a: -0 }, { a: Number.NaN }).length, 3);
});

test("several differences stand one after the other, by their last names where these tell them apart", (t) => {
  const one = { model: { kind: "a", rate: 1 }, scheme: { kind: "b" } };
  const varied = variedKeys([one, { model: { kind: "c", rate: 2 }, scheme: { kind: "d" } }]);
  t.is(variantText(varied, 0, shortNames(varied)), "model.kind=a, rate=1, scheme.kind=b");
});
