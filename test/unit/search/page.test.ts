import test from "ava";
import { searchHtml } from "../../../src/search/page.js";
import { sampleInput } from "../report/page/sample.js";
import { searchFigure as figure, searchRecord as record, searchStudy as study } from "./sample.js";

const { provenance } = sampleInput;

test("the page of searches has methods, pictures, equations of what was tried, settings and the study", (t) => {
  const html = searchHtml(record, study, [figure], provenance);
  for (const id of ["methods", "figures", "model", "reproduce"]) {
    t.true(html.includes(`<section id="${id}"`) && html.includes(`<a href="#${id}">`), id);
  }
  t.true(html.includes("<h1>A &lt;small&gt; search</h1>") && html.includes("What &amp; why"));
  t.regex(html, /1 of 1 failed, seed 1: failed, the module&#39;s objective fails: &lt;b&gt;/);
  t.regex(html, /best value 0\.5 at node 4, x = \(0\.25\)/);
  t.regex(html, /Order 1:[\s\S]*Order 2:[\s\S]*<dt>Damping<\/dt>/);
  t.regex(html, /integers n from 0, m; edges between those that differ by one in one coordinate, weight 1</);
  t.regex(html, /after 7 units of time without a new centre/);
  t.regex(html, /jko\.js search tiny\.yaml[\s\S]*finalTime: 7/);
  t.notRegex(html, /<script/);
});

test("methods without particles have no equations, and a module stands for the objective and its graph", (t) => {
  const { graph: _, ...model } = study.model;
  const { objective: __, ...scheme } = study.scheme;
  const own = { ...study, model, scheme: { ...scheme, module: "./own.mjs" } };
  const html = searchHtml({ ...record, methods: ["random"] }, own, [figure], provenance);
  t.notRegex(html, /they follow|Order 1|<dt>Damping/);
  t.regex(html, /the module <code>\.\/own\.mjs<\/code>/);
  t.regex(html, /that of the module/);
  t.regex(html, /it needs its module <code>/);
  t.regex(searchHtml({ ...record, methods: ["first-order"] }, own, [], provenance), /they follow/);
});
