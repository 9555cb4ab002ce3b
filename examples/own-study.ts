/*
 * A study of one's own from a program: three layers in a ring with diffusion of their own drift, swept in the step
 * size for two mobilities. Run it with `node own-study.js FOLDER`, once it is compiled.
 */
import {
  convergenceFigure,
  flowStudy,
  InputError,
  type ModelSpec,
  parseStudy,
  runStudy,
  type StudyInput,
  type StudyRecord,
  toCsv,
  toTable,
  writeResult,
} from "jko-study";

const model: ModelSpec = {
  domain: [[0, 1]],
  graph: {
    nodes: ["a", "b", "c"],
    edges: [
      ["a", "b", 2],
      ["b", "c", 2],
      ["c", "a", 1],
    ],
  },
  potential: { a: "x", b: "0", c: "1 - x" },
  initial: { a: "1 + 0.5*cos(pi*x)", b: 1, c: "1 - 0.5*cos(pi*x)" },
  finalTime: 0.1,
};

function ring(mobility: "unit" | "logarithmic"): StudyInput {
  return {
    id: `ring-${mobility}`,
    title: `Three layers in a ring, mobility ${mobility}`,
    model: { ...model, exchange: { mobility } },
    sweep: { axis: "tau", steps: [4, 8, 16], cells: 20 },
    errors: ["L1", "L2"],
    expect: [{ error: "L1", order: 1, slack: 0.2, last: 2 }],
  };
}

/** Runs both studies and writes their results to folders; returns what was found. */
export async function compareMobilities(folder: string): Promise<readonly StudyRecord[]> {
  const records: StudyRecord[] = [];
  for (const mobility of ["unit", "logarithmic"] as const) {
    const study = parseStudy(ring(mobility));
    const record = await runStudy(study, { jobs: 1, store: false });
    const flow = await flowStudy(study, { steps: 16, snapshots: 5 });
    writeResult(`${folder}/${study.id}`, study, record, { flow });
    records.push(record);
  }
  return records;
}

/** What the library says of a study that is wrong. */
export function refusal(mobility: string): string {
  try {
    parseStudy({ ...ring("unit"), model: { ...model, exchange: { mobility } } } as StudyInput);
    return "accepted";
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** Table, CSV and figure of what was found. */
export function summary(records: readonly StudyRecord[]): { table: string; csv: string; figures: readonly string[] } {
  return { table: toTable(records), csv: toCsv(records), figures: records.map((record) => convergenceFigure(record)) };
}
