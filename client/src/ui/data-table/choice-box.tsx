"use client";

import type { RowChoice } from "./columns.ts";

/** Ticks a row. The keyboard ticks it from the row itself, so that the grid is one stop on the way of Tab. */
export function ChoiceBox<Row>({ choice, row }: { choice: RowChoice<Row>; row: Row }) {
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- It only keeps the click from opening the row.
    <label
      onClick={(event) => event.stopPropagation()}
      className="grid size-full min-h-8.5 min-w-9 cursor-pointer place-items-center"
    >
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={choice.labelOf(row)}
        checked={choice.isChosen(row)}
        onChange={() => choice.onToggle(row)}
        className="size-3.5 cursor-pointer accent-accent opacity-60 checked:opacity-100 hover:opacity-100"
      />
    </label>
  );
}
