import { relative, resolve, sep } from "node:path";
import { InputError } from "../errors.js";
import { type Annotation, annotationsOf, annotationText } from "../report/table/annotations.js";
import type { CheckedStudy } from "../report/table/check-lines.js";

/** Annotations for a GitHub workflow; silent elsewhere. */
export interface Annotate {
  study(checked: CheckedStudy): void;
  /** Annotates the bad input that an action throws, and throws it. */
  guard<T>(action: () => T): T;
}

export function createAnnotate(
  env: Readonly<Record<string, string | undefined>>,
  write: (line: string) => void,
): Annotate {
  const enabled = (env.GITHUB_ACTIONS ?? "") !== "";
  const tell = (annotations: readonly Annotation[]): void => {
    if (!enabled) return;
    for (const one of annotations) write(annotationText({ ...one, file: inRepository(one.file, env) }));
  };
  return {
    study: (checked) => tell(annotationsOf(checked)),
    guard(action) {
      try {
        return action();
      } catch (error) {
        if (error instanceof InputError) tell([inputAnnotation(error)]);
        throw error;
      }
    },
  };
}

function inputAnnotation({ message, context }: InputError): Annotation {
  return { level: "error", file: context.file ?? "", title: "jko check", message };
}

/** A path as GitHub knows files: from the root of the repository, with slashes. */
function inRepository(file: string, env: Readonly<Record<string, string | undefined>>): string {
  if (file === "") return "";
  const path = relative(env.GITHUB_WORKSPACE ?? ".", resolve(file));
  return path.split(sep).join("/");
}
