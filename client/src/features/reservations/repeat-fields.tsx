"use client";

import { Field, TextField } from "#ui/field.tsx";
import { Select } from "#ui/select.tsx";
import { daylightSavings, MOST_TIMES, type Repeat, repeats } from "./repeat.ts";
import { ZoneField } from "./zone-field.tsx";

/** Whether it is booked again, how often, and what stays the same where clocks are changed on the way. */
export function RepeatFields({ repeat, onChange }: { repeat: Repeat; onChange: (repeat: Repeat) => void }) {
  const set = (change: Partial<Repeat>) => onChange({ ...repeat, ...change });
  return (
    <>
      <div className="grid grid-cols-[1fr_6rem] gap-3">
        <Field name="every" label="How often">
          <Select options={repeats} value={repeat.every} onChange={(every) => set({ every })} />
        </Field>
        {repeat.every !== "once" && repeat.every !== "rule" && (
          <TextField
            name="times"
            label="Times"
            type="number"
            min={1}
            max={MOST_TIMES}
            value={repeat.times}
            onChange={(event) => set({ times: Number(event.target.value) || 1 })}
          />
        )}
      </div>
      {repeat.every === "rule" && (
        <TextField
          name="rule"
          label="Rule"
          hint="As calendars write it (RRULE): daily, weekly or monthly, sixty times at most."
          placeholder="FREQ=WEEKLY;BYDAY=MO,WE;COUNT=8"
          autoComplete="off"
          spellCheck={false}
          value={repeat.rule}
          onChange={(event) => set({ rule: event.target.value })}
        />
      )}
      {repeat.every !== "once" && (
        <>
          <ZoneField
            name="zone"
            label="By the clock of"
            value={repeat.zone}
            onChange={(zone) => set({ zone })}
          />
          <Field name="daylightSaving" label="Where clocks are changed, stays">
            <Select
              options={daylightSavings}
              value={repeat.daylightSaving}
              onChange={(daylightSaving) => set({ daylightSaving })}
            />
          </Field>
        </>
      )}
    </>
  );
}
