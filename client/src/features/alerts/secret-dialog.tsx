"use client";

import { Button } from "#ui/button.tsx";
import { CopyButton } from "#ui/copy-button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { Notice } from "#ui/notice.tsx";

/** Shown once. */
export function SecretDialog({ secret, onClose }: { secret: string | null; onClose: () => void }) {
  return (
    <Dialog
      open={secret !== null}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      keep
      title="The webhook’s secret"
    >
      <div className="grid gap-3">
        <Notice tone="warn">
          This is the only time it is shown. Your program checks with it that a call is from here, by the
          rules of standardwebhooks.com.
        </Notice>
        <code className="rounded-md bg-well p-3 text-xs break-all select-all">{secret}</code>
        <DialogActions>
          <CopyButton text={secret ?? ""} what="the secret" />
          <Button tone="primary" onClick={onClose}>
            I have it
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
