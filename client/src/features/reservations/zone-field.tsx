"use client";

import { useId, useState } from "react";
import { isZone } from "#lib/time.ts";
import { TextField } from "#ui/field.tsx";

const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

/** A time zone by its name, found by writing a part of it. Only what is one is handed on. */
export function ZoneField(props: {
  name: string;
  label: string;
  value: string;
  onChange: (zone: string) => void;
}) {
  const { name, label, value, onChange } = props;
  const list = useId();
  const [written, setWritten] = useState(value);
  const isOdd = written.trim() === "" || !isZone(written.trim());
  return (
    <>
      <TextField
        name={name}
        label={label}
        list={list}
        autoComplete="off"
        spellCheck={false}
        value={written}
        hint={isOdd ? "A zone is named as in Europe/Berlin." : undefined}
        onChange={(event) => {
          const zone = event.target.value;
          setWritten(zone);
          if (zone.trim() !== "" && isZone(zone.trim())) onChange(zone.trim());
        }}
      />
      <datalist id={list}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}
