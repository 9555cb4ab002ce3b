import test from "ava";
import { flowFigures } from "../../../../src/report/figure/index.js";
import { ellipsePoints, isGaussianFlow, isParticleFlow } from "../../../../src/report/figure/state-points.js";
import type { FlowResult } from "../../../../src/study/run/options.js";
import { above, atMost, below, between, each, near } from "../../../support/matchers.js";
import { description, elements, overflow, texts } from "./drawing.js";
import { flow, planeFlow } from "./records.js";
import { gaussianFlow, particleFlow, twiceAsFast } from "./states.js";

const [own, second] = ["#0065a3", "#b84a00"];
const figure = (given: FlowResult, name: string) => flowFigures(given).find((one) => one.name === name)?.svg ?? "";
const lines = (svg: string, colour: string) =>
  elements(svg, "path").filter(({ stroke, fill, ...rest }) => {
    return stroke === colour && fill === "none" && rest["stroke-linecap"] === undefined;
  });
const subpaths = (d = "") => d.match(/M/g)?.length ?? 0;
const circles = (svg: string) => elements(svg, "circle");
const ends = (d = "") => {
  const all = [...d.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  return [all[0], all.at(-1)];
};

test("every kind of trajectory has its own pictures, the one for papers first", (t) => {
  const names = (given: FlowResult) => flowFigures(given).map(({ name }) => name);
  t.deepEqual(names(flow()), ["density", "energy", "newton"]);
  t.deepEqual(names(planeFlow()), ["density", "energy", "newton"]);
  t.deepEqual(names(particleFlow()), ["particles", "snapshots", "energy", "iterations"]);
  t.deepEqual(names(particleFlow({ dimension: 1 })), ["particles", "energy", "iterations"]);
  t.deepEqual(names(gaussianFlow()), ["gaussian", "covariance", "energy", "iterations"]);
  t.deepEqual(names(gaussianFlow({ dimension: 1 })), ["gaussian", "energy", "iterations"]);
});

test("of states on a mesh the densities are drawn, and iterations are not said to be Newton's", (t) => {
  const mesh = { dimension: 1 } as const;
  const layout = { kind: "grid", ...mesh, mesh: { cells: [20] } } as unknown as NonNullable<FlowResult["layout"]>;
  const figures = flowFigures(flow({ layers: ["0"] }, { layout }));
  t.deepEqual(
    figures.map(({ name }) => name),
    ["density", "energy", "iterations"],
  );
  t.true(texts(figures.at(-1)?.svg ?? "").includes("iterations"));
  t.notRegex(figures.at(-1)?.svg ?? "", /Newton/);
  t.true(texts(figures[1]?.svg ?? "").includes("energy F"));
});

test("a particle is a line from a hollow mark to a filled one", (t) => {
  const at = (time: number) => [time, 0.25 * time];
  const svg = figure(particleFlow({ count: 1, at }), "particles");
  const [path] = lines(svg, own);
  const [start, end] = ends(path?.d);
  const hollow = circles(svg).find(({ fill }) => fill === "none");
  t.deepEqual([Number(hollow?.cx), Number(hollow?.cy)], [...(start ?? [])]);
  const dot = elements(svg, "path").find((one) => one["stroke-linecap"] === "round");
  t.is(dot?.d, `M${end?.join(",")}h0`);
});

test("the two axes have the same scale: a circle is drawn as one", (t) => {
  const at = (time: number, k: number) => [Math.cos(k) * (3 + time), Math.sin(k) * (3 + time)];
  const svg = figure(particleFlow({ count: 50, at, times: [0, 1] }), "particles");
  const marks = circles(svg)
    .filter(({ fill }) => fill === "none")
    .slice(0, 50)
    .map(({ cx, cy }) => [Number(cx), Number(cy)] as const);
  const range = (k: 0 | 1) => Math.max(...marks.map((mark) => mark[k])) - Math.min(...marks.map((mark) => mark[k]));
  near(t, range(0), range(1), { relative: 0.01 }, `${range(0)} x ${range(1)}`);
});

test("at most 200 particles are drawn in the plane, and that is said", (t) => {
  const svg = figure(particleFlow({ count: 5000 }), "particles");
  t.is(subpaths(lines(svg, own)[0]?.d), 200);
  t.regex(description(svg), /200 of 5000 particles in dimension 2/);
});

test("a companion is broken up, in the second colour, and named", (t) => {
  for (const make of [particleFlow, gaussianFlow]) {
    for (const dimension of [1, 2, 3]) {
      const companion = twiceAsFast(make, { dimension }, "Wasserstein flow");
      const svg = flowFigures(make({ dimension }, { companion }))[0]?.svg ?? "";
      const beside = lines(svg, second);
      above(t, beside.length, 0, `${dimension}`);
      each(t, beside, (line) => line["stroke-dasharray"] !== undefined, `${dimension}`);
      t.true(texts(svg).some((text) => text.startsWith("Wasserstein flow")));
      t.regex(description(svg), /Beside it, broken up: Wasserstein flow/);
      t.is(lines(flowFigures(make({ dimension }))[0]?.svg ?? "", second).length, 0);
    }
  }
});

test("on one axis a particle is its position against time", (t) => {
  const svg = figure(particleFlow({ dimension: 1, count: 3, at: (time, k) => [k + time] }), "particles");
  const [path] = lines(svg, own);
  t.is(subpaths(path?.d), 3);
  t.true(texts(svg).includes("t") && texts(svg).includes("x"));
});

test("heavier nodes have larger marks", (t) => {
  const weights = Float64Array.of(0.64, 0.36, 1e-12);
  const svg = figure(particleFlow({ count: 3, weights: weights.map((w) => w / 1.000000000001) }), "particles");
  const [large, small, tiny] = circles(svg)
    .filter(({ fill }) => fill === "none")
    .map(({ r }) => Number(r)) as [number, number, number];
  near(t, small / large, 0.75, 0.01, `${small} / ${large}`);
  between(t, tiny, 0.3 * large, small);
});

test("snapshots are panels with common axes: one per time, six at most", (t) => {
  const panels = (times: readonly number[]) =>
    elements(figure(particleFlow({ times }), "snapshots"), "rect").filter(({ fill }) => fill === "none");
  t.is(panels([0, 1]).length, 2);
  t.is(panels(Array.from({ length: 41 }, (_, k) => k / 40)).length, 6);
  t.is(new Set(panels([0, 0.5, 1]).map(({ width, height }) => `${width} ${height}`)).size, 1);
});

test("points of an ellipse are one standard deviation away: (p - m)' C⁻¹ (p - m) = 1", (t) => {
  const given = gaussianFlow({ dimension: 3, at: () => [1, -2, 0, 2, 0.6, 0.1, 0.6, 0.5, 0.2, 0.1, 0.2, 3] });
  if (!isGaussianFlow(given)) return t.fail();
  const [snapshot] = given.snapshots;
  if (snapshot === undefined) return t.fail();
  const [a, b, c] = [2, 0.6, 0.5];
  for (const [x, y] of ellipsePoints(snapshot, given.layout, 17)) {
    const [p, q] = [x - 1, y + 2];
    near(t, c * p * p - 2 * b * p * q + a * q * q, a * c - b * b, { relative: 1e-12 });
  }
});

test("the eigenvalues of the covariance have a curve each, the larger one above", (t) => {
  const turned = (time: number) => [0, 0, 2.5, 1.5 * Math.exp(-time), 1.5 * Math.exp(-time), 2.5];
  const svg = figure(gaussianFlow({ at: turned, times: [0, 1] }), "covariance");
  const [path] = lines(svg, own);
  const starts = [...(path?.d ?? "").matchAll(/M[\d.]+,([\d.]+)/g)].map(([, y]) => Number(y));
  t.is(starts.length, 2);
  t.regex(description(svg), /1, 4 at first/);
  const [box] = elements(svg, "rect").filter(({ fill }) => fill === "none");
  const floor = Number(box?.y) + Number(box?.height);
  const [one, four] = starts as [number, number];
  near(t, (floor - four) / (floor - one), 4, 0.01);
});

test("kinds of flows exclude each other", (t) => {
  const kinds = [flow(), particleFlow(), gaussianFlow()].map((one) => [isParticleFlow(one), isGaussianFlow(one)]);
  t.deepEqual(kinds, [
    [false, false],
    [true, false],
    [false, true],
  ]);
});

const still = () => [1, 1];
const infinite = (time: number, k: number) =>
  time > 0.5 && k < 3 ? [Number.NaN, Number.POSITIVE_INFINITY] : [k, time];
const wide = {
  ...twiceAsFast(particleFlow),
  name: "a flow with a name that is longer than any legend is wide, by far",
};
const edgeCases: Readonly<Record<string, FlowResult>> = {
  "one particle": particleFlow({ count: 1 }),
  "one particle that rests": particleFlow({ count: 1, at: still }),
  "all particles in one place": particleFlow({ at: still }),
  "particles on a line": particleFlow({ at: (_, k) => [k, 1] }),
  "a tiny cloud far away": particleFlow({ at: (_, k) => [1e9 + 1e-9 * k, 1e9] }),
  "positions that are not finite": particleFlow({ at: infinite }),
  "2000 particles": particleFlow({ count: 2000 }),
  "2000 particles on one axis": particleFlow({ count: 2000, dimension: 1 }),
  "particles with densities": particleFlow({ tracksDensity: true }),
  "no snapshot of particles": particleFlow({}, { snapshots: [] }),
  "one snapshot of particles": particleFlow({ times: [0] }),
  "one snapshot on one axis": particleFlow({ times: [0], dimension: 1 }),
  "twelve dimensions": particleFlow({ dimension: 12 }),
  "a companion with a long name": particleFlow({}, { companion: wide }),
  "a companion without snapshots": particleFlow({}, { companion: { name: "nothing", snapshots: [] } }),
  "Gaussians on one axis": gaussianFlow({ dimension: 1 }),
  "Gaussians in ten dimensions": gaussianFlow({ dimension: 10 }),
  "a covariance of zero": gaussianFlow({ at: () => [0, 0, 0, 0, 0, 0] }),
  "a degenerate covariance": gaussianFlow({ at: () => [0, 0, 1, 1, 1, 1] }),
  "Gaussians that are not finite": gaussianFlow({
    at: (time) => (time > 0.5 ? new Array(6).fill(Number.NaN) : [0, 0, 1, 0, 0, 1]),
  }),
  "no snapshot of Gaussians": gaussianFlow({}, { snapshots: [] }),
  "one snapshot of Gaussians": gaussianFlow({ times: [0] }),
  "one Gaussian on one axis": gaussianFlow({ times: [0], dimension: 1 }),
  "a Gaussian companion without snapshots": gaussianFlow({}, { companion: { name: "nothing", snapshots: [] } }),
  "a run that ended early": gaussianFlow({}, { status: "stalled", reason: "no descent" }),
};

for (const [name, edgeCase] of Object.entries(edgeCases)) {
  test(`nothing is clipped, no coordinate is undefined, and the same states give the same bytes: ${name}`, (t) => {
    const again = flowFigures(edgeCase);
    for (const [k, { name: picture, svg, caption }] of flowFigures(edgeCase).entries()) {
      t.notRegex(svg.replace(/<desc>.*<\/desc>/, ""), /NaN|Infinity|undefined/, picture);
      atMost(t, overflow(svg), 0, `${picture}: ${overflow(svg)} units outside`);
      below(t, svg.length, 110_000, `${picture}: ${svg.length} characters`);
      t.is(svg, again[k]?.svg);
      t.regex(caption, /\.$/);
    }
  });
}
