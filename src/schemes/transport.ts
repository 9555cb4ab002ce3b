import { InputError } from "../errors.js";
import type { MeshModelSpec } from "../model/mesh-schema.js";

/**
 * The transport that a study names, else the one of its number of axes.
 *
 * @throws {InputError} on two axes for what is made for one
 */
export function completeTransport<T extends string>(
  given: T | undefined,
  { domain }: MeshModelSpec,
): T | "exact" | "swept" {
  const axes = domain.length;
  const transport = given ?? (axes === 1 ? "exact" : "swept");
  if (transport === "swept" || axes === 1) return transport;
  throw new InputError(`${transport} transport is available on one axis only`, {
    path: "scheme.transport",
    value: transport,
    remedy: "Use swept.",
  });
}

/** On two axes swept transport is not the Wasserstein distance, and nobody shall think so. */
export function transportWords(transport: string, axes: number): string {
  return transport === "swept" && axes > 1 ? "swept, directionally split" : transport;
}
