"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { RotateApiKeyDocument } from "#gql/settings.ts";
import type { ApiKeys_ApiKeyFragment } from "#gql/graphql.ts";
import { refusalIn } from "#lib/refusal.ts";
import { hourNow } from "#lib/hour.ts";
import { Button } from "#ui/button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { Field } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Select } from "#ui/select.tsx";
import { Secret } from "./new-key-dialog.tsx";

const HOUR_MS = 3_600_000;

const overlaps = [
  { value: "0", label: "Not at all" },
  { value: "1", label: "For an hour" },
  { value: "24", label: "For a day" },
  { value: "168", label: "For a week" },
  { value: "720", label: "For 30 days" },
] as const;

export interface RotateKeyDialogProps {
  /** Null shows nothing. */
  apiKey: ApiKeys_ApiKeyFragment | null;
  onClose: () => void;
}

/** A new secret now, and the old one for as long as it takes to change whatever uses it. */
export function RotateKeyDialog({ apiKey, onClose }: RotateKeyDialogProps) {
  const [rotate] = useMutation(RotateApiKeyDocument);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <Dialog
      open={apiKey !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      keep={secret !== null}
      title={`A new secret for ${apiKey?.name ?? "the key"}`}
    >
      {secret !== null ? (
        <Secret secret={secret} onDone={onClose} />
      ) : (
        <Form
          aria-label="New secret"
          fields={["overlap"]}
          className="grid gap-4"
          submit={async (values) => {
            if (!apiKey) return null;
            const hours = Number(textOf(values, "overlap"));
            // A little less than the most, for the clocks of two machines differ.
            const oldValidUntil = new Date(hourNow() + hours * HOUR_MS - (hours === 720 ? HOUR_MS : 0));
            const { data } = await rotate({
              variables: { apiKeyId: apiKey.id, oldValidUntil: oldValidUntil.toISOString() },
            });
            const result = data?.rotateApiKey;
            if (result?.__typename === "ApiKeyCreated") setSecret(result.secret);
            return refusalIn(result);
          }}
        >
          {({ busy }) => (
            <>
              <Field
                name="overlap"
                label="The old one is still good"
                hint="Its scopes, its ceiling and its consumers stay. What it has open is closed once, and comes back."
              >
                <Select options={overlaps} defaultValue="24" />
              </Field>
              <DialogActions>
                <Button onClick={onClose}>Cancel</Button>
                <SubmitButton busy={busy}>Make new secret</SubmitButton>
              </DialogActions>
            </>
          )}
        </Form>
      )}
    </Dialog>
  );
}
