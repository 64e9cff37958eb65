// Which columns are shown. What is kept is only how the reader's choice differs from the usual, so that a
// column that Berth learns later appears for everybody.

export interface Choosable {
  id: string;
  /** Shown to who has chosen nothing. */
  isUsual: boolean;
  /** Shown whatever is chosen: a row without it would not say what it is. */
  isFixed?: boolean;
  /** Gives way where there is no room for all, unless it was chosen. */
  yields?: boolean;
}

export type ColumnChoice = Readonly<Record<string, boolean>>;

export function isShown({ id, isUsual, isFixed = false }: Choosable, choice: ColumnChoice): boolean {
  return isFixed || (choice[id] ?? isUsual);
}

/** Whether a column gives way: what is usual does, and what the reader asked for does not. */
export function mayYield({ id, yields = false }: Choosable, choice: ColumnChoice): boolean {
  return yields && choice[id] === undefined;
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
      .filter((column) => !column.isFixed && isKept(column, next))
      .map((column) => [column.id, isShown(column, next)]),
  );
}

/** Of a column that gives way it says something, too, that it was chosen. */
function isKept(column: Choosable, choice: ColumnChoice): boolean {
  const isChosen = column.yields && choice[column.id] !== undefined;
  return isChosen || isShown(column, choice) !== column.isUsual;
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
