/** Sends what a module prints on this thread to standard error: standard output is for the results. */
export function divertOutput(): void {
  process.stdout.write = process.stderr.write.bind(process.stderr);
}
