"use client";

import { Field as Base } from "@base-ui/react/field";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.ts";

const inputStyle =
  "h-9 w-full rounded-md border border-line-strong bg-sheet px-2.5 text-base text-ink placeholder:text-ink-faint hover:border-ink-faint focus-visible:outline-2 focus-visible:outline-offset-0 data-invalid:border-danger any-pointer-coarse:text-[1rem]";

const areaStyle = inputStyle.replace("h-9 ", "").concat(" py-2 font-mono text-sm");

export interface FieldProps {
  /** The name the value is sent and refused under. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  children: ReactNode;
  className?: string | undefined;
}

/** A label, a control, a hint, and the refusal when there is one, tied together for every reader. */
export function Field({ name, label, hint, children, className }: FieldProps) {
  return (
    <Base.Root name={name} className={classNames("grid content-start gap-1", className)}>
      <Base.Label className="text-sm font-medium text-ink">{label}</Base.Label>
      {children}
      <Base.Error className="text-sm text-danger" />
      {hint && <Base.Description className="text-xs text-ink-faint">{hint}</Base.Description>}
    </Base.Root>
  );
}

export interface TextFieldProps extends Omit<ComponentProps<typeof Base.Control>, "className" | "name"> {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  className?: string;
}

export function TextField({ name, label, hint, className, ...control }: TextFieldProps) {
  return (
    <Field name={name} label={label} hint={hint} className={className}>
      <Base.Control className={inputStyle} {...control} />
    </Field>
  );
}

export interface CodeFieldProps extends Omit<ComponentProps<"textarea">, "className" | "name"> {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
}

/** For some lines of code: as many are seen as it has rows. */
export function CodeField({ name, label, hint, rows = 4, ...area }: CodeFieldProps) {
  return (
    <Field name={name} label={label} hint={hint}>
      <Base.Control
        className={areaStyle}
        render={<textarea spellCheck={false} autoCapitalize="off" autoComplete="off" rows={rows} {...area} />}
      />
    </Field>
  );
}
