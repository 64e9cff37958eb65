"use client";

import { Button } from "#ui/button.tsx";
import { buttonStyle } from "#ui/button-style.ts";
import { CopyButton } from "#ui/copy-button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { Notice } from "#ui/notice.tsx";

/** Shown once. */
export function AddressDialog({ address, onClose }: { address: string | null; onClose: () => void }) {
  return (
    <Dialog
      open={address !== null}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      keep
      title="The feed’s address"
    >
      <div className="grid gap-3">
        <Notice tone="warn">
          This is the only time it is shown. Whoever has it can read what is booked; if it gets about, give
          the feed a new one.
        </Notice>
        <code
          aria-label="The address"
          className="rounded-md bg-well p-3 font-mono text-xs break-all select-all"
        >
          {address}
        </code>
        <p className="text-sm text-ink-soft">
          In Google Calendar: Other calendars, From URL. In Outlook: Add calendar, Subscribe from web. On a
          Mac or a phone the button below opens the calendar itself.
        </p>
        <DialogActions>
          <a href={address?.replace(/^https?:/, "webcal:") ?? ""} className={buttonStyle({ tone: "plain" })}>
            Open in a calendar
          </a>
          <CopyButton text={address ?? ""} what="the address" />
          <Button tone="primary" onClick={onClose}>
            I have it
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
