// Which columns are shown. What is kept is only how the reader's choice differs from the usual, so that a
// column that Berth learns later appears for everybody.

export interface Choosable {
  id: string;
  /** Shown to who has chosen nothing. */
  isUsual: boolean;
  /** Shown whatever is chosen: a row without it would not say what it is. */
  isFixed?: boolean;
}

export type ColumnChoice = Readonly<Record<string, boolean>>;

export function isShown({ id, isUsual, isFixed = false }: Choosable, choice: ColumnChoice): boolean {
  return isFixed || (choice[id] ?? isUsual);
}

export function choose(
  columns: readonly Choosable[],
  choice: ColumnChoice,
  id: string,
  shown: boolean,
): ColumnChoice {
  const next = { ...choice, [id]: shown };
  return Object.fromEntries(
    columns
      .filter((column) => isShown(column, next) !== column.isUsual && !column.isFixed)
      .map((column) => [column.id, !column.isUsual]),
  );
}

/** "+cuda -socket", as it is kept; what is not understood is left out. */
export function readChoice(kept: string | undefined): ColumnChoice {
  const words = (kept ?? "").split(" ").filter((word) => /^[+-][a-zA-Z]+$/.test(word));
  return Object.fromEntries(words.map((word) => [word.slice(1), word.startsWith("+")]));
}

export function writeChoice(choice: ColumnChoice): string {
  return Object.entries(choice)
    .map(([id, shown]) => (shown ? "+" : "-") + id)
    .join(" ");
}
