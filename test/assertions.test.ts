import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import ts from "typescript";

const folder = fileURLToPath(new URL("../../test", import.meta.url));
const remedy = "use a matcher of test/support/matchers.ts: below, atMost, above, atLeast, between, near, each";

const orderings: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

test("no test compares numbers in an assertion that would not print them", (t) => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const found = files.flatMap((name) => bare(name, readFileSync(join(folder, name), "utf8")));
  t.deepEqual(found, [], remedy);
});

test("such an assertion is found behind parentheses, branches, conjunctions and in every(), with or without a message", (t) => {
  const wrong = [
    "t.true(a < b)",
    "t.true((a >= b), told)",
    "t.assert(\n  ready && a > b,\n)",
    "t.true(flat ? a <= b : ready)",
    "t.false(a < b)",
    "t.true(list.every((value, k) => value < other[k]))",
  ];
  t.deepEqual(bare("x.ts", wrong.join(";\n")).length, wrong.length);
  const right = ["t.true(list.some((x) => x < 1))", "t.is(a < b, c < d)", "t.true(a || b)", "below(t, a, b)"];
  t.deepEqual(bare("x.ts", right.join(";\n")), []);
});

/** file:line of each assertion that a comparison holds. */
function bare(name: string, text: string): string[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isAssertion(node.expression) && node.arguments[0] && compares(node.arguments[0])) {
      found.push(`${name}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isAssertion(callee: ts.Expression): boolean {
  return /^t\.(true|false|assert|truthy|falsy)$/.test(callee.getText());
}

/** Whether what is asserted is a comparison, or a conjunction, a branch or every() of one. */
function compares(node: ts.Node): boolean {
  if (ts.isParenthesizedExpression(node)) return compares(node.expression);
  if (ts.isConditionalExpression(node)) return compares(node.whenTrue) || compares(node.whenFalse);
  if (ts.isCallExpression(node) && /\.every$/.test(node.expression.getText())) {
    return node.arguments.some((condition) => ts.isArrowFunction(condition) && compares(condition.body));
  }
  if (!ts.isBinaryExpression(node)) return false;
  if (orderings.has(node.operatorToken.kind)) return true;
  const isConjunction = node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  return isConjunction && (compares(node.left) || compares(node.right));
}
