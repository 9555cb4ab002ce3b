/*
 * A change of units changes nothing but units: with lengths in other units by 1e6, masses by 1e6
 * and temperatures by 1e4, each way, and times accordingly.
 */
import test, { type ExecutionContext } from "ava";
import { checkStudy } from "../../src/study/file/check.js";
import { studyJsonSchema } from "../../src/study/file/json-schema.js";
import { runStudy, type StudyRecord } from "../../src/study/index.js";
import { errorUnit, inUnits, type StudyText, scalesOf, type Units } from "../support/change-of-units.js";
import { localPool } from "../support/local-pool.js";
import { each } from "../support/matchers.js";
import { choicesOf, knownDimension, numbersOf, pathsOf } from "../support/schema-paths.js";
import { unitStudies } from "../support/unit-studies.js";

const ordinary: Units = { length: 1, mass: 1, energy: 1 };
const others: readonly Units[] = [
  { length: 1e6, mass: 1e-6, energy: 1e4 },
  { length: 1e-6, mass: 1e6, energy: 1e-4 },
];

const run = (study: StudyText) => runStudy(checkStudy(study), { store: false }, localPool);

/** What carries no unit. */
function compared({ levels, verdict, reference }: StudyRecord) {
  const flags = levels.map(({ flags, status, energyMonotone }) => [status, energyMonotone, ...flags]);
  return { flags, pass: verdict.pass, exitCode: verdict.exitCode, kind: reference.kind };
}

function compareLevels(
  t: ExecutionContext,
  where: string,
  study: StudyText,
  units: Units,
  runs: readonly StudyRecord[],
) {
  const [expected, found] = runs as [StudyRecord, StudyRecord];
  const [before, after] = [scalesOf(study, ordinary), scalesOf(study, units)];
  for (const [k, like] of expected.levels.entries()) {
    const level = found.levels[k];
    for (const part of ["errors", "iterateErrors"] as const) {
      for (const [error, value] of Object.entries(like[part] ?? {})) {
        const mine =
          ((level[part]?.[error] as number) / errorUnit(study, error, after)) * errorUnit(study, error, before);
        const most = Math.max(1e-8 * value, 10 * like.solverError);
        const message = `${where}: level ${k}, ${part} ${error} ${mine} instead of ${value} (${like.solverError})`;
        t.true(Object.is(mine, value) || Math.abs(mine - value) <= most, message);
      }
    }
    for (const [error, order] of Object.entries(like.orders)) {
      const mine = level.orders[error];
      const message = `${where}: level ${k}, order of ${error} ${mine} instead of ${order}`;
      t.true(Object.is(mine, order) || Math.abs(mine - order) <= 1e-6, message);
    }
  }
}

for (const tiny of unitStudies) {
  test(`a change of units changes nothing of ${tiny.id}`, async (t) => {
    const study = checkStudy(tiny) as unknown as StudyText;
    const expected = await run(study);
    each(t, expected.levels, ({ status }) => status === "ok", `${expected.verdict.reasons}`);
    for (const units of others) {
      const where = `${tiny.id} ${JSON.stringify(units)}`;
      const found = await run(inUnits(study, units));
      t.deepEqual(compared(found), compared(expected), `${where} ${found.verdict.reasons}`);
      compareLevels(t, where, study, units, [expected, found]);
    }
  });
}

test("every number of a study has a dimension", (t) => {
  const unknown = numbersOf(studyJsonSchema()).filter((path) => !knownDimension(path));
  t.deepEqual(unknown, []);
});

/**
 * Numbers of files are in the units of the study that names them: what reads them has none of its own. A study whose
 * budget is cheap is the one that says nothing of it.
 */
const untried = /\.time=(first|last)$|^reference\.kind=table$|^budget=cheap$/;

test("every choice of a study is tried in other units, but for files and what is left out", (t) => {
  const tried = new Set(unitStudies.flatMap((study) => pathsOf(checkStudy(study))));
  t.deepEqual(
    choicesOf(studyJsonSchema()).filter((choice) => !tried.has(choice) && !untried.test(choice)),
    [],
  );
});
