"use client";

import { useMutation } from "@apollo/client/react";
import { useState, type RefObject } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import {
  RemoveSessionTemplateDocument,
  RentTemplateFragmentDoc,
  SaveSessionTemplateDocument,
} from "#gql/sessions.ts";
import type { RentTemplateFragment } from "#gql/graphql.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Confirm } from "#ui/confirm.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { TemplateSelect } from "#ui/template-select.tsx";
import { sayDone } from "#ui/toast.tsx";
import { readSetUp } from "./set-up.ts";

export interface TemplateBarProps {
  templates: readonly RentTemplateFragment[];
  chosen: RentTemplateFragment | null;
  onChoose: (id: string | null) => void;
  onChange: (templates: readonly RentTemplateFragment[]) => void;
  /** Of what is written there, a template is made. */
  form: RefObject<HTMLDivElement | null>;
}

/** Which template the machine is set up by; and keeps what is written in the form as one. */
export function TemplateBar({ templates, chosen, onChoose, onChange, form }: TemplateBarProps) {
  const [saving, setSaving] = useState(false);
  const [removing, setRemoving] = useState(false);
  const [save] = useMutation(SaveSessionTemplateDocument);
  const [remove] = useMutation(RemoveSessionTemplateDocument);

  const keep = (saved: RentTemplateFragment): void => {
    const others = templates.filter(({ name }) => name.toLowerCase() !== saved.name.toLowerCase());
    onChange([...others, saved].toSorted((a, b) => a.name.localeCompare(b.name, "en")));
    onChoose(saved.id);
    setSaving(false);
    sayDone("Saved", `“${saved.name}” is there for everybody in the team.`);
  };

  return (
    <div className="flex flex-wrap items-center gap-2">
      {templates.length > 0 && (
        <TemplateSelect
          label="Template"
          templates={templates}
          value={chosen?.id ?? null}
          onChange={onChoose}
        />
      )}
      <Button tone={templates.length > 0 ? "quiet" : "plain"} onClick={() => setSaving(true)}>
        Save as a template
      </Button>
      {chosen && (
        <Button tone="quiet" onClick={() => setRemoving(true)}>
          Remove “{chosen.name}”
        </Button>
      )}
      <Dialog
        open={saving}
        onOpenChange={setSaving}
        title="Save as a template"
        description="Image, disk, ports, start script, variables, idle limit and what is saved, as they are written here."
      >
        <Form
          aria-label="Save as a template"
          fields={["name"]}
          submit={async (values) => {
            const written = form.current?.closest("form");
            const setUp = readSetUp(new FormData(written ?? undefined));
            if ("message" in setUp) return { ...setUp, field: null };
            const input = { ...setUp, name: textOf(values, "name"), templateId: chosen?.id ?? null };
            const { data } = await save({ variables: { input } });
            const result = data?.saveSessionTemplate;
            if (result?.__typename === "SessionTemplate") keep(readFragment(RentTemplateFragmentDoc, result));
            return refusalIn(result);
          }}
        >
          {({ busy }) => (
            <>
              <TextField
                name="name"
                label="Name"
                defaultValue={chosen?.name ?? ""}
                required
                autoComplete="off"
                hint="One that is there is replaced. What variables hold is sealed and shown to nobody."
              />
              <DialogActions>
                <Button tone="plain" onClick={() => setSaving(false)}>
                  Cancel
                </Button>
                <SubmitButton busy={busy}>Save</SubmitButton>
              </DialogActions>
            </>
          )}
        </Form>
      </Dialog>
      {chosen && (
        <Confirm
          open={removing}
          onOpenChange={setRemoving}
          title={`Remove “${chosen.name}”?`}
          action="Remove template"
          perform={async () => {
            const { data } = await remove({ variables: { templateId: chosen.id } });
            const refused = refusalIn(data?.removeSessionTemplate);
            if (refused) return refused;
            onChoose(null);
            onChange(templates.filter(({ id }) => id !== chosen.id));
            return null;
          }}
        >
          Nobody in the team can start with it any more. What was started with it runs on.
        </Confirm>
      )}
    </div>
  );
}
