import { InputError } from "../../errors.js";

/** What an extra run has come to. */
export type Outcome<T> =
  | { readonly value: T; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string };

/** What does not apply to an extra run is no error of the study. */
export async function attempt<T>(run: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof InputError) return { problem: error.message };
    throw error;
  }
}
