"use client";

import { useState, type SubmitEvent } from "react";
import { Button } from "#ui/button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { TextField } from "#ui/field.tsx";
import { Blocks } from "./blocks.tsx";
import { act, type Block, type Form, valuesOf } from "./workspace.ts";

export interface SlackFormProps {
  form: Form;
  user: string;
  onDone: () => void;
}

/** A form that the bot opened. */
export function SlackForm({ form, user, onDone }: SlackFormProps) {
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const { title, submit, blocks } = form.view;

  async function send(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    setBusy(true);
    const values = valuesOf(blocks, new FormData(event.currentTarget));
    const said = await act("submit", { user, viewId: form.id, values });
    setBusy(false);
    setErrors((said["errors"] ?? {}) as Record<string, string>);
    onDone();
  }

  async function dismiss() {
    await act("dismiss", { viewId: form.id });
    onDone();
  }

  return (
    <Dialog open onOpenChange={(open) => !open && void dismiss()} title={title.text}>
      <form onSubmit={(event) => void send(event)} className="grid gap-4">
        {blocks.map((block, at) =>
          block.type === "input" ? (
            <Asked key={block.block_id} block={block} error={errors[block.block_id]} />
          ) : (
            <Blocks key={at} blocks={[block]} />
          ),
        )}
        <DialogActions>
          <Button onClick={() => void dismiss()}>Close</Button>
          {submit && (
            <Button type="submit" tone="primary" busy={busy}>
              {submit.text}
            </Button>
          )}
        </DialogActions>
      </form>
    </Dialog>
  );
}

const types: Readonly<Record<string, string>> = {
  number_input: "number",
  datepicker: "date",
  timepicker: "time",
};

function Asked({ block, error }: { block: Extract<Block, { type: "input" }>; error: string | undefined }) {
  const { element, label, block_id: name } = block;
  if (element.type === "static_select") {
    return (
      <label className="grid gap-1 text-sm font-medium">
        {label.text}
        <select
          name={name}
          defaultValue={element.initial_option?.value}
          className="h-9 w-full rounded-md border border-line-strong bg-sheet px-2.5 text-base font-normal"
        >
          {(element.options ?? []).map((option) => (
            <option key={option.value} value={option.value}>
              {option.text.text}
            </option>
          ))}
        </select>
      </label>
    );
  }
  return (
    <TextField
      name={name}
      label={label.text}
      type={types[element.type] ?? "text"}
      autoComplete="off"
      required
      defaultValue={element.initial_value ?? element.initial_date ?? element.initial_time}
      placeholder={element.placeholder?.text}
      {...(error && { hint: error })}
    />
  );
}
