"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { popupStyle, optionStyle } from "./popup.ts";

export interface MenuProps {
  /** The element that opens the menu; it is given the behaviour of a menu button. */
  trigger: ReactElement;
  align?: "start" | "end";
  children: ReactNode;
}

export function Menu({ trigger, align = "start", children }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={6} className="z-50 outline-none">
          <Base.Popup className={popupStyle}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export interface MenuItemProps {
  onSelect: () => void;
  tone?: "plain" | "danger";
  icon?: ReactNode;
  children: ReactNode;
}

export function MenuItem({ onSelect, tone = "plain", icon, children }: MenuItemProps) {
  return (
    <Base.Item onClick={onSelect} className={classNames(optionStyle, tone === "danger" && "text-danger")}>
      <span aria-hidden className="grid size-4 place-items-center text-ink-faint">
        {icon}
      </span>
      {children}
    </Base.Item>
  );
}

export interface MenuChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: ReactNode }[];
  onChange: (value: Value) => void;
}

/** Options of which one holds. */
export function MenuChoice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: MenuChoiceProps<Value>) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2.5 pt-1.5 pb-1 text-2xs font-medium text-ink-faint">
        {label}
      </Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(next: Value) => onChange(next)}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} className={optionStyle}>
            <span className="grid size-4 place-items-center">
              <Base.RadioItemIndicator>
                <Check aria-hidden className="size-3.5" />
              </Base.RadioItemIndicator>
            </span>
            {option.label}
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

export interface MenuTogglesProps {
  label: string;
  options: readonly { value: string; label: ReactNode; isOn: boolean; isFixed?: boolean }[];
  onChange: (value: string, isOn: boolean) => void;
}

/** Options that hold each for itself; the menu stays open, since one seldom changes only one. */
export function MenuToggles({ label, options, onChange }: MenuTogglesProps) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2.5 pt-1.5 pb-1 text-2xs font-medium text-ink-faint">
        {label}
      </Base.GroupLabel>
      {options.map(({ value, label, isOn, isFixed = false }) => (
        <Base.CheckboxItem
          key={value}
          checked={isOn}
          disabled={isFixed}
          closeOnClick={false}
          onCheckedChange={(next) => onChange(value, next)}
          className={optionStyle}
        >
          <span className="grid size-4 place-items-center">
            <Base.CheckboxItemIndicator>
              <Check aria-hidden className="size-3.5" />
            </Base.CheckboxItemIndicator>
          </span>
          {label}
        </Base.CheckboxItem>
      ))}
    </Base.Group>
  );
}

export function MenuLine() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}

/** Says what the menu is about; it is no option. */
export function MenuNote({ children }: { children: ReactNode }) {
  return <div className="px-2.5 py-1.5 text-xs text-ink-faint">{children}</div>;
}
