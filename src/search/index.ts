export { isToSearch, planSearch } from "./plan.js";
export type { SearchRecord } from "./record.js";
export { SearchEnded, type SearchProgress, searchStudy } from "./run.js";
export { searchFigure } from "./search-figure.js";
export { searchMethodsFigure } from "./search-methods-figure.js";
