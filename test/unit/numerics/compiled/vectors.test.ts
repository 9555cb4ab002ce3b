import test from "ava";
import { createVectorKernel, innerProduct } from "../../../../src/numerics/compiled/vectors.js";
import { createWorkspace, plainWorkspace } from "../../../../src/numerics/compiled/workspace.js";
import { seededRandom } from "../../../../src/numerics/random.js";
import { withKernel } from "../../../support/kernel.js";
import { near } from "../../../support/matchers.js";

for (const length of [0, 1, 2, 7, 100]) {
  test.serial(`moves and inner products are the same bits, compiled or not, for any count: ${length}`, (t) => {
    const workspace = withKernel("wasm", createWorkspace);
    const random = seededRandom(2);
    const values = [0, 1].map(() => Float64Array.from({ length }, () => 10 ** (20 * random() - 10)));
    const own = values.map((array) => {
      const copy = workspace.float64(length);
      copy.set(array);
      return copy;
    });
    const [plain, compiled] = [plainWorkspace, workspace].map(createVectorKernel);
    const [moved, movedOwn] = [new Float64Array(length), workspace.float64(length)];
    plain.move(values[0], 0.3, values[1], moved);
    compiled.move(own[0], 0.3, own[1], movedOwn);
    t.deepEqual(movedOwn, moved);
    t.is(compiled.innerProduct(own[0], own[1]), plain.innerProduct(values[0], values[1]));
    t.is(compiled.innerProduct(values[0], own[1]), plain.innerProduct(values[0], values[1]));
    const sum = values[0].reduce((total, value, k) => total + value * values[1][k], 0);
    near(t, innerProduct(values[0], values[1]), sum, 1e-14 * sum + Number.MIN_VALUE);
  });
}
