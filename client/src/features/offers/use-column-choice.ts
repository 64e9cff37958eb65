"use client";

import { useState } from "react";
import { columnsCookie, writeCookie } from "#lib/cookies.ts";
import { readChoice, writeChoice, type ColumnChoice } from "./column-choice.ts";

/** The columns the reader chose, this time or an earlier one. */
export function useColumnChoice(kept: string | undefined) {
  const [choice, setChoice] = useState<ColumnChoice>(() => readChoice(kept));
  const change = (next: ColumnChoice): void => {
    setChoice(next);
    writeCookie(columnsCookie, writeChoice(next) || null);
  };
  return [choice, change] as const;
}
