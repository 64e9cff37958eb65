"use client";

import { useState } from "react";

export interface DiskFieldProps {
  diskGb: number;
  onChange: (diskGb: number) => void;
}

/** The disk that all-in prices count. */
export function DiskField({ diskGb, onChange }: DiskFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const settle = (): void => {
    const next = Number(typed);
    if (typed !== null && Number.isInteger(next) && next >= 1 && next <= 100_000 && next !== diskGb)
      onChange(next);
    setTyped(null);
  };
  return (
    <label className="flex items-center gap-1.5 text-xs text-ink-soft">
      All-in with
      <input
        inputMode="numeric"
        aria-label="Disk in gigabytes, for all-in prices"
        value={typed ?? diskGb}
        onChange={(event) => setTyped(event.target.value.replace(/\D/g, "").slice(0, 6))}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === "Enter") settle();
          if (event.key === "Escape") setTyped(null);
        }}
        className="numerals h-7 w-14 rounded-md border border-line-strong bg-sheet px-1.5 text-right text-xs text-ink hover:border-ink-faint focus-visible:outline-offset-0"
      />
      GB disk
    </label>
  );
}
