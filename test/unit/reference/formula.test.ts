import test from "ava";
import { createModel } from "../../../src/model/model.js";
import { formula } from "../../../src/reference/kinds/formula.js";
import type { MeshStudy } from "../../../src/study/file/schema.js";
import { boxWith } from "../study/scratch.js";

function doubtsOf({ model, scheme, reference }: MeshStudy): readonly string[] {
  const spec = reference as Parameters<typeof formula.warnings>[0];
  return formula.warnings(spec, createModel(model), scheme.name === "inertial");
}

/**
 * Warnings for box modes of weight `weight`, by their formula with the constants given, written as a study has them.
 */
function warningsFor({
  decay = "pi^2",
  exchange = "6",
  model = {},
  scheme = { name: "jko" } as object,
}): readonly string[] {
  const sign = { a: "+", b: "-" };
  const density = Object.fromEntries(
    Object.entries(sign).map(([layer, s]) => [
      layer,
      `1 + 0.5*exp(-${decay}*t)*cos(pi*x) ${s} 0.3*exp(-${exchange}*t)`,
    ]),
  );
  const study = boxWith({ reference: { kind: "formula", density }, scheme }, { normalize: false, ...model });
  return doubtsOf(study);
}

test("a formula that solves the equation of the model has no warning", (t) => {
  t.deepEqual(warningsFor({}), []);
  t.deepEqual(warningsFor({ scheme: { name: "implicit-euler" } }), []);
});

test("a decay rate, an exchange rate or a weight that is wrong by 0.2 % is told, with place and size", (t) => {
  for (const [name, warnings] of Object.entries({
    decay: warningsFor({ decay: "(0.998*pi^2)" }),
    exchange: warningsFor({ exchange: "6.012" }),
    weight: warningsFor({ model: { graph: { nodes: ["a", "b"], edges: [["a", "b", 3.006]] } } }),
  })) {
    t.is(warnings.length, 1, name);
    t.regex(
      warnings[0] ?? "",
      /does not solve the equation of the model: at t = \S+, x = \S+, layer [ab] it is off by 0\.\d+ %/,
    );
  }
});

test("another temperature, potential or mobility than that of the formula is told", (t) => {
  t.is(warningsFor({ model: { energy: { temperature: 1.01 } } }).length, 1);
  t.is(warningsFor({ model: { potential: "0.01*x" } }).length, 1);
  t.is(warningsFor({ model: { exchange: { mobility: "harmonic" } } }).length, 1);
});

test("what differences cannot tell is no warning: kinks, jumps, rounded constants, the limit of a stiff exchange", (t) => {
  const alone = { graph: { nodes: ["a"], edges: [] }, normalize: false };
  const of = (density: string, model: object = {}, parts: object = {}) => {
    const study = boxWith(
      { reference: { kind: "formula", density }, ...parts },
      { ...alone, initial: density.replaceAll("*t", "*0"), ...model },
    );
    return doubtsOf(study);
  };
  t.deepEqual(of("x < 0.5 ? 1 : 2"), []);
  t.deepEqual(of("1 + 0.5*exp(-9.8696044*t)*cos(3.14159265*x)"), []);
  // A Gaussian far narrower than the differences.
  t.deepEqual(of("exp(-(x - 0.5)^2/(2*(1e-6 + 2*t)))/sqrt(2*pi*(1e-6 + 2*t))", { finalTime: 1e-8 }), []);
  const stiff = { graph: { nodes: ["a", "b"], edges: [["a", "b", 1e9]] }, initial: "1 + 0.5*cos(pi*x)" };
  t.deepEqual(of("1 + 0.5*exp(-pi^2*t)*cos(pi*x)", { ...stiff, potential: { a: "0", b: "0" } }), []);
});

test("a porous medium is taken without its regularization", (t) => {
  const model = {
    domain: [[-2, 2]],
    graph: { nodes: ["a"], edges: [] },
    energy: { kind: "porous-medium", exponent: 2 },
    exchange: undefined,
    normalize: false,
    finalTime: 0.5,
  };
  // lambda^3 = 1 + 9 K t, K the pressure of mass 1: rho = (3/4) (1 - (x/lambda)^2)/lambda.
  const density = (rate: string) => `max(0, 0.75*(1 - x^2/(1 + ${rate}*t)^(2/3))/(1 + ${rate}*t)^(1/3))`;
  const warnings = (rate: string) => {
    const reference = { kind: "formula", density: density(rate) } as const;
    const study = boxWith({ reference }, { ...model, initial: density(rate).replaceAll("*t", "*0") });
    return doubtsOf(study);
  };
  t.deepEqual(warnings("9"), []);
  t.is(warnings("9.05").length, 1);
});
