import { readFileSync } from "node:fs";
import { InputError } from "../../errors.js";

/** Bytes of addresses that a thread reserves when it starts; most of them are never used. */
const threadSpace = 8e8;

/**
 * Threads that a limit of addresses (`ulimit -v`) leaves room for; a further one would abort the process.
 *
 * Only Linux tells; elsewhere, and without a limit, there is no bound.
 */
export function affordableThreads(): number {
  return Math.floor(freeAddresses() / threadSpace);
}

/** Bytes of addresses that may still be reserved. */
function freeAddresses(): number {
  try {
    const limit = readFileSync("/proc/self/limits", "utf8").match(/^Max address space +(\d+)/m)?.[1];
    const used = readFileSync("/proc/self/status", "utf8").match(/^VmSize:\s+(\d+) kB/m)?.[1];
    return limit === undefined || used === undefined ? Number.POSITIVE_INFINITY : Number(limit) - 1024 * Number(used);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

export function noRoomForThreads(): InputError {
  return new InputError("the limit of virtual memory (ulimit -v) leaves no room for a thread", {
    remedy: "Raise it: 3000000 does for one job, and 800000 more for each of --jobs.",
  });
}
