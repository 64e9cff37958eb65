/** What menus and selects share: a small raised sheet, and a row in it. */
export const popupStyle =
  "appears min-w-44 max-w-80 max-h-(--available-height) overflow-y-auto rounded-lg border bg-sheet p-1 text-sm text-ink shadow-lift outline-none";

export const optionStyle =
  "flex min-h-8 w-full cursor-default select-none items-center gap-2 rounded-md px-2 py-1 text-left text-sm outline-none data-highlighted:bg-well data-disabled:opacity-50";
