import type { Study } from "./schema.js";

export interface LoadOptions {
  /** `key=value` overrides, applied in order. */
  readonly set?: readonly string[];
  /** Folder whose `studies/` is searched for an id; the current one when absent. */
  readonly folder?: string;
}

export interface LoadedStudy {
  /** Path as given, or as found for an id. */
  readonly file: string;
  readonly study: Study;
}
