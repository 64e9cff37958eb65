import type { ReactNode } from "react";
import type { Problem } from "#lib/problem.ts";
import { classNames } from "./class-names.ts";

// What stands where content would be: nothing there, not yet there, could not be had.

interface StateProps {
  title: ReactNode;
  /** It stands for the whole page, so its title is the page's. */
  isPage?: boolean;
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
}

function State({ title, isPage = false, children, actions, className }: StateProps) {
  const Title = isPage ? "h1" : "p";
  return (
    <div
      className={classNames(
        "mx-auto grid max-w-md justify-items-center gap-1 px-6 py-14 text-center",
        className,
      )}
    >
      <Title className="text-base font-medium text-ink">{title}</Title>
      {children && <div className="text-sm text-balance text-ink-soft">{children}</div>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}

export function Empty(props: StateProps) {
  return <State {...props} />;
}

interface FailedProps extends Pick<StateProps, "isPage" | "actions" | "className"> {
  problem: Problem;
}

export function Failed({ problem, ...rest }: FailedProps) {
  return (
    <div role="alert">
      <State title={problem.title} {...rest}>
        {problem.detail}
        {problem.requestId && !problem.detail.includes(problem.requestId) && (
          <p className="mt-1 text-xs text-ink-faint">
            Request <code className="font-mono">{problem.requestId}</code>
          </p>
        )}
      </State>
    </div>
  );
}

/** Lines where rows will be, so that nothing jumps when they come. */
export function LoadingRows({ count, label }: { count: number; label: string }) {
  return (
    <div role="status" className="grid gap-px overflow-hidden">
      <span className="sr-only">{label}</span>
      {Array.from({ length: count }, (_, place) => (
        <div key={place} aria-hidden className="flex h-9 items-center gap-6 border-b px-4">
          <span className="h-2.5 w-32 animate-pulse-quiet rounded-full bg-well" />
          <span className="h-2.5 w-12 animate-pulse-quiet rounded-full bg-well" />
          <span className="h-2.5 grow animate-pulse-quiet rounded-full bg-well" />
          <span className="h-2.5 w-20 animate-pulse-quiet rounded-full bg-well" />
        </div>
      ))}
    </div>
  );
}
