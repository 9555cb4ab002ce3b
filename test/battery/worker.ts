/* Tries the random studies whose seeds come as messages, one after the other. */
import { attempt } from "./attempt.js";
import type { Limits } from "./random-study.js";

process.on("message", ({ seed, limits }: { readonly seed: number; readonly limits: Limits }) => {
  process.send?.(attempt(seed, limits));
});
