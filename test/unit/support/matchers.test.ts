import test, { type ExecutionContext } from "ava";
import * as matchers from "../../support/matchers.js";

type Check = (t: ExecutionContext) => void;

const { above, atLeast, atMost, below, between, each, eachNear, finite, near, orderAtLeast } = matchers;
const none = Number.NaN;

/** What a matcher says when it fails; undefined where it passes. */
function failure(check: Check): string | undefined {
  const said: string[] = [];
  let asked = 0;
  check({
    true: (holds: boolean, message: string) => {
      asked++;
      if (holds !== true) said.push(message);
    },
  } as unknown as ExecutionContext);
  return asked === 1 ? said[0] : `${asked} assertions`;
}

test("one that holds passes, up to its bound", (t) => {
  const passing: readonly Check[] = [
    (own) => below(own, 1, 2),
    (own) => atMost(own, 2, 2),
    (own) => above(own, 2, 1),
    (own) => atLeast(own, 2, 2),
    (own) => between(own, 2, 1, 3),
    (own) => near(own, 1.05, 1, 0.1),
    (own) => near(own, 105, 100, { relative: 0.1 }),
    (own) => near(own, -105, -100, { relative: 0.1 }),
    (own) => eachNear(own, Float64Array.of(1, 1.05), 1, 0.1),
    (own) => eachNear(own, [1, 20], [1.05, 20.5], { relative: 0.1 }),
    (own) => each(own, [1, 2, 3], (value, k) => value === k + 1),
    (own) => each(own, Float64Array.of(1, 2), Number.isFinite),
    (own) => finite(own, 1),
    (own) => orderAtLeast(own, rows(1, 0.25, 0.0625), 2),
  ];
  for (const check of passing) t.is(failure(check), undefined, String(check));
});

test("one that does not hold tells of its numbers and of the context", (t) => {
  const failing: readonly [check: Check, told: RegExp][] = [
    [(own) => below(own, 2, 2, "here"), /^2 is not below 2: here$/],
    [(own) => atMost(own, 2.5, 2, "here"), /^2.5 is not at most 2: here$/],
    [(own) => above(own, 1, 1), /^1 is not above 1$/],
    [(own) => atLeast(own, 0.5, 1), /^0.5 is not at least 1$/],
    [(own) => between(own, 3, 1, 3, "here"), /^3 is not between 1 and 3: here$/],
    [(own) => between(own, 1, 1, 3), /^1 is not between 1 and 3$/],
    [(own) => near(own, 1.5, 1, 0.5, "here"), /^1.5 is away from 1 by 0.5, not below 0.5: here$/],
    [(own) => near(own, 3, 2, { relative: 0.5 }), /^3 is away from 2 by a part of 0.5, not below 0.5$/],
    [(own) => near(own, 1, -1, { relative: 0.5 }), /^1 is away from -1 by a part of 2, not below 0.5$/],
    [(own) => eachNear(own, [1, 2, 1], 1, 0.5, "here"), /^1 of 3 .*\nentry 1: 2 is away from 1 by 1, .* 0.5: here$/],
    [(own) => eachNear(own, [1, 2], [2, 2], { relative: 0.1 }), /entry 0: 1 is away from 2 by a part of 0.5, .* 0.1$/],
    [(own) => each(own, [{ a: 1 }], ({ a }) => a > 7), /^1 of 1 .*\nentry 0: \{ a: 1 \}, not .*a > 7/],
    [(own) => finite(own, Number.POSITIVE_INFINITY, "here"), /^Infinity is not finite: here$/],
    [
      (own) => orderAtLeast(own, rows(1, 0.5, 0.3), 1),
      /at least 1\nsize .*\n1 {2}1\n0.5 {2}0.5 {2}1\n0.25 {2}0.3 {2}0.73/,
    ],
  ];
  for (const [check, told] of failing) t.regex(failure(check) ?? "", told, String(check));
});

test("a NaN and what is missing fail in each, on either side", (t) => {
  for (const wrong of [none, undefined]) {
    const failing: readonly Check[] = [
      ...[below, atMost, above, atLeast].flatMap((compare) => [
        (own: ExecutionContext) => compare(own, wrong, 1),
        (own: ExecutionContext) => compare(own, 1, wrong),
      ]),
      (own) => between(own, wrong, 0, 1),
      (own) => between(own, 0.5, wrong, 1),
      (own) => between(own, 0.5, 0, wrong),
      (own) => near(own, wrong, 1, 1),
      (own) => near(own, 1, wrong, 1),
      (own) => near(own, wrong, 1, { relative: 1 }),
      (own) => near(own, 1, wrong, { relative: 1 }),
      (own) => eachNear(own, [1], wrong, 1),
      (own) => finite(own, wrong),
      (own) => orderAtLeast(own, rows(1, wrong, 0.25), 1),
    ];
    for (const check of failing) t.regex(failure(check) ?? "", /NaN|undefined/, String(check));
  }
  const entries: readonly Check[] = [
    (own) => eachNear(own, [1, none], 1, 1),
    (own) => eachNear(own, [1, 1], [1], 1),
    (own) => each(own, [1, none], Number.isFinite),
    (own) => each(own, [none], (value) => value > 0),
    (own) => near(own, 1, 1, none),
  ];
  for (const check of entries) t.regex(failure(check) ?? "", /NaN|undefined/, String(check));
});

test("an order needs two rows, and errors that are above zero", (t) => {
  for (const errors of [[], [1], [1, 0], [0, 1], [1, -0.25]]) {
    t.regex(failure((own) => orderAtLeast(own, rows(...errors), -100)) ?? "", /not at least -100/, String(errors));
  }
});

test("as many values as are expected, no fewer", (t) => {
  t.regex(failure((own) => eachNear(own, [1], [1, 1], 1)) ?? "", /entry 1: undefined is away from 1 by NaN/);
});

function rows(...errors: readonly (number | undefined)[]): matchers.Measured[] {
  return errors.map((error, k) => ({ size: 0.5 ** k, error }));
}
