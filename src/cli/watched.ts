import { createProgress, type Shown } from "../report/progress.js";
import { studyProgress } from "../report/study-progress.js";
import type { LoadedStudy, StudyEvent } from "../study/index.js";
import type { CommonOptions } from "./options.js";
import { inStudy } from "./select.js";
import type { Terminal } from "./terminal.js";

/** Does some work and shows how it comes along. */
export async function watched<Event, Result>(
  shown: Shown<Event>,
  { progress, quiet }: Pick<CommonOptions, "progress" | "quiet">,
  { stderr, warn }: Pick<Terminal, "stderr" | "warn">,
  work: (listener: (event: Event) => void) => Promise<Result>,
): Promise<Result> {
  const display = createProgress(shown, { stream: stderr, enabled: progress && !quiet, warn });
  return await work(display.listener).finally(() => display.stop());
}

/** What work on a study is given to be interrupted, and to tell how it comes along. */
interface Watch {
  readonly signal: AbortSignal;
  readonly onEvent: (event: StudyEvent) => void;
}

/** The same for a study: what is wrong with it is told with its file. */
export async function watchedStudy<Result>(
  loaded: LoadedStudy,
  options: CommonOptions,
  terminal: Terminal,
  work: (watch: Watch) => Promise<Result>,
): Promise<Result> {
  const { signal } = terminal;
  return await watched(studyProgress(loaded.study.id), options, terminal, (onEvent: (event: StudyEvent) => void) =>
    inStudy(loaded, () => work({ signal, onEvent })),
  );
}
