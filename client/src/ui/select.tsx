"use client";

import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import { classNames } from "./class-names.ts";
import { optionStyle, popupStyle } from "./popup.ts";

export interface SelectProps<Value extends string> {
  /** What is chosen, for who cannot see where the control stands. Leave out inside a Field, which has a label. */
  label?: string;
  options: readonly { value: Value; label: string; hint?: string }[];
  value?: Value;
  defaultValue?: Value;
  onChange?: (value: Value) => void;
  disabled?: boolean;
  size?: "sm" | "md";
}

export function Select<Value extends string>({
  label,
  options,
  value,
  defaultValue,
  onChange,
  disabled,
  size = "md",
}: SelectProps<Value>) {
  return (
    <Base.Root
      items={options}
      {...(value !== undefined && { value })}
      {...(defaultValue !== undefined && { defaultValue })}
      onValueChange={(next) => {
        if (next !== null) onChange?.(next);
      }}
      disabled={disabled}
    >
      <Base.Trigger
        aria-label={label}
        className={classNames(
          "flex items-center justify-between gap-2 rounded-md border border-line-strong bg-sheet text-left whitespace-nowrap hover:not-data-disabled:border-ink-faint data-disabled:opacity-60",
          size === "sm" ? "h-7 px-2 text-xs" : "h-9 px-2.5 text-base",
        )}
      >
        <Base.Value />
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner
          alignItemWithTrigger={false}
          align="start"
          sideOffset={4}
          className="z-50 outline-none"
        >
          <Base.Popup className={popupStyle}>
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className={classNames(optionStyle, option.hint && "items-start")}
              >
                <span className="grid size-4 shrink-0 translate-y-0.5 place-items-center">
                  <Base.ItemIndicator>
                    <Check aria-hidden className="size-3.5" />
                  </Base.ItemIndicator>
                </span>
                <span className="grid">
                  <Base.ItemText>{option.label}</Base.ItemText>
                  {option.hint && <span className="text-xs text-ink-faint">{option.hint}</span>}
                </span>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
