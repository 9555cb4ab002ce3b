import { levelContent, verdictText } from "../report/table/levels.js";
import type { StudyEvent, StudyListener, StudyRecord } from "../study/index.js";
import { terminalFormat } from "../tables/formats.js";
import type { Terminal } from "./terminal.js";

/** Milliseconds that a verdict may be waited for before the table is shown without it. */
const patience = 500;

/** The table of a study for people, which does not wait for its verdict. */
export interface PendingTable {
  /** A listener that passes events on, those that the table is shown with right before it. */
  watch(listener: StudyListener): StudyListener;
  /** Shows what is not there yet: the verdict, or the table with it. */
  finish(record: StudyRecord): void;
  /** Nothing more is shown. */
  stop(): void;
}

/**
 * The table of a study, shown as soon as it stands. That its verdict is pending is written below it on a terminal;
 * elsewhere standard error tells, so that what is printed does not depend on how long something takes.
 *
 * @param isShown whether there is a table for people at all
 * @param before what separates it from what was printed earlier
 */
export function pendingTable(
  { width, style, isTerminal, print, show }: Terminal,
  isShown: boolean,
  before: string,
): PendingTable {
  let timer: NodeJS.Timeout | undefined;
  let known: string | undefined;
  let latest: StudyRecord | undefined;
  const tableOf = (record: StudyRecord): string => withoutVerdict(record, width);
  const showAll = (record: StudyRecord): void => {
    print(before);
    show(levelContent([record], false), terminalFormat);
  };
  const stop = (): void => clearTimeout(timer);
  return {
    watch: (listener) => (event: StudyEvent) => {
      if (event.type === "record") latest = event.record;
      if (event.type !== "pending" || !isShown) return listener(event);
      latest = event.record;
      timer = setTimeout(() => {
        const record = latest ?? event.record;
        listener({ ...event, record });
        known = tableOf(record);
        if (isTerminal) showAll(record);
        else print(`${before}${known}`);
      }, patience);
    },
    finish(record) {
      stop();
      if (!isShown) return;
      if (known === tableOf(record)) print(verdictText(record, { width, style }));
      else showAll(record);
    },
    stop,
  };
}

/** What of a table does not depend on the verdict. */
function withoutVerdict(record: StudyRecord, width: number): string {
  const text = levelContent([record], false).text({ width });
  return text.slice(0, -verdictText(record, { width }).length);
}
