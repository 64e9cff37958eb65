"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { StartTopUpDocument } from "#gql/credits.ts";
import { parseUsd } from "#lib/money.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";

/** Says how much, and leads to where it is paid. The credit is there once the payment is. */
export function TopUpDialog(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { open, onOpenChange } = props;
  const [start] = useMutation(StartTopUpDocument);
  // One key for one amount: sent again after a lost answer, it leads to the same place.
  const [key, setKey] = useState(newKey);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Top up"
      description="It is paid at Stripe, and is in the ledger as soon as Stripe says so."
    >
      <Form
        aria-label="Top up"
        fields={["amount"]}
        className="grid gap-4"
        submit={async (values) => {
          const amount = parseUsd(textOf(values, "amount"));
          if (amount === null) return { field: "amount", message: "That is no amount of dollars." };
          const { data } = await start({ variables: { input: { amount }, idempotencyKey: key } });
          const result = data?.startTopUp;
          const refused = refusalIn(result);
          if (refused) {
            setKey(newKey());
            return refused;
          }
          if (result?.__typename !== "TopUp" || !result.url)
            return { field: null, message: "There is no place to pay right now. Try again." };
          window.location.assign(result.url);
          return null;
        }}
      >
        {({ busy }) => (
          <>
            <TextField
              name="amount"
              label="Amount"
              hint="In whole cents, between $5 and $10,000. What is bought lives thirty days, to the end of that day in UTC."
              inputMode="decimal"
              placeholder="$100.00"
              required
              autoComplete="off"
              autoFocus
              onChange={() => setKey(newKey())}
            />
            <DialogActions>
              <Button onClick={() => onOpenChange(false)}>Cancel</Button>
              <SubmitButton busy={busy}>Go and pay</SubmitButton>
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
