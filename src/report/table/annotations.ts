import { unseen } from "../../tables/one-line.js";
import type { CheckedStudy, CheckLine } from "./check-lines.js";

/** An annotation that a GitHub workflow shows at a file. */
export interface Annotation {
  readonly level: "error" | "warning";
  readonly file: string;
  readonly title: string;
  readonly message: string;
}

/** What is wrong with a study, and its warnings. */
export function annotationsOf({ id, file, lines, warnings }: CheckedStudy): Annotation[] {
  const wrong = lines.filter(({ outcome }) => outcome === "fail" || outcome === "error");
  return [
    ...wrong.map((line) => ({ level: "error" as const, file, title: titleOf(id, line), message: line.message })),
    ...warnings.map((message) => ({ level: "warning" as const, file, title: id, message })),
  ];
}

function titleOf(id: string, { kind, outcome }: CheckLine): string {
  if (kind === "study") return `${id} could not be checked`;
  if (outcome === "error") return `${id}: numerical failure`;
  return kind === "baseline" ? `${id}: error above its baseline` : `${id}: rate regressed`;
}

/**
 * A workflow command; it stands on a line of its own.
 *
 * @see GitHub's "Workflow commands": messages and properties are escaped differently
 */
export function annotationText({ level, file, title, message }: Annotation): string {
  return `::${level} file=${escapeProperty(file)},title=${escapeProperty(title)}::${escapeMessage(message)}`;
}

function escapeMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll(unseen, "?");
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
