"use client";

import { useMutation } from "@apollo/client/react";
import { InviteMemberDocument, SettingsAccountDocument } from "#gql/settings.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { Field, TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Select } from "#ui/select.tsx";
import { sayDone } from "#ui/toast.tsx";
import { readRole, roles } from "./roles.ts";

export interface InviteDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function InviteDialog({ open, onOpenChange }: InviteDialogProps) {
  const [invite] = useMutation(InviteMemberDocument, { refetchQueries: [SettingsAccountDocument] });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Invite someone"
      description="They get a mail with the way in."
    >
      <Form
        aria-label="Invite someone"
        fields={["email", "role"]}
        className="grid gap-4"
        submit={async (values) => {
          const email = textOf(values, "email");
          const { data } = await invite({ variables: { email, role: readRole(textOf(values, "role")) } });
          const result = data?.inviteMember;
          const refused = refusalIn(result);
          if (!refused) {
            sayDone("Invitation sent", email);
            onOpenChange(false);
          }
          return refused && result?.__typename === "AlreadyMember" ? { ...refused, field: "email" } : refused;
        }}
      >
        {({ busy }) => (
          <>
            <TextField name="email" label="E-mail" type="email" required autoComplete="off" autoFocus />
            <Field name="role" label="Role">
              <Select options={roles} defaultValue="MEMBER" />
            </Field>
            <DialogActions>
              <Button onClick={() => onOpenChange(false)}>Cancel</Button>
              <SubmitButton busy={busy}>Send invitation</SubmitButton>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
