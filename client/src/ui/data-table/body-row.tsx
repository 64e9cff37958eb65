"use client";

import type { ReactNode } from "react";
import { classNames } from "../class-names.ts";
import { ChoiceBox } from "./choice-box.tsx";
import { whenYielding, type Column, type RowChoice, type RowTone } from "./columns.ts";

export interface BodyRowProps<Row> {
  row: Row;
  id: string;
  index: number;
  columns: readonly Column<Row>[];
  renderCompact: (row: Row) => ReactNode;
  /** Which of its forms are drawn. */
  shape: "both" | "columns" | "compact";
  tone: RowTone;
  /** The row that Tab stops at. */
  isStop: boolean;
  choice: RowChoice<Row> | undefined;
  onOpen: ((row: Row) => void) | undefined;
  onFocused: (id: string) => void;
  measure: ((element: HTMLTableRowElement | null) => void) | undefined;
}

/**
 * One row, as columns or in its compact form. It is drawn again only when something of its own has changed: a table
 * is drawn with every step of scrolling and every price that moves, and its cells are many.
 */
export function BodyRow<Row>({
  row,
  id,
  index,
  columns,
  renderCompact,
  shape,
  tone,
  isStop,
  choice,
  onOpen,
  onFocused,
  measure,
}: BodyRowProps<Row>) {
  const isChosen = choice?.isChosen(row);
  return (
    <tr
      ref={measure}
      role="row"
      data-index={index}
      data-id={id}
      aria-rowindex={index + 2}
      tabIndex={isStop ? 0 : -1}
      aria-selected={isChosen}
      onFocus={(event) => {
        if (event.target === event.currentTarget) onFocused(id);
      }}
      onClick={onOpen ? () => onOpen(row) : undefined}
      className={classNames(
        "scroll-mt-9 bg-paper @max-3xl/table:block",
        onOpen && "cursor-default hover:bg-well",
        isChosen && "bg-accent-wash hover:bg-accent-wash",
        "focus-visible:-outline-offset-2",
        tones[tone],
      )}
    >
      {shape !== "compact" && choice && (
        <td role="gridcell" className="h-8.5 border-b p-0 @max-3xl/table:hidden">
          <ChoiceBox choice={choice} row={row} />
        </td>
      )}
      {shape !== "compact" &&
        columns.map((column, place) => (
          <td
            key={column.id}
            role="gridcell"
            className={classNames(
              "h-8.5 truncate border-b px-2 whitespace-nowrap first:pl-4 @max-3xl/table:hidden",
              column.yields && whenYielding,
              place === 0 && "sticky left-0 z-1 bg-inherit",
              place === columns.length - 1 && "pr-4",
              column.align === "end" && "text-right",
            )}
          >
            {column.render(row)}
          </td>
        ))}
      {shape !== "columns" && (
        <td
          role="gridcell"
          className={classNames(
            "hidden border-b px-4 py-2 @max-3xl/table:grid",
            choice ? "grid-cols-[auto_minmax(0,1fr)] pl-1.5" : "grid-cols-[minmax(0,1fr)]",
          )}
        >
          {choice && <ChoiceBox choice={choice} row={row} />}
          {renderCompact(row)}
        </td>
      )}
    </tr>
  );
}

const tones: Record<RowTone, string> = {
  plain: "",
  stale: "text-ink-faint [&_*]:text-ink-faint",
  gone: "text-ink-faint line-through decoration-line-strong [&_*]:text-ink-faint",
  arrived: "animate-arrive",
};
