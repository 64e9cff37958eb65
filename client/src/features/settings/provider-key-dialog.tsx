"use client";

import { useMutation } from "@apollo/client/react";
import { readFragment } from "#gql/fragment-masking.ts";
import {
  ProviderKeys_ProviderKeyFragmentDoc,
  SetProviderKeyDocument,
  SettingsProvidersDocument,
} from "#gql/settings.ts";
import type { ProviderKeys_ProviderKeyFragment } from "#gql/graphql.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { sayDone } from "#ui/toast.tsx";

export interface ProviderKeyDialogProps {
  provider: ProviderKeys_ProviderKeyFragment;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function ProviderKeyDialog({ provider, open, onOpenChange }: ProviderKeyDialogProps) {
  const { providerId, providerName } = provider;
  const [set] = useMutation(SetProviderKeyDocument, { refetchQueries: [SettingsProvidersDocument] });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Key for ${providerName}`}
      description={`It is tried at ${providerName} and then sealed: it can be replaced or removed, but not read.`}
    >
      <Form
        aria-label={`Key for ${providerName}`}
        fields={["key"]}
        className="grid gap-4"
        submit={async (values) => {
          const { data } = await set({ variables: { providerId, key: textOf(values, "key") } });
          const refused = refusalIn(data?.setProviderKey);
          if (refused) return refused;
          const saved = data?.setProviderKey;
          const notTried =
            saved?.__typename === "ProviderKey"
              ? readFragment(ProviderKeys_ProviderKeyFragmentDoc, saved).notTried
              : null;
          sayDone("Key set", notTried ? "It could not be tried yet." : `${providerName} accepts it.`);
          onOpenChange(false);
          return null;
        }}
      >
        {({ busy }) => (
          <>
            <TextField
              name="key"
              label="API key"
              hint={`As ${providerName} shows it.`}
              type="password"
              required
              autoComplete="off"
              spellCheck={false}
              autoFocus
            />
            <DialogActions>
              <Button onClick={() => onOpenChange(false)}>Cancel</Button>
              <SubmitButton busy={busy}>Set key</SubmitButton>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
