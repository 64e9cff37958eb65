import type { RentTemplateFragment } from "#gql/graphql.ts";
import { Checkbox } from "#ui/checkbox.tsx";
import { CodeField, TextField } from "#ui/field.tsx";

/** What becomes of what is on the disk when the session ends. */
export function SavingFields({ template }: { template: RentTemplateFragment | null }) {
  return (
    <div className="grid gap-4 border-t pt-4">
      <div className="grid gap-1">
        <h2 className="text-sm font-semibold">What is saved at its end</h2>
        <p className="text-xs text-ink-faint">
          Without a command, what is on its disk goes with the machine.
        </p>
      </div>
      <CodeField
        name="saveCommand"
        label="Command that saves"
        rows={2}
        placeholder={template?.saveCommand ?? "rsync -a /work you@example.com:kept"}
        hint="Runs in a shell before the machine is ended, early enough to be over by a planned end."
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          name="saveMinutes"
          label="Minutes it may take"
          inputMode="numeric"
          placeholder={String(template?.saveMinutes ?? 10)}
          autoComplete="off"
          hint="30 at most, charged like all others."
        />
        {template?.saveCommand && (
          <Checkbox name="discard" className="sm:mt-7">
            Save nothing
          </Checkbox>
        )}
      </div>
    </div>
  );
}
