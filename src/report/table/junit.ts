import { unseen } from "../../tables/one-line.js";
import type { CheckedStudy, CheckLine, CheckOutcome } from "./check-lines.js";

/** Results as JUnit XML: a suite per study, a case per check; a missed bound is a failure, the rest an error. */
export function toJunit(checked: readonly CheckedStudy[]): string {
  const lines = checked.flatMap((study) => study.lines);
  const milliseconds = checked.reduce((sum, study) => sum + study.milliseconds, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="jko check" ${totals(lines, milliseconds)}>`,
    ...checked.flatMap(suiteLines),
    "</testsuites>",
    "",
  ].join("\n");
}

function suiteLines({ id, file, lines, milliseconds }: CheckedStudy): string[] {
  const attributes = `name="${escapeXml(id)}" file="${escapeXml(file)}" ${totals(lines, milliseconds)}`;
  return [`  <testsuite ${attributes}>`, ...lines.flatMap((line) => caseLines(id, line)), "  </testsuite>"];
}

function totals(lines: readonly CheckLine[], milliseconds: number): string {
  const count = (wanted: CheckOutcome): number => lines.filter(({ outcome }) => outcome === wanted).length;
  const counts = `tests="${lines.length}" failures="${count("fail")}" errors="${count("error")}"`;
  return `${counts} skipped="${count("skip")}" time="${(milliseconds / 1000).toFixed(3)}"`;
}

function caseLines(id: string, { kind, name, outcome, message }: CheckLine): string[] {
  const head = `    <testcase classname="${escapeXml(id)}" name="${escapeXml(name)}"`;
  if (outcome === "pass") return [`${head}/>`];
  if (outcome === "skip") return [`${head}>`, `      <skipped message="${escapeXml(message)}"/>`, "    </testcase>"];
  const element = outcome === "fail" ? "failure" : "error";
  const text = escapeXml(message);
  return [`${head}>`, `      <${element} type="${kind}" message="${text}">${text}</${element}>`, "    </testcase>"];
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Text for attributes and elements; what cannot be seen, and what XML 1.0 does not have, becomes `?`. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[&<>"'\t\n\r]/g, (character) => entities[character])
    .replaceAll(unseen, "?")
    .replaceAll(/[\ufffe\uffff]|\p{Surrogate}/gu, "?");
}
