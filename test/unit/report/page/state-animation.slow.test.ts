import { runInNewContext } from "node:vm";
import test from "ava";
import { isGaussianFlow, isParticleFlow } from "../../../../src/report/figure/state-points.js";
import { animationScript, animationSection } from "../../../../src/report/page/animation-section.js";
import { stateAnimationData, width } from "../../../../src/report/page/state-animation-data.js";
import type { FlowResult } from "../../../../src/study/run/options.js";
import { above, atMost, below, near } from "../../../support/matchers.js";
import { gaussianFlow, particleFlow, twiceAsFast } from "../figure/states.js";
import { sampleFlow } from "./sample.js";

const dataOf = (flow: FlowResult) =>
  isParticleFlow(flow) || isGaussianFlow(flow) ? stateAnimationData(flow) : undefined;
const movingPaths = (markup: string) => [...markup.matchAll(/<path class="now" d="([^"]*)"/g)].map(([, d]) => d);
const countNumbers = (paths: readonly (readonly (readonly number[])[])[]) => paths.flat(2).length;
const frames = (count: number) => Array.from({ length: count }, (_, k) => k / (count - 1));

/**
 * Runs the script of a page against a document that has what the script asks for; keys are pressed one after the other.
 */
function play(markup: string, keys: readonly string[]): { paths: string[]; time: string } {
  const part = () => ({ textContent: "", setAttribute: () => undefined, addEventListener: () => undefined });
  const [figure] = /<figure class="animation"[\s\S]*<\/figure>/.exec(markup) ?? [""];
  const [picture = ""] = /<svg[\s\S]*?<\/svg>/.exec(figure) ?? [];
  const lines = movingPaths(picture).map((d) => ({
    d,
    setAttribute(_: string, value: string) {
      this.d = value;
    },
  }));
  const parts: Record<string, object> = { button: part(), input: part(), output: part(), ".controls": part() };
  const clock = part();
  let press: (event: object) => void = () => undefined;
  const root = {
    querySelectorAll: (query: string) => (query.includes("path.now") ? lines : []),
    querySelector: (query: string) => (query === "text.time" ? clock : parts[query]),
    addEventListener: (type: string, listener: typeof press) => {
      if (type === "keydown") press = listener;
    },
  };
  const [, json = ""] = /id="animation-data">([\s\S]*?)<\/script>/.exec(markup) ?? [];
  const getElementById = (id: string) => (id === "animation-figure" ? root : { textContent: json });
  const context = { document: { getElementById }, matchMedia: () => ({}), cancelAnimationFrame: () => undefined };
  runInNewContext(animationScript(), context);
  for (const key of keys) press({ key, preventDefault: () => undefined });
  return { paths: lines.map(({ d }) => d), time: clock.textContent };
}

const everyKind: Readonly<Record<string, FlowResult>> = {
  "particles in the plane": particleFlow({}, { companion: twiceAsFast(particleFlow) }),
  "particles on one axis": particleFlow({ dimension: 1 }),
  "nodes of different weight": particleFlow({ count: 3, weights: Float64Array.of(0.7, 0.29, 0.01) }),
  "Gaussians in the plane": gaussianFlow({}, { companion: twiceAsFast(gaussianFlow) }),
  "Gaussians on one axis": gaussianFlow({ dimension: 1 }),
  "densities on a mesh": sampleFlow,
};

for (const [name, flow] of Object.entries(everyKind)) {
  test(`the script draws the last frame as the page does without it, and moves from there: ${name}`, (t) => {
    const markup = animationSection(flow);
    const still = movingPaths(/<svg[\s\S]*?<\/svg>/.exec(markup)?.[0] ?? "");
    above(t, still.length, 0);
    t.deepEqual(play(markup, []).paths, still);
    const home = play(markup, ["Home"]);
    t.is(home.time, "t = 0");
    t.notDeepEqual(home.paths, still);
    t.deepEqual(play(markup, ["Home", "End"]).paths, still);
  });
}

test("dots are where the particles are, to the scale of the axes", (t) => {
  const data = dataOf(particleFlow({ count: 2, at: (time, k) => [k + time, -k], times: [0, 1] }));
  if (data === undefined) return t.fail();
  const at = ([x, y]: readonly [number, number]) => [
    Math.round((width * (x - data.x[0])) / (data.x[1] - data.x[0])),
    Math.round(data.height - (data.height * (y - data.y[0])) / (data.y[1] - data.y[0])),
  ];
  t.deepEqual(data.paths, [[[...at([0, 0]), ...at([1, -1])]], [[...at([1, 0]), ...at([2, -1])]]]);
  const [across, up] = [width / (data.x[1] - data.x[0]), data.height / (data.y[1] - data.y[0])];
  near(t, across, up, { relative: 1e-3 }, "the same scale on both axes");
});

test("on one axis particles rise in time over their positions", (t) => {
  const data = dataOf(particleFlow({ dimension: 1, count: 4, times: [0, 0.5, 1] }));
  const heights = data?.paths.map(([dots]) => new Set(dots?.filter((_, k) => k % 2 === 1)));
  t.deepEqual(
    heights?.map((own) => [...own]),
    [[2800], [1400], [0]],
  );
});

test("a bell is highest at the mean, by 1/√(2π) over the deviation", (t) => {
  const data = dataOf(gaussianFlow({ dimension: 1, at: () => [1, 4], times: [0, 1] }));
  const curve = data?.paths[0]?.[0] ?? [];
  const ys = curve.filter((_, k) => k % 2 === 1);
  const top = ys.indexOf(Math.min(...ys));
  const [low = 0, high = 0] = data?.x ?? [];
  near(t, low + (curve[2 * top] * (high - low)) / width, 1, (high - low) / 100);
  const peak = ((data?.y[1] ?? 0) * ((data?.height ?? 0) - Math.min(...ys))) / (data?.height ?? 1);
  near(t, peak, 1 / (2 * Math.sqrt(2 * Math.PI)), 2e-3);
});

test("a companion has lines of its own and a legend", (t) => {
  const flow = gaussianFlow({}, { companion: twiceAsFast(gaussianFlow, {}, "<b>other") });
  t.deepEqual(
    dataOf(flow)?.lines.map((line) => line.flow),
    [0, 0, 1, 1],
  );
  t.regex(animationSection(flow), /<ul class="legend">[\s\S]*&lt;b&gt;other/);
  t.notRegex(animationSection(gaussianFlow()), /class="legend"/);
});

const large: Readonly<Record<string, FlowResult>> = {
  "5000 particles in 500 frames": particleFlow({ count: 5000, times: frames(500) }),
  "100 000 particles": particleFlow({ count: 100_000, times: frames(3) }),
  "particles beside others": particleFlow(
    { count: 1000, times: frames(81) },
    { companion: twiceAsFast(particleFlow, { count: 1000, times: frames(81) }) },
  ),
  "bells in 500 frames": gaussianFlow({ dimension: 1, times: frames(500) }),
  "ellipses in 500 frames": gaussianFlow({ times: frames(500) }),
};

for (const [name, flow] of Object.entries(large)) {
  test(`a page carries few numbers: ${name}`, (t) => {
    atMost(t, countNumbers(dataOf(flow)?.paths ?? []), 45_000);
    below(t, animationSection(flow).length, 350_000);
  });
}

test("how many particles are left out is said", (t) => {
  t.regex(animationSection(particleFlow({ count: 5000 })), /300 of 5000 particles/);
  t.regex(animationSection(particleFlow({ count: 30 })), /<figcaption>30 particles of the run/);
});

test("there is nothing to animate in a single state", (t) => {
  t.is(animationSection(particleFlow({ times: [0] })), "");
  t.is(animationSection(gaussianFlow({}, { snapshots: [] })), "");
});

const edgeCases: Readonly<Record<string, FlowResult>> = {
  "particles in one place": particleFlow({ at: () => [1, 1] }),
  "particles at rest on one axis": particleFlow({ dimension: 1, at: () => [3] }),
  "positions that are not finite": particleFlow({ at: (time, k) => (time > 0.5 ? [Number.NaN, 1] : [k, time]) }),
  "a covariance of zero": gaussianFlow({ at: () => [0, 0, 0, 0, 0, 0] }),
  "a variance of zero": gaussianFlow({ dimension: 1, at: () => [0, 0] }),
  "a variance that is not finite": gaussianFlow({ dimension: 1, at: (time) => [0, time > 0.5 ? Number.NaN : 1] }),
};

for (const [name, flow] of Object.entries(edgeCases)) {
  test(`no coordinate is undefined: ${name}`, (t) => {
    t.notRegex(animationSection(flow), /NaN|Infinity|undefined|null/);
  });
}
