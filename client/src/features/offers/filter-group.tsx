import type { ReactNode } from "react";

export function FilterGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="px-4 py-3">
      <legend className="float-left mb-1.5 text-xs font-medium text-ink-faint">{title}</legend>
      <div className="clear-both grid gap-2">{children}</div>
    </fieldset>
  );
}
