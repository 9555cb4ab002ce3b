import { findMeasure } from "../../convergence/index.js";
import { transportWords } from "../../schemes/transport.js";
import type { JudgedLevel, StudyRecord } from "../../study/record/record.js";
import { isStateScheme } from "../../study/record/state-record.js";
import { cellsText, sizeText } from "../../tables/numbers.js";

/** Sizes that all levels share, in words: `200 cells`. */
export function sharedSizes({ levels, axis }: StudyRecord): readonly string[] {
  const first = levels[0];
  if (first === undefined) return [];
  const cells = first.cells.length === 0 ? [] : [`${cellsText(first.cells)} cells (h = ${sizeText(first.h)})`];
  const steps = [`${first.steps} steps (tau = ${sizeText(first.tau)})`];
  if (axis === "tau") return cells;
  if (axis === "h") return steps;
  return axis === "parameter" ? [...sharedBy(levels, "steps", steps), ...sharedBy(levels, "cells", cells)] : [];
}

/** A size of all levels, unless the swept parameter changes it. */
function sharedBy(levels: readonly JudgedLevel[], size: "steps" | "cells", text: readonly string[]): readonly string[] {
  return new Set(levels.map((level) => String(level[size]))).size === 1 ? text : [];
}

/** The transport of a record in words. */
export function transportName({ transport, levels }: Pick<StudyRecord, "transport" | "levels">): string {
  const axes = levels[0]?.cells.length ?? 1;
  return transportWords(transport, axes);
}

/** What the verdict amounts to, in one word and a colour. */
export function verdictWord({ verdict, levels, findings, pending }: StudyRecord): {
  readonly word: string;
  readonly tone: "good" | "bad" | "warning";
} {
  if (pending !== undefined) return { word: "pending", tone: "warning" };
  if (verdict.pass) return { word: verdict.reasons.length === 0 ? "done" : "pass", tone: "good" };
  if (verdict.exitCode !== 4) return { word: "rate missed", tone: "bad" };
  const isInconsistent = levels.some(({ flags }) => flags.includes("inconsistent"));
  const hasFailed = findings.some(({ outcome }) => outcome === "failed");
  return {
    word: isInconsistent ? "reference inconsistent" : hasFailed ? "numerical failure" : "cannot be judged",
    tone: "bad",
  };
}

/** What a verdict waits for. */
export function pendingText(runs: number): string {
  return `the verdict waits for ${runs} ${runs === 1 ? "run" : "runs"} of the error budget`;
}

/** The title of a record, or its name. */
export function titleOf({ title, id }: Pick<StudyRecord, "title" | "id">): string {
  return title === "" ? id : title;
}

/** The powers of both sizes that a tensor sweep follows: `L1: A tau^p + B h^q with p = 0.98, q = 2.01`. */
export function tensorFitLines({ tensorFit = {} }: StudyRecord): string[] {
  return Object.entries(tensorFit).flatMap(([error, fit]) => {
    if (fit.reason !== undefined) return [];
    const [p, q] = [fit.p, fit.q].map(({ value, standardError }) => {
      return `${value.toPrecision(3)} ± ${standardError.toPrecision(1)}`;
    });
    return [`${error}: A tau^p + B h^q fitted to ${fit.levels} levels, p = ${p}, q = ${q}`];
  });
}

/** What errors of a record do not see, a sentence each. */
export function blindnessLines({ scheme, errors }: StudyRecord): string[] {
  if (isStateScheme(scheme)) return [];
  return [...new Set(errors.flatMap((error) => findMeasure(error)?.onMesh?.blindTo ?? []))];
}
