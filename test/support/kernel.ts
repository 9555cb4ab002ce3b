/** Runs `work` with a kernel of its own choice; undefined: the one in use without a choice. */
export function withKernel<T>(kernel: string | undefined, work: () => T): T {
  const before = process.env.JKO_KERNEL;
  set(kernel);
  try {
    return work();
  } finally {
    set(before);
  }
}

function set(kernel: string | undefined): void {
  if (kernel === undefined) delete process.env.JKO_KERNEL;
  else process.env.JKO_KERNEL = kernel;
}
