"use client";

import { saySetUp } from "#lib/set-up-words.ts";
import { Select } from "./select.tsx";

const none = "none";

/** Of how a team sets its machines up. */
export interface Template {
  id: string;
  name: string;
  image: string | null;
  diskGb: number | null;
  ports: readonly number[];
  envNames: readonly string[];
  onStart: string | null;
  idleMinutes: number | null;
  saveCommand: string | null;
}

export interface TemplateSelectProps {
  templates: readonly Template[];
  value: string | null;
  onChange: (id: string | null) => void;
  /** Where no label stands beside it. */
  label?: string;
}

export function TemplateSelect({ templates, value, onChange, label }: TemplateSelectProps) {
  return (
    <Select
      {...(label && { label })}
      value={value ?? none}
      onChange={(id) => onChange(id === none ? null : id)}
      options={[
        { value: none, label: "No template" },
        ...templates.map((one) => ({
          value: one.id,
          label: one.name,
          hint: saySetUp({ ...one, hasStartScript: one.onStart !== null, saves: one.saveCommand !== null }),
        })),
      ]}
    />
  );
}
