"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { GrantCreditsDocument } from "#gql/credits.ts";
import { formatUsd, parseUsd } from "#lib/money.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { sayDone } from "#ui/toast.tsx";

export interface GrantDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function GrantDialog({ open, onOpenChange }: GrantDialogProps) {
  const [grant] = useMutation(GrantCreditsDocument);
  // One key for one wish: sent again after a lost answer, it is done once.
  const [key, setKey] = useState(newKey);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Grant credit"
      description="To this account, by those who run Berth. The reason stays in its ledger."
    >
      <Form
        aria-label="Grant credit"
        fields={["amount", "reason"]}
        className="grid gap-4"
        submit={async (values) => {
          const amount = parseUsd(textOf(values, "amount"));
          if (amount === null) return { field: "amount", message: "That is no amount of dollars." };
          const input = { amount, reason: textOf(values, "reason") };
          const { data } = await grant({ variables: { input, idempotencyKey: key } });
          const refused = refusalIn(data?.grantCredits);
          setKey(newKey());
          if (!refused) {
            sayDone("Credit granted", formatUsd(amount));
            onOpenChange(false);
          }
          return refused;
        }}
      >
        {({ busy }) => (
          <>
            <TextField
              name="amount"
              label="Amount"
              inputMode="decimal"
              placeholder="$25.00"
              required
              autoComplete="off"
              autoFocus
            />
            <TextField
              name="reason"
              label="Reason"
              hint="It ends thirty days from now, at the end of that day in UTC."
              required
              autoComplete="off"
            />
            <DialogActions>
              <Button onClick={() => onOpenChange(false)}>Cancel</Button>
              <SubmitButton busy={busy}>Grant</SubmitButton>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}

function newKey(): string {
  return crypto.randomUUID();
}
