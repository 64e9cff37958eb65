import type { RentTemplateFragment } from "#gql/graphql.ts";
import { Checkbox } from "#ui/checkbox.tsx";
import { CodeField, TextField } from "#ui/field.tsx";

/** What becomes of what is on the disk when the session ends. */
export function SavingFields({ template }: { template: RentTemplateFragment | null }) {
  return (
    <div className="grid gap-4">
      <CodeField
        name="saveCommand"
        label="Save by"
        rows={2}
        placeholder={template?.saveCommand ?? "rsync -a /work you@example.com:kept"}
        hint="A command that runs before the machine is ended. Left empty, what is on its disk goes with it."
      />
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <TextField
          name="saveMinutes"
          label="Within"
          inputMode="numeric"
          placeholder={String(template?.saveMinutes ?? 10)}
          autoComplete="off"
          hint="Minutes, 30 at most. They are of its hours and charged like them."
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
