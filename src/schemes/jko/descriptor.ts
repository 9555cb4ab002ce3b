import { z } from "zod";
import { createDynamicJko, createJko } from "../../jko/index.js";
import { count } from "../../model/schema-parts.js";
import { meshTolerance } from "../keys.js";
import type { MeshScheme } from "../scheme.js";
import { completeTransport } from "../transport.js";
import { checkJko } from "./check.js";
import { describeJko } from "./formulas.js";

/** How mass is transported in the cost of a step. */
export const transportNames = ["exact", "swept", "dynamic"] as const;

const schema = z.strictObject({
  name: z.literal("jko").default("jko"),
  order: z.union([z.literal(1), z.literal(2)]).default(1),
  transport: z.enum(transportNames).optional(),
  innerSteps: count.optional().describe("intervals of the path of a step with dynamic transport"),
  tolerance: meshTolerance,
});

export type JkoSpec = z.output<typeof schema> & { readonly transport: (typeof transportNames)[number] };

/** Intervals of the path of a step with dynamic transport. */
const defaultInnerSteps = 8;

/** The minimizing movement of the paper. */
export const jko: MeshScheme<JkoSpec, typeof schema> = {
  name: "jko",
  schema,
  complete(given, model) {
    const transport = completeTransport(given.transport, model);
    const innerSteps = given.innerSteps ?? (transport === "dynamic" ? defaultInnerSteps : undefined);
    return { ...given, transport, ...(innerSteps === undefined ? {} : { innerSteps }) };
  },
  check: checkJko,
  checkOn() {},
  bind({ transport, innerSteps = 1, order, tolerance }, problem, steps) {
    const options = { tau: problem.finalTime / steps, steps, tolerance };
    return transport === "dynamic"
      ? createDynamicJko(problem, { ...options, innerSteps })
      : createJko(problem, { ...options, order });
  },
  transport: ({ transport }) => transport,
  order: ({ order }) => order,
  limit: () => ({ kind: "gradient-flow", flux: "slopes" }),
  // A path takes dense blocks of all its intervals and layers.
  work: ({ transport, innerSteps = 1, order }, layers) =>
    transport === "dynamic" ? 10 * innerSteps ** 2 * layers : order,
  isMovement: true,
  solverError: ({ solverError }) => solverError,
  describe: describeJko,
};
