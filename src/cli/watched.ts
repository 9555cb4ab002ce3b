import { createProgress, type Shown } from "../report/progress.js";
import type { CommonOptions } from "./options.js";
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
