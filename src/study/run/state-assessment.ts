import { type StateReferenceData, sampleStateReference, stateReferenceKind } from "../../reference/states/index.js";
import { encode } from "../file/canonical.js";
import type { StateReferenceChoice } from "../file/schema.js";
import { discretizeStates } from "../plan/state-schemes.js";
import type { StatePlan } from "../plan/study-plan.js";
import { obtainReferenceData } from "../record/stored.js";
import { type Assessment, unknownBudget } from "./assessment.js";
import type { StateContext } from "./context.js";
import { measureStates } from "./state-measure.js";
import type { StateReferenceTask } from "./tasks.js";

/** Levels of states, judged by the limit, the exact iterate, or both. */
export function createStateAssessment(context: StateContext): Assessment {
  const { plan } = context;
  const main = createSolutions(context, plan.reference);
  const second = plan.iterate === undefined ? undefined : createSolutions(context, plan.iterate);
  return {
    references: [...main.jobs, ...(second?.jobs ?? [])],
    budget: [],
    mass: 1,
    measure(k, result) {
      const [reference, iterate] = [main.of(k), second?.of(k)];
      if (reference === undefined) return undefined;
      const { steps, cells, variant, task } = plan.levels[k];
      const { model, scheme } = variant;
      const problem = discretizeStates(model, scheme, cells);
      return measureStates({
        layout: problem.initial.layout,
        times: task.times,
        states: result.states,
        names: plan.study.errors,
        functional: problem.functional,
        sample: (n) => sampleStateReference(reference, steps, n),
        iterate: iterate === undefined ? undefined : (n) => sampleStateReference(iterate, steps, n),
      });
    },
    budgetOf: () => unknownBudget,
    reference: () => ({
      kind: plan.referenceKind,
      // Nothing tells the parts of an error of states apart.
      traits: { isIndependent: false, hasTimeError: stateReferenceKind(plan.referenceKind).hasTimeError, caveat: null },
      description: main.description(),
      ...main.failure(),
      ...(second === undefined ? {} : { iterate: second.description() }),
    }),
    warnings: () => {
      const missing = second?.failure().failure;
      return missing === undefined ? [] : [`there is no exact iterate to compare with: ${missing}`];
    },
    refine: async () => false,
  };
}

/** A reference of every level: computed once for those that share model, scheme and cells. */
function createSolutions(context: StateContext, reference: StateReferenceChoice) {
  const { plan, emit } = context;
  const groups = groupsOf(plan, reference);
  const known = new Map<string, StateReferenceData>();
  let failure: string | undefined;
  const { kind } = reference;
  const obtain = async (key: string, task: StateReferenceTask): Promise<void> => {
    const started = performance.now();
    let reused = true;
    const data = await obtainReferenceData(context, task, () => {
      if (reused) emit({ type: "reference-started", kind });
      reused = false;
    });
    if ("failure" in data) {
      failure ??= data.failure;
      emit({ type: "reference-failed", kind, reason: data.failure });
      return;
    }
    known.set(key, data);
    const milliseconds = performance.now() - started;
    emit({ type: "reference-finished", kind, description: data.description, milliseconds, reused });
  };
  return {
    jobs: [...groups].map(([key, { task, cost }]) => ({ cost, run: () => obtain(key, task) })),
    of: (level: number) => {
      const group = [...groups].find(([, { levels }]) => levels.includes(level));
      return group === undefined ? undefined : known.get(group[0]);
    },
    description: () => [...known.values()][0]?.description ?? "",
    failure: (): { readonly failure?: string } => (failure === undefined ? {} : { failure }),
  };
}

interface Group {
  readonly task: StateReferenceTask;
  readonly levels: readonly number[];
  readonly cost: number;
}

function groupsOf({ levels }: StatePlan, reference: StateReferenceChoice): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const { level, steps, cells, cost, variant, task: own } of levels) {
    const { model, scheme } = variant;
    const key = encode({ model, scheme, cells });
    const demand = { cells, steps, times: own.times };
    const group = groups.get(key);
    const task = { model, scheme, reference, demand: { levels: [...(group?.task.demand.levels ?? []), demand] } };
    groups.set(key, { task, levels: [...(group?.levels ?? []), level], cost: cost + (group?.cost ?? 0) });
  }
  return groups;
}
