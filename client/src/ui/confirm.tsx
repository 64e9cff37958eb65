"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { useState, useTransition, type ReactNode } from "react";
import { problemOf } from "#lib/problem.ts";
import type { Refused } from "#lib/refusal.ts";
import { Button } from "./button.tsx";
import { buttonStyle } from "./button-style.ts";
import { DialogActions } from "./dialog.tsx";
import { Notice } from "./notice.tsx";
import { Still } from "./still.tsx";

export interface ConfirmProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
  /** What the button does, as a verb and its object: "Revoke key". */
  action: string;
  /** Where nothing is taken away: the one who says no only leaves it. */
  isMild?: boolean;
  perform: () => Promise<Refused | null>;
}

/** Asks before what cannot be taken back, or costs money. */
export function Confirm({
  open,
  onOpenChange,
  title,
  children,
  action,
  isMild = false,
  perform,
}: ConfirmProps) {
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, start] = useTransition();

  const confirm = (): void =>
    start(async () => {
      setRefused(null);
      try {
        const answer = await perform();
        if (answer) setRefused(answer.message);
        else onOpenChange(false);
      } catch (error) {
        setRefused(problemOf(error).detail);
      }
    });

  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange} onOpenChangeComplete={() => setRefused(null)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-shade transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <AlertDialog.Popup className="appears fixed top-[18dvh] left-1/2 z-50 w-[26rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 rounded-lg border bg-sheet p-5 shadow-lift outline-none">
          <Still still={!open}>
            <AlertDialog.Title className="text-lg font-semibold tracking-tight">{title}</AlertDialog.Title>
            <AlertDialog.Description className="mt-1.5 text-sm text-ink-soft" render={<div />}>
              {children}
            </AlertDialog.Description>
          </Still>
          {refused && (
            <Notice tone="danger" className="mt-3">
              {refused}
            </Notice>
          )}
          <DialogActions>
            <AlertDialog.Close className={buttonStyle({ tone: "plain" })}>
              {isMild ? "Not now" : "Keep it"}
            </AlertDialog.Close>
            <Button tone={isMild ? "primary" : "danger"} busy={busy} onClick={confirm}>
              {action}
            </Button>
          </DialogActions>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
