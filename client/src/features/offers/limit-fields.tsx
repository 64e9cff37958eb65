"use client";

import { useId, useState, type ReactNode } from "react";
import { formatUsd, parseUsd } from "#lib/money.ts";

const inputStyle =
  "numerals h-7 w-full min-w-0 rounded-md border border-line-strong bg-sheet px-2 text-sm text-ink placeholder:text-ink-faint hover:border-ink-faint focus-visible:outline-offset-0 aria-invalid:border-danger";

interface LimitFieldProps<Value> {
  label: string;
  placeholder: string;
  text: string;
  /** Null for an empty field, undefined for what is no limit. */
  read: (typed: string) => Value | null | undefined;
  refusal: ReactNode;
  onChange: (value: Value | null) => void;
}

/** A limit takes effect on Enter or on leaving the field, not with every letter. */
function LimitField<Value>({ label, placeholder, text, read, refusal, onChange }: LimitFieldProps<Value>) {
  const [typed, setTyped] = useState<string | null>(null);
  const refusalId = useId();
  const value = typed === null ? null : read(typed);
  const isWrong = typed !== null && value === undefined;

  const settle = (): void => {
    if (typed === null || value === undefined) return;
    if (typed !== text) onChange(value);
    setTyped(null);
  };
  return (
    <div className="min-w-0 grow">
      <input
        aria-label={label}
        aria-invalid={isWrong || undefined}
        aria-describedby={isWrong ? refusalId : undefined}
        inputMode="decimal"
        placeholder={placeholder}
        value={typed ?? text}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === "Enter") settle();
          if (event.key === "Escape") setTyped(null);
        }}
        className={inputStyle}
      />
      {isWrong && (
        <p id={refusalId} className="mt-1 text-xs text-danger">
          {refusal}
        </p>
      )}
    </div>
  );
}

export function PriceField({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  return (
    <LimitField
      label="Dollars per GPU-hour, at most"
      placeholder="Any price"
      text={value === null ? "" : formatUsd(value)}
      read={(typed) => (typed.trim() === "" ? null : (parseUsd(typed) ?? undefined))}
      refusal="Write an amount, such as 2.50."
      onChange={onChange}
    />
  );
}

export interface NumberFieldProps {
  label: string;
  value: number | null;
  onChange: (value: number | null) => void;
}

export function NumberField({ label, value, onChange }: NumberFieldProps) {
  return (
    <LimitField
      label={label}
      placeholder="Any"
      text={value === null ? "" : String(value)}
      read={(typed) =>
        typed.trim() === "" ? null : /^[1-9]\d{0,2}$/.test(typed.trim()) ? Number(typed) : undefined
      }
      refusal="1 to 999."
      onChange={onChange}
    />
  );
}
