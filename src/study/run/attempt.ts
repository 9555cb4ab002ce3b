import { InputError } from "../../errors.js";
import { TimeLimitExceeded } from "./time-limit.js";

/** What an extra run has come to. */
export type Outcome<T> =
  | { readonly value: T; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string };

/** An extra run that does not apply, or takes too long, is no error of the study. */
export async function attempt<T>(run: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof InputError || error instanceof TimeLimitExceeded) return { problem: error.message };
    throw error;
  }
}
