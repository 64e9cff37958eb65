"use client";

import { Notice } from "#ui/notice.tsx";

/** A market of which too little is known to say anything, or nothing new. */
export function TooLittle({ message, have, need }: { message: string; have: number; need: number }) {
  return (
    <div className="px-4 pt-4">
      <Notice tone="neutral">
        <p className="font-medium text-ink">{message}.</p>
        {have >= need ? (
          <p>Until then there is no forecast, and none is made up.</p>
        ) : (
          <>
            <p>
              {have} of {need} are known, and each full hour adds one. Until then there is no forecast, and
              none is made up.
            </p>
            <div
              role="progressbar"
              aria-label="Hours of history"
              aria-valuenow={have}
              aria-valuemax={need}
              className="mt-2 h-1.5 max-w-xs overflow-hidden rounded-full bg-line"
            >
              <div className="h-full rounded-full bg-accent" style={{ width: `${(have / need) * 100}%` }} />
            </div>
          </>
        )}
      </Notice>
    </div>
  );
}
