import type { ReactNode } from "react";

export function FilterGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid gap-2 px-4 py-3">
      <legend className="float-left mb-2 text-xs font-medium text-ink-faint">{title}</legend>
      {children}
    </fieldset>
  );
}
