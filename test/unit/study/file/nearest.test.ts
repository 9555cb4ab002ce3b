import test from "ava";
import { nearest, nearestFew, suggest, suggestFew } from "../../../../src/study/file/nearest.js";

test("the nearest word is the one that a name begins, else the one with the fewest edits", (t) => {
  t.is(nearest("stpes", ["cells", "steps", "axis"]), "steps");
  t.is(nearest("log", ["logistic-map", "unit"]), "logistic-map");
  t.is(nearest("implict", ["jko", "implicit-euler"]), "implicit-euler");
  t.is(nearest("kitten", ["sitting"]), "sitting");
});

test("a word that is like none is answered with none, rather than with a wrong one", (t) => {
  t.is(nearest("x", []), undefined);
  t.is(nearest("constructor", ["id", "title", "question", "source", "tags"]), undefined);
  t.is(nearest("q", ["id", "h"]), undefined);
  t.is(suggest("constructor", ["id", "question"]), "Use one that is allowed: id, question.");
  t.is(suggestFew("zzz", ["box-modes", "double-well"]), undefined);
});

test("a few are named, the likeliest first", (t) => {
  const ids = ["choices", "box-modes-plane", "box-modes", "mode", "boxes"];
  t.deepEqual(nearestFew("box-modes", ids), ["box-modes", "box-modes-plane", "boxes"]);
  t.is(suggestFew("box-mods", ids.slice(0, 3)), "Did you mean 'box-modes-plane' or 'box-modes'?");
  t.is(suggestFew("chioces", ids), "Did you mean 'choices'?");
});

test("the likeliest comes with all that is allowed while they are few", (t) => {
  t.is(suggest("unitt", ["unit", "upwind"]), "Did you mean 'unit'? (allowed: unit, upwind)");
  t.is(suggest("x", []), "Remove it.");
});
