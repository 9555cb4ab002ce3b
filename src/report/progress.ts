import { Presets, SingleBar } from "cli-progress";

/** What is shown of the events of some work. */
export interface Shown<Event> {
  /** In front of the bar. */
  readonly name: string;
  /** Part of the work that is done, and words behind the bar; undefined before the work begins. */
  bar(event: Event): { readonly part: number; readonly text: string } | undefined;
  /** A line where there is no bar; most events have none. */
  line(event: Event): string | undefined;
  /** A warning, which is told in any case. */
  warning?(event: Event): string | undefined;
  /** Whether something else is printed with an event, which the bar makes room for. */
  makesRoom?(event: Event): boolean;
}

export interface ProgressOptions {
  readonly stream: NodeJS.WriteStream;
  /** Whether progress is shown at all; warnings always are. */
  readonly enabled: boolean;
  /** A warning, on a line of its own. */
  readonly warn: (message: string) => void;
}

/** Shows on standard error how some work comes along. */
export interface Progress<Event> {
  readonly listener: (event: Event) => void;
  /** Takes the bar away and gives the cursor back. */
  stop(): void;
}

const total = 1000;
const refreshPerSecond = 10;

/** A bar on a terminal, plain lines elsewhere. */
export function createProgress<Event>(shown: Shown<Event>, options: ProgressOptions): Progress<Event> {
  const { stream, enabled, warn } = options;
  const hasBar = enabled && stream.isTTY;
  const bar = hasBar ? createBar(shown, stream) : { update: () => {}, stop: () => {} };
  return {
    listener(event) {
      const warning = shown.warning?.(event);
      // The bar is on the line that is written to.
      if (hasBar && (warning !== undefined || shown.makesRoom?.(event))) stream.write("\r\u001b[K");
      if (warning !== undefined) warn(warning);
      const line = enabled && !hasBar ? shown.line(event) : undefined;
      if (line !== undefined) stream.write(`${line}\n`);
      bar.update(event);
    },
    stop: () => bar.stop(),
  };
}

function createBar<Event>({ name, bar: partOf }: Shown<Event>, stream: NodeJS.WriteStream) {
  const format = `${name} [{bar}] {percentage}% {text}`;
  const shape = { barsize: 20, linewrap: false, hideCursor: true, clearOnComplete: true, gracefulExit: false };
  const bar = new SingleBar({ format, stream, fps: refreshPerSecond, ...shape }, Presets.legacy);
  return {
    update(event: Event): void {
      const now = partOf(event);
      if (now === undefined) return;
      if (!bar.isActive) bar.start(total, 0, { text: "" });
      bar.update(Math.min(total, Math.round(total * now.part)), { text: now.text });
    },
    stop: () => bar.stop(),
  };
}
