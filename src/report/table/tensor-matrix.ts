import { fitLines } from "../../convergence/index.js";
import { errorTex } from "../../study/record/level-columns.js";
import type { JudgedLevel, StudyRecord } from "../../study/record/record.js";
import { type Column, rowNames, type Table } from "../../tables/column.js";
import { evenSizeText, orderText, scientific, sizeText } from "../../tables/numbers.js";

/** The levels of a tensor sweep with one step size, mesh by mesh. */
export interface MatrixRow {
  readonly tau: number;
  /** Undefined for a pair that was not run. */
  readonly levels: readonly (JudgedLevel | undefined)[];
}

/** Levels of a tensor sweep as papers print them: step sizes downwards, mesh widths across, a block per quantity. */
export function tensorMatrix(record: StudyRecord): Table<MatrixRow> {
  const { levels, errors } = record;
  const [taus, hs] = [levels.map(({ tau }) => tau), levels.map(({ h }) => h)].map((sizes) => [...new Set(sizes)]);
  const rows = taus.map((tau) => ({
    tau,
    levels: hs.map((h) => levels.find((level) => level.tau === tau && level.h === h)),
  }));
  const tauText = evenSizeText(taus);
  const step: Column<MatrixRow> = {
    ...{ name: "tau", title: "tau", tex: "$\\tau$", group: rowNames, isNumber: true },
    ...{ value: ({ tau }) => tau, text: ({ tau }) => sizeText(tau), latex: ({ tau }) => tauText(tau) },
  };
  return { columns: [step, ...errors.flatMap((error) => blocksOf(record, error, hs))], rows };
}

/** Errors, orders along tau and orders along h, a column per mesh each. */
function blocksOf(record: StudyRecord, error: string, hs: readonly number[]): Column<MatrixRow>[] {
  const [name, symbol] = [error, errorTex(error)];
  const fits = hs.map((h) => {
    const line = record.levels.filter((level) => level.h === h);
    return fitLines(line, error, "tensor", "tau").at(-1)?.order;
  });
  const value = (level: JudgedLevel | undefined): number | undefined =>
    level?.status === "ok" ? level.errors[error] : undefined;
  const block = (title: string, tex: string, text: (level: JudgedLevel | undefined) => string): Column<MatrixRow>[] =>
    hs.map((h, k) => ({
      ...{ name: `${title} ${h}`, group: title, isNumber: true },
      ...{ title: `h = ${sizeText(h)}`, tex: `\\num{${evenSizeText(hs)(h)}}` },
      over: { title: `${title},`, tex: `${tex}, $h =$` },
      value: ({ levels }) => value(levels[k]),
      text: ({ levels }) => text(levels[k]),
    }));
  const inTau = block(`${name} order in tau`, `order in $\\tau$, ${symbol}`, (level) =>
    orderText(level?.orders[error]),
  );
  const inH = block(`${name} order in h`, `order in $h$, ${symbol}`, (level) => orderText(level?.ordersH[error]));
  return [
    ...block(name, `${symbol} error`, (level) => scientific(value(level))),
    ...inTau.map((column, k) => (fits[k] === undefined ? column : { ...column, foot: orderText(fits[k]) })),
    // There is no coarser mesh than the first.
    ...inH.slice(1),
  ];
}
