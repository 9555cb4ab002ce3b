import test from "ava";
import type { StateModelSpec } from "../../../../src/model/states/state-model.js";
import { flowFigures } from "../../../../src/report/figure/index.js";
import type { DescribedStudy, ReportInput } from "../../../../src/report/page/described.js";
import { flowHtml, reportHtml } from "../../../../src/report/page/document.js";
import { indexHtml } from "../../../../src/report/page/index-page.js";
import { searchSchema } from "../../../../src/schemes/search/schema.js";
import { parameterRecord, particleFlow, stateLevel, stateRecord } from "../figure/states.js";
import { gromovStudy, mapStudy, slicedStudy, stateInput } from "./state-sample.js";

const reportOf = (study: DescribedStudy<StateModelSpec>, given: Partial<ReportInput> = {}) =>
  reportHtml({ ...stateInput, study, ...given });
const sectionOf = (page: string, id: string) =>
  new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(page)?.[0] ?? "";
/** Formulas without markup or blanks. */
const wordsOf = (markup: string) => markup.replaceAll(/<[^>]*>|[\s\u2061\u2062]/g, "").replaceAll("⋅", "·");
const modelOf = (study: DescribedStudy<StateModelSpec>) => sectionOf(reportOf(study), "model");
const withFunctional = (functional: DescribedStudy<StateModelSpec>["model"]["functional"], study = slicedStudy) => ({
  ...study,
  model: { ...study.model, functional },
});

test("sliced: the mean over directions, and the limit that averages what directions expect", (t) => {
  const words = wordsOf(modelOf(slicedStudy));
  t.regex(words, /SW22\(μ,ν\)=164∑θW22\(θ#μ,θ#ν\)/);
  t.regex(words, /∫Sd−1θE\[θ·v\|θ·x\]dθ=−\(∇V\+∇logρ\)/);
  t.regex(words, /64,uniform/);
  t.regex(words, /V\(x\)=12\(x−\(0\.7−0\.4\)\)T\(1\.20\.50\.50\.6\)\(x−\(0\.7−0\.4\)\)/);
});

test("sliced particles move d times as fast as in the Wasserstein flow, and it is said that densities do not", (t) => {
  const state = { kind: "particles", sample: "ring", count: 50, seed: 1, scale: 1 } as const;
  const { model } = withFunctional({ interaction: "r^4/4 - r^2/2" });
  const words = wordsOf(modelOf({ ...slicedStudy, model: { ...model, state, dimension: 3 } }));
  t.regex(words, /dxidt=−3\(∇W∗ρ\)\(xi\)/);
  t.regex(words, /adensitytendstoanotherlimit/);
});

test("input-convex: the map, the network with its width, the penalty, and the Wasserstein limit", (t) => {
  const words = wordsOf(modelOf(mapStudy));
  t.regex(words, /un\+1=argminu12τ∫\|∇u\(x\)−x\|2dρn\+F\(\(∇u\)#ρn\)/);
  t.regex(words, /∑j=18eajlog\(1\+ewj·x\+bj\)/);
  t.regex(words, /1·10−7∑j\|wj\|2/);
  t.regex(words, /∂tρ=div\(ρ\(∇V\+2∇ρ\)\)/);
  t.regex(words, /F\(ρ\)=∫Vdρ\+∫ρ2dx/);
});

test("gromov: the distance by inner products, and the operator that is inverted in the limit", (t) => {
  const words = wordsOf(modelOf(gromovStudy));
  t.regex(words, /IGW2\(μ,ν\)=infπ∬\|x·x′−y·y′\|2/);
  t.regex(words, /2\(Σv\+Mx\)=−\(∇W∗ρ\).*Σ=∫xxTdρ,M=∫xvTdρ/);
  t.regex(words, /12particlesdrawnfromN\(0,I\)withseed3/);
  const minimum = { ...gromovStudy, scheme: { ...gromovStudy.scheme, onNonInvariant: "minimum" as const } };
  t.regex(modelOf(minimum), /its minimum over all of them takes its place/);
});

test("parts of the functional that are absent leave no trace, and those that are present are all written", (t) => {
  t.notRegex(wordsOf(modelOf(withFunctional({ entropy: 1 }))), /∇V|∫Vd|W∗|∬W|γ|Potential|Interaction|Target/);
  const kl = { mean: 0, covariance: 0.5 };
  t.regex(wordsOf(modelOf(withFunctional({ kl }))), /F\(ρ\)=∫ρlogργdx.*γ=N\(0,0\.5I\)/);
  const full = wordsOf(
    modelOf(withFunctional({ potential: "r^2", entropy: 0.5, internal: { exponent: 3 }, interaction: "r" })),
  );
  t.regex(full, /F\(ρ\)=∫Vdρ\+0\.5∫ρlogρdx\+∫ρ32dx\+12∬W\(\|x−y\|\)dρ\(x\)dρ\(y\)/);
  t.regex(full, /∇V\+0\.5∇logρ\+32∇ρ2\+∇W∗ρ/);
});

const states: Readonly<Record<string, DescribedStudy<StateModelSpec>["model"]["state"]>> = {
  "at given points": { kind: "particles", sample: "points", points: [[0, 1]] },
  "evenly spaced on a circle": { kind: "particles", sample: "ring", count: 9, scale: 2 },
  "zeros of a Hermite polynomial": { kind: "particles", sample: "hermite", count: 9 },
  "moved and stretched": { kind: "particles", sample: "normal", count: 9, standardized: true },
  "Barenblatt profile": { kind: "barenblatt", scale: 2 },
  "cell averages": { kind: "grid" },
};

for (const [words, state] of Object.entries(states)) {
  test(`the initial state is told: ${words}`, (t) => {
    const domain = [[-1, 1]] as const;
    // Sliced steps do not move profiles.
    const study = state.kind === "barenblatt" ? mapStudy : slicedStudy;
    const model = modelOf({ ...study, model: { ...study.model, state, domain, initial: "exp(-x^2)" } });
    t.true(model.includes(words));
    t.notRegex(model, /undefined|NaN/);
  });
}

test("points that maps move are told by the state that they stand for", (t) => {
  t.regex(modelOf(mapStudy), /24 of the Gauss rule of the profile/);
  const points = (state: StateModelSpec["state"]) => modelOf({ ...mapStudy, model: { ...mapStudy.model, state } });
  t.regex(points({ kind: "gaussian", mean: 0, covariance: 1 }), /Gauss–Hermite rule, 24 per axis/);
  t.notRegex(points({ kind: "particles", sample: "ring", count: 4 }), /<th[^>]*>Points/);
});

test("coordinates have indices", (t) => {
  t.regex(modelOf(withFunctional({ potential: "x1*x2" })), /<msub><mi>x<\/mi><mn>1<\/mn><\/msub>/);
});

test("the error budget has what the solver leaves and the distance to the iterate, and no mesh", (t) => {
  const budget = sectionOf(reportOf(slicedStudy), "budget");
  t.regex(budget, /<th scope="row" class="words">20 steps<\/th><td>1\.50e-2<\/td><td>1\.33e-5<\/td>/);
  t.notRegex(budget, /cells|mesh/);
});

test("tables explain the iterate and say why a level failed", (t) => {
  const failed = stateLevel({ level: 4, steps: 160, status: "stalled", reason: "<no> descent" });
  const record = stateRecord({ levels: [...stateRecord().levels, failed] });
  const table = sectionOf(reportOf(slicedStudy, { record }), "table");
  t.regex(table, /To the iterate<\/em> is the distance to the exact iterate/);
  t.regex(table, /160 steps: stalled, &lt;no&gt; descent/);
});

test("the parametrization is not called a transport, here as in the index", (t) => {
  t.regex(reportOf(slicedStudy), /scheme sliced \(gaussian\), reference formula/);
  t.notRegex(reportOf(slicedStudy), /gaussian transport/);
  t.regex(indexHtml([{ record: parameterRecord(), href: "a" }]), /parameter/);
});

test("a report of any states has no undefined part, and identifiers are unique", (t) => {
  for (const study of [slicedStudy, mapStudy, gromovStudy]) {
    for (const record of [stateRecord(), parameterRecord()]) {
      const page = reportOf(study, { record });
      const [body = ""] = /<body>[\s\S]*<script>/.exec(page) ?? [];
      t.notRegex(body, /undefined|NaN|Infinity|\[object/);
      const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
      t.deepEqual([...new Set(ids)], ids);
    }
  }
});

test("whatever a study says stays text", (t) => {
  const hostile = `</script><img src=x onerror="alert(1)">'&`;
  const study = {
    ...withFunctional({ potential: hostile, interaction: hostile }),
  };
  const page = reportOf(study, { record: stateRecord({ scheme: hostile, transport: hostile }) });
  t.notRegex(page, /<img/);
  t.is(page.match(/<script/g)?.length, 2);
});

test("names of nodes, formulas and modules stay text, whatever signs of formulas or code they hold", (t) => {
  const hostile = "a`b`$x$\\<img>";
  const model: StateModelSpec = {
    ...{ dimension: 1, state: { kind: "nodes" }, functional: {}, finalTime: 1 },
    graph: { nodes: [hostile, "b"], edges: [[hostile, "b", 1]] },
  };
  const scheme = (keys: object) => searchSchema.parse({ name: "search", ...keys });
  for (const keys of [{ module: hostile }, { objective: hostile }, { objective: { [hostile]: "x1", b: hostile } }]) {
    const page = modelOf({ id: "nodes", source: "", model, scheme: scheme(keys) });
    t.notRegex(page, /<img/);
    t.regex(page, /<code>a`b`\$x\$\\&lt;img&gt;<\/code>/);
  }
});

test("the page of a trajectory of particles names them", (t) => {
  const flow = particleFlow();
  const figures = flowFigures(flow).map(({ name: id, svg, caption }) => ({ id, svg, caption }));
  const page = flowHtml(flow, "Swarm", figures);
  t.regex(page, /8 steps, 30 particles in dimension 2\./);
  t.regex(page, /id="animation-data"/);
  t.regex(page, /id="figure-particles"/);
});
