"use client";

import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

export interface CheckboxProps {
  children: ReactNode;
  checked?: boolean;
  defaultChecked?: boolean;
  onChange?: (checked: boolean) => void;
  name?: string;
  value?: string;
  disabled?: boolean;
  className?: string;
}

export function Checkbox({ children, onChange, className, ...box }: CheckboxProps) {
  return (
    <label className={classNames("flex min-w-0 items-center gap-2 text-sm text-ink", className)}>
      <Base.Root
        {...box}
        onCheckedChange={(checked) => onChange?.(checked)}
        className="grid size-4 shrink-0 place-items-center rounded-sm border border-line-strong bg-sheet transition-colors hover:border-ink-faint data-checked:border-accent data-checked:bg-accent data-checked:text-on-accent data-disabled:opacity-50"
      >
        <Base.Indicator>
          <Check aria-hidden className="size-3" strokeWidth={3} />
        </Base.Indicator>
      </Base.Root>
      {children}
    </label>
  );
}
