import type { ReactNode } from "react";
import type { Problem } from "#lib/problem.ts";
import { Button } from "../button.tsx";
import { Spinner } from "../spinner.tsx";

export interface ListFootProps {
  busy: boolean;
  problem: Problem | null;
  onRetry: () => void;
  /** What to say when there is no more. */
  end: string | null;
  /** The way on, for who does not scroll. */
  children?: ReactNode;
}

/** What stands below the last loaded row: more is coming, more could not be had, or there is no more. */
export function ListFoot({ busy, problem, onRetry, end, children }: ListFootProps) {
  return (
    <div className="flex min-h-12 items-center justify-center gap-3 px-4 text-sm text-ink-faint">
      {problem ? (
        <span role="alert" className="flex flex-wrap items-center gap-3 py-2 text-danger">
          {problem.title}. {problem.detail}
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
        </span>
      ) : busy ? (
        <span role="status" className="flex items-center gap-2">
          <Spinner /> Loading more
        </span>
      ) : (
        children || end
      )}
    </div>
  );
}
