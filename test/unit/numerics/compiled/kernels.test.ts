import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { kernelInUse } from "../../../../src/numerics/compiled/kernels.js";
import { createWorkspace, plainWorkspace } from "../../../../src/numerics/compiled/workspace.js";
import { withKernel } from "../../../support/kernel.js";
import { atLeast } from "../../../support/matchers.js";

test.serial("the kernel in use is WebAssembly as it is built, or what JKO_KERNEL says", (t) => {
  t.is(withKernel(undefined, kernelInUse), "wasm");
  t.is(withKernel("wasm", kernelInUse), "wasm");
  t.is(withKernel("typescript", kernelInUse), "typescript");
  t.is(withKernel("typescript", createWorkspace), plainWorkspace);
});

test.serial("another kernel is refused by name, with those that there are", (t) => {
  const error = t.throws(() => withKernel("fortran", kernelInUse), { instanceOf: InputError });
  t.regex(error.message, /JKO_KERNEL.*'fortran'.*'wasm'.*'typescript'/);
});

test.serial(
  "arrays of a workspace are zeros that keep what is written to them while it grows, and do not overlap",
  (t) => {
    const workspace = withKernel("wasm", createWorkspace);
    const arrays = [1, 7, 0, 100_000, 3, 1_000_000].map((length) => workspace.float64(length));
    arrays.forEach((array, k) => {
      t.true(array.every((value) => value === 0));
      array.fill(k + 1);
    });
    arrays.forEach((array, k) => {
      t.true(array.every((value) => value === k + 1));
      if (k > 0) atLeast(t, array.byteOffset - arrays[k - 1].byteOffset, arrays[k - 1].byteLength + 16);
    });
    t.true(workspace.reaches(...arrays));
    t.false(workspace.reaches(arrays[0], new Float64Array(1)));
    t.false(workspace.reaches(withKernel("wasm", createWorkspace).float64(1)));
  },
);
