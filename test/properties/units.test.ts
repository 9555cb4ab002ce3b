/*
 * A change of units changes nothing but units: with lengths in other units by 1e6, masses by 1e6
 * and temperatures by 1e4, each way, and times accordingly.
 */
import test from "ava";
import { checkStudy } from "../../src/study/check.js";
import { runStudy, type StudyRecord } from "../../src/study/index.js";
import { localPool } from "../support/local-pool.js";
import { type Units, unitStudies } from "../support/unit-studies.js";

const ordinary: Units = { length: 1, mass: 1, energy: 1 };
const others: readonly Units[] = [
  { length: 1e6, mass: 1e-6, energy: 1e4 },
  { length: 1e-6, mass: 1e6, energy: 1e-4 },
];

/** What carries no unit. */
function compared({ levels, verdict, reference }: StudyRecord) {
  return { flags: levels.map(({ flags, status }) => [status, ...flags]), pass: verdict.pass, kind: reference.kind };
}

for (const { name, study, unitOf, hasMass } of unitStudies) {
  test(`a change of units changes nothing of ${name}`, async (t) => {
    const run = (units: Units) => runStudy(checkStudy(study(units)), { store: false }, localPool);
    const expected = await run(ordinary);
    t.true(
      expected.levels.every(({ status }) => status === "ok"),
      `${expected.verdict.reasons}`,
    );
    for (const other of others) {
      const units = hasMass ? other : { ...other, mass: 1 };
      const where = `${name} ${JSON.stringify(units)}`;
      const found = await run(units);
      t.deepEqual(compared(found), compared(expected), `${where} ${found.verdict.reasons}`);
      found.levels.forEach((level, k) => {
        const like = expected.levels[k] as (typeof expected.levels)[number];
        for (const [error, value] of Object.entries(like.errors)) {
          const unit = unitOf(error, units);
          const mine = (level.errors[error] as number) / unit;
          const most = Math.max(1e-8 * value, 10 * like.solverError);
          t.true(
            Math.abs(mine - value) <= most,
            `${where}: level ${k}, ${error} ${mine} instead of ${value} (${like.solverError})`,
          );
          const [order, likeOrder] = [level.orders[error] ?? Number.NaN, like.orders[error] ?? Number.NaN];
          const same = Object.is(order, likeOrder) || Math.abs(order - likeOrder) <= 1e-6;
          t.true(same, `${where}: level ${k}, order of ${error} ${order} instead of ${likeOrder}`);
        }
      });
    }
  });
}
