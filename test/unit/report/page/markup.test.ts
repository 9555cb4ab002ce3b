import test from "ava";
import { embedded } from "../../../../src/report/page/figures-section.js";
import { escapeHtml, scriptJson, table } from "../../../../src/report/page/markup.js";

test("text cannot end an element or an attribute", (t) => {
  t.is(escapeHtml(`<a href="x" title='y'>&`), "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;");
});

test("characters that HTML forbids are replaced, line breaks and tabs are not", (t) => {
  t.is(escapeHtml("a\u0000b\u009fc\n\td"), "a\ufffdb\ufffdc\n\td");
});

test("JSON in a script element ends neither the element nor begins a comment, and means the same", (t) => {
  const value = { text: "</script><!-- ]]> & \u2028 \u2029" };
  const text = scriptJson(value);
  t.notRegex(text, /[<>&\u2028\u2029]/);
  t.deepEqual(JSON.parse(text), value);
});

test("the first cell of a row is its heading, and the region that scrolls has a name", (t) => {
  const drawn = table({ caption: 'a "b"', head: ["x"], rows: [["1", "2"]] });
  t.regex(drawn, /<th scope="row">1<\/th><td>2<\/td>/);
  t.regex(drawn, /role="region" tabindex="0" aria-label="a &quot;b&quot;"/);
});

test("pictures inside one page have identifiers of their own", (t) => {
  const svg =
    '<?xml version="1.0"?>\n<svg aria-labelledby="t d"><clipPath id="c"/><g clip-path="url(#c)"/><use href="#c"/></svg>\n';
  t.is(
    embedded(svg, "one"),
    '<svg aria-labelledby="one-t one-d"><clipPath id="one-c"/><g clip-path="url(#one-c)"/><use href="#one-c"/></svg>',
  );
});
