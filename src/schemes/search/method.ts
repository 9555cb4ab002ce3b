import type { Place, SearchSpace } from "../../model/search/space.js";
import type { RandomSource } from "../../numerics/random.js";
import type { Ledger } from "./ledger.js";
import type { Neighbourhood } from "./neighbourhood.js";

/** What the methods of a search share. */
export interface SearchContext {
  readonly space: SearchSpace;
  readonly ledger: Ledger;
  readonly random: RandomSource;
  readonly start: Place;
  /** Of particle search: called in every step, at evaluated positions; the neighbourhood is only lent. */
  readonly observe?: (t: number, step: number, active: Neighbourhood) => void;
}
