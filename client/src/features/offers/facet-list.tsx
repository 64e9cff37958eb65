"use client";

import { useState } from "react";
import { Checkbox } from "#ui/checkbox.tsx";
import { facetRows } from "./facet-rows.ts";

export interface FacetListProps {
  label: string;
  facets: readonly { value: string; count: number }[];
  chosen: readonly string[];
  nameOf: (value: string) => string;
  onChange: (chosen: string[]) => void;
}

const shownAtFirst = 8;

export function FacetList({ label, facets, chosen, nameOf, onChange }: FacetListProps) {
  const [showsAll, setShowsAll] = useState(false);
  const rows = facetRows(facets, chosen);
  const shown = showsAll
    ? rows
    : rows.filter((row, place) => place < shownAtFirst || chosen.includes(row.value));
  const hidden = rows.length - shown.length;

  if (rows.length === 0) return <p className="text-xs text-ink-faint">None under these filters.</p>;
  return (
    <>
      <ul aria-label={label} className="grid gap-1.5">
        {shown.map(({ value, count }) => (
          <li key={value} className="flex items-center gap-2">
            <Checkbox
              className="grow"
              checked={chosen.includes(value)}
              onChange={(checked) =>
                onChange(checked ? [...chosen, value] : chosen.filter((each) => each !== value))
              }
            >
              <span className="truncate">{nameOf(value)}</span>
            </Checkbox>
            <span className="numerals text-xs text-ink-faint">{count}</span>
          </li>
        ))}
      </ul>
      {(hidden > 0 || showsAll) && rows.length > shownAtFirst && (
        <button
          type="button"
          aria-expanded={showsAll}
          onClick={() => setShowsAll(!showsAll)}
          className="justify-self-start rounded-sm text-xs text-accent hover:underline"
        >
          {showsAll ? "Show fewer" : `Show ${hidden} more`}
        </button>
      )}
    </>
  );
}
