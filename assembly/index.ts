/** The compiled kernels, for arrays in one memory: addresses are in bytes. */
export { takeTable } from "./exponential";
export * from "./layered";
export * from "./passes";
export * from "./red-black";
export * from "./sweep";

/** Where free memory begins. */
export function freeFrom(): usize {
  return __heap_base;
}
