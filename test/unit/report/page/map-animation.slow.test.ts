import { Buffer } from "node:buffer";
import test from "ava";
import { animationSection } from "../../../../src/report/page/animation-section.js";
import { flowHtml } from "../../../../src/report/page/document.js";
import { mapAnimationData } from "../../../../src/report/page/map-animation-data.js";
import { below } from "../../../support/matchers.js";
import { planeFlow } from "../figure/records.js";

const names = (count: number) => Array.from({ length: count }, (_, k) => `layer-${k}`);
const times = Array.from({ length: 81 }, (_, k) => k / 80);
const matches = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
const sizeOf = (address: string): number[] => {
  const png = Buffer.from(address.split(",")[1], "base64");
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
};

test("a layer has a strip of all frames, and its first frame", (t) => {
  const data = mapAnimationData(planeFlow({ cells: [6, 4], times }));
  t.deepEqual([data?.columns, data?.rows, data?.times.length], [6, 4, 81]);
  t.deepEqual(data?.strips.map(sizeOf), [
    [6, 4 * 81],
    [6, 4 * 81],
  ]);
  t.deepEqual(data?.starts.map(sizeOf), [
    [6, 4],
    [6, 4],
  ]);
});

test("the picture without scripts shows the first frame and the last of a few layers", (t) => {
  const markup = animationSection(planeFlow({ layers: ["a", "</svg>"], cells: [6, 4] }));
  t.is(matches(markup, /class="first" viewBox="0 0 6 4"/g), 2);
  t.is(matches(markup, /class="map" viewBox="0 8 6 4"/g), 2);
  t.is(matches(markup, /class="time"/g), 1);
  t.true(markup.includes("&lt;/svg&gt;"));
  t.regex(markup, /<noscript>.*the first and the last densities/);
});

test("of many layers the last frames of twelve are shown, and that is said", (t) => {
  const markup = animationSection(planeFlow({ layers: names(16) }));
  t.is(matches(markup, /class="first"/g), 0);
  t.is(matches(markup, /class="map"/g), 12);
  t.regex(markup, /12 of 16 layers/);
  t.regex(markup, /<noscript>.*shown are the last densities/);
});

test("there is nothing to animate in a single state", (t) => {
  t.is(animationSection(planeFlow({ times: [0] })), "");
});

test("a page stays below 3 MB whatever it shows", (t) => {
  let state = 1;
  const noise = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  for (const [layers, frames] of [
    [1, times],
    [16, times],
    [2, Array.from({ length: 400 }, (_, k) => k / 399)],
  ] as const) {
    const html = flowHtml(planeFlow({ layers: names(layers), cells: [90, 90], times: frames, density: noise }), "", []);
    below(t, html.length, 3e6, `${layers} layers, ${frames.length} frames: ${html.length}`);
  }
});

const edgeCases = {
  "one cell": planeFlow({ cells: [1, 1] }),
  "one cell across": planeFlow({ cells: [1, 9] }),
  "one layer": planeFlow({ layers: ["a"] }),
  "densities of 0": planeFlow({ density: () => 0 }),
  "a constant density": planeFlow({ density: () => 2 }),
  "densities that are not finite": planeFlow({ density: (time) => (time > 0.5 ? Number.NaN : 1) }),
  "a flat domain": planeFlow({
    domain: [
      [-1000, 1000],
      [0, 1e-3],
    ],
  }),
};

for (const [name, edgeCase] of Object.entries(edgeCases)) {
  test(`no coordinate is undefined, and the same trajectory gives the same bytes: ${name}`, (t) => {
    const markup = animationSection(edgeCase);
    t.notRegex(markup.replaceAll(/base64,[^"]*/g, ""), /NaN|Infinity|undefined/);
    t.is(markup, animationSection(edgeCase));
  });
}
