import { useId, type ReactNode } from "react";

export interface PanelProps {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** One matter of a page: its name, a sentence about it, what can be done, and the thing itself. */
export function Panel({ title, note, actions, children }: PanelProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-b last:border-b-0">
      <header className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 pt-5 pb-3">
        <div className="min-w-0 grow">
          <h2 id={id} className="text-base font-semibold tracking-tight">
            {title}
          </h2>
          {note && <p className="max-w-prose text-sm text-ink-soft">{note}</p>}
        </div>
        {actions}
      </header>
      <div className="pb-5">{children}</div>
    </section>
  );
}
