import test from "ava";
import { gaussianFlow } from "../../../src/reference/gaussian-flow.js";

const flow = (covariance: number[][], stiffness: number[][]) =>
  gaussianFlow({ mean: 0, covariance, centre: 0, stiffness }, 2);
const regular = [
  [2, 1],
  [1, 3],
];

test("a covariance that is singular to round-off is refused, a stiffness is not", (t) => {
  for (const scale of [1, 2, 1 / 3, 1e-12]) {
    const singular = [
      [3 * scale, scale],
      [scale, scale / 3],
    ];
    t.throws(() => flow(singular, regular), { message: /covariance must be positive definite/ });
    t.notThrows(() => flow(regular, singular));
  }
  const indefinite = [
    [1, 2],
    [2, 1],
  ];
  t.throws(() => flow(indefinite, regular), { message: /covariance must be positive definite/ });
  t.throws(() => flow(regular, indefinite), { message: /stiffness must be positive semidefinite/ });
  t.notThrows(() =>
    flow(
      [
        [1e-12, 0],
        [0, 1e12],
      ],
      regular,
    ),
  );
});
