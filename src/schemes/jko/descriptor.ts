import { z } from "zod";
import { energyKind } from "../../model/energies/kinds.js";
import { mobilityTimeKinds } from "../../model/exchange.js";
import { count, key } from "../../model/schema-parts.js";
import { meshTolerance } from "../keys.js";
import type { MeshScheme } from "../scheme.js";
import { completeTransport } from "../transport.js";
import { describeJko } from "./formulas.js";
import { type TransportName, transportNames, transports } from "./transports.js";

const schema = z.strictObject({
  name: key(
    z.literal("jko").default("jko"),
    "The minimizing movement of the semi-discrete space; the scheme of a study that names none.",
  ),
  order: key(
    z.union([z.literal(1), z.literal(2)]).default(1),
    "Order in time; a step of order 2 is two minimizations and an extrapolation.",
    2,
  ),
  transport: key(
    z.enum(transportNames).optional(),
    "Transport inside a step; by default exact (Wasserstein) on one axis, swept (directionally split) on two. dynamic moves and exchanges mass at once.",
    "dynamic",
  ),
  innerSteps: key(count.optional(), "Intervals of the path of a step with transport dynamic; 8 by default.", 16),
  tolerance: meshTolerance,
});

export type JkoSpec = z.output<typeof schema> & { readonly transport: TransportName };

/** What steps take more, in iterations: with fronts of vacuum, and with an inner loop for the mobility. */
const withFronts = 30;
const withNewDensity = 6;

/** The minimizing movement of the paper. */
export const jko: MeshScheme<JkoSpec, typeof schema> = {
  name: "jko",
  schema,
  complete(given, model) {
    const transport = completeTransport(given.transport, model);
    const { innerSteps = transports[transport].innerSteps } = given;
    return { ...given, transport, ...(innerSteps === undefined ? {} : { innerSteps }) };
  },
  check: (scheme, model) => transports[scheme.transport].check(scheme, model),
  checkOn() {},
  bind(scheme, problem, steps) {
    const options = { tau: problem.finalTime / steps, steps, tolerance: scheme.tolerance };
    return transports[scheme.transport].bind(scheme, problem, options);
  },
  transport: ({ transport }) => transport,
  order: ({ order }) => order,
  limit: () => ({ kind: "gradient-flow", flux: "slopes" }),
  pace: ({ transport }, { energy, exchange }) =>
    transports[transport].pace *
    (energyKind(energy).hasFronts ? withFronts : 1) *
    (mobilityTimeKinds[exchange.mobilityAt].weight > 0 ? withNewDensity : 1),
  work: (scheme, layers) => transports[scheme.transport].work(scheme, layers),
  isMovement: true,
  solverError: ({ solverError }) => solverError,
  withoutSweep: "",
  describe: (scheme, model) => describeJko(scheme, model, transports[scheme.transport].describe(model)),
};
