import type { ReactNode } from "react";

export interface Column<Row> {
  id: string;
  header: string;
  /** A longer word for the header, where it is short for the room it has. */
  explain?: string;
  render: (row: Row) => ReactNode;
  /** The header is only said, since what stands in the column says itself: buttons. */
  isHeaderSilent?: boolean;
  /** A CSS width; the columns without one share what is left. */
  width?: string;
  align?: "end";
  /** The list can be ordered by it. */
  sortable?: boolean;
  /** Left out where the place is wide enough for columns, and not for all of them. */
  yields?: boolean;
  /** Ordered by it first time, the greatest come first. */
  greatestFirst?: boolean;
}

/** How a column that yields is left out. What is left of the widest table, that of the offers, fits beside its filters in a window of 1280. */
export const whenYielding = "@max-[70.5rem]/table:hidden";

/** How rows are chosen, to do something with several of them. */
export interface RowChoice<Row> {
  isChosen: (row: Row) => boolean;
  /** What ticking the row does, in words: "Compare 8 × H100". */
  labelOf: (row: Row) => string;
  onToggle: (row: Row) => void;
}

export interface SortBy {
  id: string;
  desc: boolean;
}

/** How a row stands: as it is, no longer sure, or on its way out. */
export type RowTone = "plain" | "stale" | "gone" | "arrived";
