/** The parts of the test run, in the order they run in. */
const parts = ["check", "rules", "world", "e2e"] as const;

export type Part = (typeof parts)[number];

export type Selection = {
  parts: ReadonlySet<Part>;
  /** Passed on to vitest: parts of file names, or its flags. */
  filters: string[];
};

/** `npm test` runs everything, `npm test -- rules` one part, `npm test -- world offers` some files of one. */
export function readSelection(args: readonly string[]): Selection {
  const isPart = (arg: string): arg is Part => parts.some((part) => part === arg);
  const named = args.filter(isPart);
  const filters = args.filter((arg) => !isPart(arg));
  if (named.length > 0) return { parts: new Set(named), filters };
  return { parts: new Set(filters.length === 0 ? parts : parts.filter((part) => part !== "check")), filters };
}
