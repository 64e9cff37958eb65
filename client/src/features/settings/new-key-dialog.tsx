"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { CreateApiKeyDocument, SettingsKeysDocument } from "#gql/settings.ts";
import { parseUsd } from "#lib/money.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { Field, TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Notice } from "#ui/notice.tsx";
import { ShownOnce } from "#ui/shown-once.tsx";
import { Select } from "#ui/select.tsx";
import { scopes } from "./scopes.ts";

export interface NewKeyDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const lifetimes = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
  { value: "never", label: "Until it is revoked" },
] as const;

export function NewKeyDialog({ open, onOpenChange }: NewKeyDialogProps) {
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null);
  const close = (next: boolean): void => {
    onOpenChange(next);
    if (!next) setMade(null);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      keep={made !== null}
      title={made ? `Key “${made.name}” is made` : "Make a key"}
    >
      {made ? (
        <Secret secret={made.secret} onDone={() => close(false)} />
      ) : (
        <KeyForm onMade={setMade} onCancel={() => close(false)} />
      )}
    </Dialog>
  );
}

interface KeyFormProps {
  onMade: (made: { name: string; secret: string }) => void;
  onCancel: () => void;
}

function KeyForm({ onMade, onCancel }: KeyFormProps) {
  const [create] = useMutation(CreateApiKeyDocument, { refetchQueries: [SettingsKeysDocument] });
  return (
    <Form
      aria-label="Make a key"
      fields={["name", "scopes", "expiresInDays", "spendCeilingPerDay", "consumers"]}
      className="grid gap-4"
      submit={async (values) => {
        const name = textOf(values, "name");
        const ceiling = textOf(values, "spendCeilingPerDay");
        const spendCeilingPerDay = ceiling === "" ? null : parseUsd(ceiling);
        if (ceiling !== "" && spendCeilingPerDay === null) {
          return { field: "spendCeilingPerDay", message: "Write an amount, such as 25 or 25.00." };
        }
        const consumers = textOf(values, "consumers")
          .split(",")
          .map((consumer) => consumer.trim())
          .filter((consumer) => consumer !== "");
        const days = Number(textOf(values, "expiresInDays"));
        const { data } = await create({
          variables: {
            input: {
              name,
              scopes: values.getAll("scopes").map(String),
              expiresInDays: Number.isInteger(days) ? days : null,
              spendCeilingPerDay,
              consumers: consumers.length === 0 ? null : consumers,
            },
          },
        });
        const result = data?.createApiKey;
        if (result?.__typename === "ApiKeyCreated") onMade({ name, secret: result.secret });
        return refusalIn(result);
      }}
    >
      {({ busy }) => (
        <>
          <TextField
            name="name"
            label="Name"
            required
            maxLength={80}
            autoComplete="off"
            autoFocus
            hint="What will use it."
          />
          <Field name="scopes" label="It may">
            <div className="grid gap-2">
              {scopes.map(({ value, label, hint }) => (
                <Checkbox key={value} name="scopes" value={value} defaultChecked={value === "read"}>
                  {label} <span className="text-xs text-ink-faint">{hint}</span>
                </Checkbox>
              ))}
            </div>
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field name="expiresInDays" label="Works for">
              <Select options={lifetimes} defaultValue="90" />
            </Field>
            <TextField
              name="spendCeilingPerDay"
              label="Dollars a day, at most"
              inputMode="decimal"
              placeholder="No ceiling"
              autoComplete="off"
            />
          </div>
          <TextField
            name="consumers"
            label="Only for these consumers"
            placeholder="All of the account"
            autoComplete="off"
            hint="Names between commas. It acts for them, and sees nothing of others."
          />
          <DialogActions>
            <Button onClick={onCancel}>Cancel</Button>
            <SubmitButton busy={busy}>Make key</SubmitButton>
          </DialogActions>
        </>
      )}
    </Form>
  );
}

export function Secret({ secret, onDone }: { secret: string; onDone: () => void }) {
  return (
    <div className="grid gap-3">
      <Notice tone="warn">
        This is the only time it is shown. Keep it where you keep secrets; if it is lost, revoke it and make
        another.
      </Notice>
      <ShownOnce text={secret} label="The key" what="the key" />
      <DialogActions>
        <Button tone="primary" onClick={onDone}>
          I have kept it
        </Button>
      </DialogActions>
    </div>
  );
}
