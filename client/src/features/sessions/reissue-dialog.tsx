"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { ReissueSessionKeyDocument } from "#gql/sessions.ts";
import { refusalIn } from "#lib/refusal.ts";
import { saveFile } from "#lib/save-file.ts";
import { Button } from "#ui/button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Notice } from "#ui/notice.tsx";
import { ShownOnce } from "#ui/shown-once.tsx";
import { sayDone } from "#ui/toast.tsx";

export interface ReissueDialogProps {
  sessionId: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Another key for a machine that runs: a lost one loses no machine. */
export function ReissueDialog({ sessionId, open, onOpenChange }: ReissueDialogProps) {
  const [reissue] = useMutation(ReissueSessionKeyDocument);
  const [privateKey, setPrivateKey] = useState<string | null>(null);
  const close = (next: boolean): void => {
    onOpenChange(next);
    if (!next) setPrivateKey(null);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      keep={privateKey !== null}
      title={privateKey === null ? "Let another key in" : "The new key is let in"}
      description={
        privateKey === null ? "The machine runs on. The key that is let in now is let out." : undefined
      }
    >
      {privateKey === null ? (
        <Form
          aria-label="Let another key in"
          fields={["publicKey"]}
          className="grid gap-4"
          submit={async (values) => {
            const publicKey = textOf(values, "publicKey") || null;
            const { data } = await reissue({ variables: { sessionId, publicKey } });
            const result = data?.reissueSessionKey;
            if (result?.__typename === "SessionRekeyed") {
              if (result.privateKey) setPrivateKey(result.privateKey);
              else {
                close(false);
                sayDone("Key replaced", "Log in with the key that you gave.");
              }
            }
            return refusalIn(result);
          }}
        >
          {({ busy }) => (
            <>
              <TextField
                name="publicKey"
                label="Your public key"
                placeholder="ssh-ed25519 AAAA…"
                autoComplete="off"
                hint="Left empty, a pair is made and its private half shown once."
              />
              <DialogActions>
                <Button onClick={() => close(false)}>Cancel</Button>
                <SubmitButton busy={busy}>Replace the key</SubmitButton>
              </DialogActions>
            </>
          )}
        </Form>
      ) : (
        <div className="grid gap-3">
          <Notice tone="warn">This private key is shown once and kept nowhere.</Notice>
          <ShownOnce text={privateKey} label="The private key" what="the private key" />
          <DialogActions>
            <Button onClick={() => saveFile(`${sessionId}.pem`, privateKey)}>Save as a file</Button>
            <Button tone="primary" onClick={() => close(false)}>
              I have kept it
            </Button>
          </DialogActions>
        </div>
      )}
    </Dialog>
  );
}
