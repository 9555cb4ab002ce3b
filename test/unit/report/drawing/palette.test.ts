import test from "ava";
import { heatColour, heatLuminance, inkOn, seriesStyle, timeStyle } from "../../../../src/report/drawing/palette.js";
import { atLeast, each } from "../../../support/matchers.js";

const fractions = Array.from({ length: 101 }, (_, k) => k / 100);

test("the lightness of the map grows steadily: it reads the same in grey", (t) => {
  const luminances = fractions.map(heatLuminance);
  each(t, luminances.slice(1), (value, k) => value > luminances[k]);
});

test("numbers on any colour of the map have a contrast of at least 4.5", (t) => {
  for (const fraction of fractions) {
    const [own, text] = [heatLuminance(fraction), inkOn(fraction) === "#ffffff" ? 1 : 0];
    atLeast(t, (Math.max(own, text) + 0.05) / (Math.min(own, text) + 0.05), 4.5, heatColour(fraction));
  }
});

test("the first fourteen series differ, and the first seven in marker and dash alone", (t) => {
  const styles = Array.from({ length: 14 }, (_, k) => seriesStyle(k));
  t.is(new Set(styles.map((style) => JSON.stringify(style))).size, 14);
  t.is(new Set(styles.slice(0, 7).map(({ shape }) => shape)).size, 7);
  t.is(new Set(styles.slice(0, 7).map(({ dash }) => dash)).size, 7);
});

test("the last time is solid and every other of five has a dash of its own", (t) => {
  const dashes = [0, 1, 2, 3, 4].map((k) => timeStyle(k, 5).dash);
  t.is(dashes[4], undefined);
  t.is(new Set(dashes).size, 5);
});
