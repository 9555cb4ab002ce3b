import { existsSync, readFileSync } from "node:fs";

/** Whether the system tells what other processes use: Linux does. */
export const tellsUsage = existsSync("/proc/self/stat");

/** Clock ticks per second of all Linux systems. */
const ticks = 100;
/** Bytes of a page, in kilobytes. */
const pageKilobytes = 4;

/** Seconds of the processor and resident kilobytes of a process; undefined when it has ended. */
export function usageOf(pid: number): { readonly seconds: number; readonly kilobytes: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Numbers follow the name in brackets, which may contain anything.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const [state] = fields;
    if (state === "Z" || state === "X") return undefined;
    const [user, system, pages] = [fields[11], fields[12], fields[21]].map(Number) as [number, number, number];
    return { seconds: (user + system) / ticks, kilobytes: pages * pageKilobytes };
  } catch {
    return undefined;
  }
}
