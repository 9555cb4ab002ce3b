/** How much the runs may cost that tell the errors in time and on the mesh apart. */
export interface Budget {
  /** Part of the cost of the levels, at most. */
  readonly share: number;
  /** Whether they are only made where a reference is not to be believed without them. */
  readonly isLeast: boolean;
  /** In a few words, for the help. */
  readonly text: string;
}

/** Runs cost at most a little more than the levels themselves, unless all are wanted. */
const usualShare = 1.25;

export const budgets = {
  none: { share: usualShare, isLeast: true, text: "no runs, but for what a formula or a table has to be checked by" },
  cheap: { share: usualShare, isLeast: false, text: "those that together cost about as much as the levels" },
  full: { share: Number.POSITIVE_INFINITY, isLeast: false, text: "all of them" },
} as const satisfies Readonly<Record<string, Budget>>;

export type BudgetName = keyof typeof budgets;
export const budgetNames = Object.keys(budgets) as [BudgetName, ...BudgetName[]];
export const defaultBudget: BudgetName = "cheap";
