import test from "ava";
import { expressionMath } from "../../../../src/report/page/expression-math.js";

test("what is not understood is shown as it is written, and escaped", (t) => {
  t.is(expressionMath("x +* <b>"), "<code>x +* &lt;b&gt;</code>");
  t.is(expressionMath("sin(x"), "<code>sin(x</code>");
  t.is(expressionMath("x $ 2"), "<code>x $ 2</code>");
  t.is(expressionMath(""), "<code></code>");
});

test("very long and deeply nested expressions are shown as they are written", (t) => {
  const deep = `${"(".repeat(300)}x${")".repeat(300)}`;
  t.true(expressionMath(deep).startsWith("<code>"));
});

test("names that are not called are variables, whatever they are", (t) => {
  const words = expressionMath("rate*exp(-x1/alpha_2)").replaceAll(/<[^>]*>|\s/g, "");
  t.is(words, "ratee−x1alpha_2");
});
