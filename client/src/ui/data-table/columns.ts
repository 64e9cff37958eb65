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
  /** Ordered by it first time, the greatest come first. */
  greatestFirst?: boolean;
}

export interface SortBy {
  id: string;
  desc: boolean;
}

/** How a row stands: as it is, no longer sure, or on its way out. */
export type RowTone = "plain" | "stale" | "gone" | "arrived";
