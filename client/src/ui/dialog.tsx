"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { buttonStyle } from "./button-style.ts";
import { classNames } from "./class-names.ts";
import { Still } from "./still.tsx";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** A sheet stands at the side of what it is about, which stays in view; a wide box has room for a table. */
  shape?: "box" | "wide" | "sheet";
  /** Opened for something that cannot be had again: clicking beside it does not close it. */
  keep?: boolean;
}

export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  shape = "box",
  keep = false,
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange} disablePointerDismissal={keep}>
      <Base.Portal>
        <Base.Backdrop
          className={classNames(
            "fixed inset-0 z-40 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0",
            shape === "sheet" ? "bg-shade/40" : "bg-shade",
          )}
        />
        <Base.Popup
          className={classNames(
            "fixed z-50 flex flex-col border bg-sheet text-ink shadow-lift outline-none",
            shape === "box" && [boxStyle, "top-[12dvh] max-h-[80dvh] w-[30rem]"],
            shape === "wide" && [boxStyle, "top-[6dvh] max-h-[88dvh] w-[64rem]"],
            shape === "sheet" &&
              "inset-y-0 right-0 w-[26rem] max-w-full border-y-0 border-r-0 transition-transform duration-150 ease-out data-ending-style:translate-x-8 data-ending-style:opacity-0 data-starting-style:translate-x-8 data-starting-style:opacity-0",
          )}
        >
          <Still still={!open}>
            <header className="flex items-start gap-4 border-b px-5 py-4">
              <div className="min-w-0 grow">
                <Base.Title className="text-lg font-semibold tracking-tight">{title}</Base.Title>
                {description && (
                  <Base.Description className="mt-0.5 text-sm text-ink-soft">{description}</Base.Description>
                )}
              </div>
              <Base.Close
                aria-label="Close"
                className={classNames(buttonStyle({ tone: "quiet", size: "iconSm" }), "-mr-1.5")}
              >
                <X aria-hidden className="size-4" />
              </Base.Close>
            </header>
            <div className="min-h-0 grow overflow-y-auto px-5 py-4">{children}</div>
          </Still>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

const boxStyle = "appears left-1/2 max-w-[calc(100vw-2rem)] -translate-x-1/2 rounded-lg";

/** The row of buttons that ends a dialog. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex flex-wrap justify-end gap-2">{children}</div>;
}
