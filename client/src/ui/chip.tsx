"use client";

import { X } from "lucide-react";

/** Something that holds at the moment, and the way to undo it. */
export function Chip({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <span className="inline-flex h-6 items-center gap-0.5 rounded-full border border-line-strong bg-sheet pl-2.5 text-xs text-ink">
      {label}
      <button
        type="button"
        aria-label={`Remove ${label}`}
        onClick={onRemove}
        className="grid size-6 place-items-center rounded-full text-ink-faint hover:text-ink"
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  );
}
