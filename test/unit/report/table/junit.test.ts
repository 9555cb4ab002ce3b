import test from "ava";
import { escapeXml, toJunit } from "../../../../src/report/table/junit.js";
import { checked, line } from "../checked.js";

const lines = [
  line(),
  line({ outcome: "fail", message: "a < b & 'c'" }),
  line({ outcome: "error", kind: "baseline", name: "baseline L1" }),
  line({ outcome: "skip", kind: "baseline", name: "baseline" }),
];

test("a study is a suite with its counts and its time", (t) => {
  const suite = /<testsuite name="box" file="studies\/box.yaml" (.*)>/.exec(toJunit([checked(lines)]))?.[1];
  t.is(suite, 'tests="4" failures="1" errors="1" skipped="1" time="1.500"');
});

test("the counts of all suites are summed", (t) => {
  const text = toJunit([checked(lines), checked([line()], { id: "other" })]);
  t.regex(text, /<testsuites name="jko check" tests="5" failures="1" errors="1" skipped="1" time="3.000">/);
});

test("a missed bound is a failure, what cannot be judged an error", (t) => {
  const text = toJunit([checked(lines)]);
  t.regex(
    text,
    /<failure type="expectation" message="a &lt; b &amp; &apos;c&apos;">a &lt; b &amp; &apos;c&apos;<\/failure>/,
  );
  t.regex(text, /name="baseline L1">\s*<error type="baseline"/);
  t.regex(text, /name="baseline">\s*<skipped message=/);
});

test("a check that passes has no element inside its case", (t) => {
  const text = toJunit([checked([line()])]);
  t.regex(text, /<testcase classname="box" name="L1 in tau: order &gt;= 1 - 0.1"\/>/);
});

test("every element is closed", (t) => {
  const open: string[] = [];
  for (const [, end, name, own] of toJunit([checked(lines)]).matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)) {
    if (end === "/") t.is(open.pop(), name);
    else if (own !== "/") open.push(name);
  }
  t.deepEqual(open, []);
});

test("markup, line ends and characters that XML does not have are escaped", (t) => {
  t.is(escapeXml(`<a b="c">&'`), "&lt;a b=&quot;c&quot;&gt;&amp;&apos;");
  t.is(escapeXml("1\t2\r\n3"), "1&#9;2&#13;&#10;3");
  t.is(escapeXml("\u0000\u001b[1m\ud800 \ufffe"), "??[1m? ?");
  t.is(escapeXml("τ 😀"), "τ 😀");
});
