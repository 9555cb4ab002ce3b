import test from "ava";
import { load } from "js-yaml";
import type { MobilityName } from "../../../../src/model/exchange.js";
import type { MeshModelSpec } from "../../../../src/model/mesh-schema.js";
import type { DescribedStudy, ReportInput } from "../../../../src/report/page/described.js";
import { flowHtml, reportHtml } from "../../../../src/report/page/document.js";
import { indexHtml } from "../../../../src/report/page/index-page.js";
import type { MeshSchemeSpec } from "../../../../src/schemes/schemes.js";
import { above, each } from "../../../support/matchers.js";
import { sampleFlow, sampleInput, sampleRecord } from "./sample.js";

const page = reportHtml(sampleInput);

/** A sample with parts of the model replaced. */
function withModel(model: Partial<DescribedStudy<MeshModelSpec>["model"]>): ReportInput {
  const { study } = sampleInput;
  return { ...sampleInput, study: { ...study, model: { ...study.model, ...model } } };
}

test("there is one heading of the first level, and no level is skipped", (t) => {
  const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
  t.is(levels.filter((level) => level === 1).length, 1);
  t.is(levels[0], 1);
  each(t, levels, (level, k) => k === 0 || level <= levels[k - 1] + 1);
});

test("nothing refers to another file or machine", (t) => {
  const addresses = [...page.matchAll(/\b(?:src|href|action|data|poster|srcset)="([^"]*)"/g)].map(([, to]) => to);
  above(t, addresses.length, 0);
  t.deepEqual(
    addresses.filter((to) => !/^(#|data:,$)/.test(to)),
    [],
  );
  t.notRegex(page, /@import|url\((?!#)|fetch\(|XMLHttpRequest|import\(/);
});

test("links lead to sections, and identifiers are unique", (t) => {
  const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
  t.deepEqual([...new Set(ids)], ids);
  for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) t.true(ids.includes(target));
  for (const [, target] of page.matchAll(/aria-labelledby="([^"]+)"/g)) t.true(ids.includes(target));
});

test("the same input gives the same bytes", (t) => {
  t.is(reportHtml(structuredClone(sampleInput)), page);
});

test("question, levels, reasons, warnings, hash, versions and commit are told", (t) => {
  const told = [
    "What is the order?",
    "1.400e-2",
    "L1: too few pairs",
    "the error grows",
    "abc123",
    "yaml 2.9.1",
    "def456",
  ];
  for (const text of told) t.true(page.includes(text), text);
  t.regex(page, /cannot be judged/);
});

test("what was run from a clone is reproduced in a clone, and what was run from a package with that package", (t) => {
  t.regex(page, /In a clone of[\s\S]*git checkout def456\nnpm ci\nnode bin\/jko\.js run \S+\.yaml/);
  const installed = reportHtml({ ...sampleInput, provenance: { ...sampleInput.provenance, commit: null } });
  t.regex(installed, /In an empty folder[\s\S]*npm install jko-study@0\.1\.0[^\n]*\nnpx jko run \S+\.yaml/);
  t.notRegex(installed, /npm ci|git checkout|bin\/jko/);
});

test("every flag that occurs is explained", (t) => {
  t.regex(page, /<code>floor-limited<\/code>: .*left out of the verdict/);
  t.regex(page, /<code>growing<\/code>: /);
});

test("a picture is named by its description", (t) => {
  t.regex(page, /role="img" aria-label="It falls\."/);
});

test("whatever a study says stays text", (t) => {
  const hostile = `</script></style><img src=x onerror="alert(1)">'&`;
  const record = {
    ...sampleRecord,
    title: hostile,
    question: hostile,
    reference: { kind: hostile, description: hostile },
  };
  const { study } = withModel({
    potential: { [hostile]: hostile },
    graph: { nodes: [hostile, "b"], edges: [[hostile, "b", 1]] },
  });
  const flow = { ...sampleFlow, layers: [hostile, "b"], status: "stalled" as const, reason: hostile };
  const made = reportHtml({
    ...sampleInput,
    record: { ...record, verdict: { ...record.verdict, reasons: [hostile], warnings: [hostile] } },
    study: { ...study, source: hostile },
    trajectory: { flow, figures: [{ id: "f", svg: "<svg/>", caption: hostile }] },
  });
  t.notRegex(made, /<img/);
  t.notRegex(made, /=[^>]*"[^"]*onerror="/);
  t.is(made.match(/<script/g)?.length, 2);
  t.is(made.match(/<\/script>/g)?.length, 2);
  t.is(made.match(/<\/style>/g)?.length, 1);
});

test("the study file in the report is the study", (t) => {
  const [, listing = ""] = /aria-label="Study file"><code>([\s\S]*?)<\/code>/.exec(page) ?? [];
  const text = listing
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
  t.deepEqual(load(text), structuredClone(sampleInput.study));
});

test("without a trajectory the report says so and has no script", (t) => {
  const made = reportHtml({ ...sampleInput, trajectory: undefined });
  t.regex(made, /No trajectory is stored/);
  t.notRegex(made, /<script/);
});

test("temperature, potential and exchange are written into the formulas where they are not trivial", (t) => {
  const [plain, warm] = [
    reportHtml(withModel({ potential: 0 })),
    reportHtml(withModel({ energy: { kind: "entropy", temperature: 0.5 } })),
  ];
  const energy = (made: string): string => /<div class="formula"[^>]*>[\s\S]*?<\/div>/.exec(made)?.[0] ?? "";
  t.notRegex(energy(plain), /<mi>V<\/mi>/);
  t.regex(energy(warm), /<mn>0\.5<\/mn>/);
  t.regex(energy(warm), /<mi>V<\/mi>/);
  const single = reportHtml(withModel({ graph: { nodes: ["0"], edges: [] } }));
  t.notRegex(single, /<mi>θ<\/mi>/);
});

const inertial: MeshSchemeSpec = {
  ...{ name: "inertial", transport: "exact", damping: 2, initialPotential: 0, tolerance: 1e-12 },
};

test("formulas hold symbols only: browsers do not draw text that lies between them", (t) => {
  const { scheme: plain } = sampleInput.study;
  const dynamic: MeshSchemeSpec = { name: "jko", order: 1, transport: "dynamic", tolerance: 1e-12 };
  for (const scheme of [inertial, dynamic, plain]) {
    const made = reportHtml({ ...sampleInput, study: { ...sampleInput.study, scheme } });
    const rows = /<(?:math|mrow|msup|msub|msubsup|mfrac|munder|mover)[^>]*>[^<\s]|<\/m[a-z]+>[^<\s,.;:)]+<m/g;
    const formulas = made.match(/<math[\s\S]*?<\/math>/g) ?? [];
    above(t, formulas.length, 5);
    t.deepEqual(
      formulas.flatMap((formula) => formula.match(rows) ?? []),
      [],
    );
  }
});

test("with momentum the potential is told after the edges, in flight and after the step", (t) => {
  const made = (mobility: MobilityName): string => {
    const exchange = { ...sampleInput.study.model.exchange, mobility };
    return reportHtml({
      ...withModel({ exchange }),
      study: { ...withModel({ exchange }).study, scheme: inertial },
    } as ReportInput);
  };
  const starred = /<msubsup><mi>φ<\/mi><mi>g<\/mi><mo[^>]*>∗<\/mo><\/msubsup>/;
  t.regex(made("logarithmic"), starred);
  t.regex(made("logarithmic"), /First the potential goes along the edges/);
  t.notRegex(made("unit"), starred);
  t.notRegex(made("unit"), /First the potential goes along the edges/);
});

test("an index lists every result with its verdict, warnings and a link", (t) => {
  const other = { ...sampleRecord, id: "o<ther", verdict: { ...sampleRecord.verdict, pass: true, warnings: [] } };
  const made = indexHtml([
    { record: sampleRecord, href: "box/report.html" },
    { record: other, href: "o%3Cther/report.html" },
  ]);
  t.regex(made, /2 studies: 1 passes, 1 with warnings/);
  t.regex(made, /<a href="box\/report\.html">box<\/a>/);
  t.regex(made, /<a href="o%3Cther\/report\.html">o&lt;ther<\/a>/);
  t.regex(made, /1 warning</);
});

test("the page of one trajectory has its numbers and its animation", (t) => {
  const rows = sampleFlow.snapshots.map(({ n, t: time }) => ({
    ...{ n, t: time, energy: -n, dissipation: 1, mass: 1, gap: 0, residual: 0, iterations: 2, backtracks: 0 },
    ...{ densityMin: 1, energyMonotone: true },
  }));
  const made = flowHtml({ ...sampleFlow, rows }, "Two <b>layers", []);
  t.regex(made, /<h1>Two &lt;b&gt;layers<\/h1>/);
  t.regex(made, /the energy inequality holds at every step/);
  t.regex(made, /id="animation-data"/);
});

test("on two axes the domain is a product, the limit a divergence, and the split cost is not called a distance", (t) => {
  const input = withModel({
    domain: [
      [0, 2],
      [-1, 1],
    ],
    initial: "x*y",
  });
  const levels = sampleRecord.levels.map((level) => ({ ...level, cells: [2, 2] }));
  const html = reportHtml({ ...input, record: { ...sampleRecord, levels, transport: "swept" } });
  t.regex(html.replaceAll(/<[^>]*>/g, ""), /Ω=\[0,2\]×\[−1,1\]/);
  t.regex(html, /<mi>div<\/mi>.*<mo[^>]*>∇<\/mo>/);
  t.regex(html, /<mi>d<\/mi><mi>x<\/mi>.{0,60}<mi>d<\/mi><mi>y<\/mi>/);
  t.regex(html, /<msubsup><mi>W<\/mi><mi>s<\/mi><mn>2<\/mn><\/msubsup>/);
  t.regex(html, /directionally split Wasserstein cost.*same limit.*not that distance/);
  t.notRegex(html, /is the 2-Wasserstein distance/);
  t.regex(html, /jko \(swept, directionally split transport\)/);
});

test("on one axis nothing is said of directions", (t) => {
  t.notRegex(page, /directionally|<mi>div<\/mi>|<mi>y<\/mi>/);
});
