/** A function of a module that a thread calls with `{ task, port, files }`; it returns an `Outcome`. */
export interface EntryPoint {
  /** Address of the module. */
  readonly filename: string;
  readonly name: string;
}
