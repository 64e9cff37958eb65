"use client";

import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { problemOf } from "#lib/problem.ts";
import { buttonStyle } from "./button-style.ts";
import { classNames } from "./class-names.ts";

const manager = Base.createToastManager();

/** Says that something is done. */
export function sayDone(title: string, description?: string): void {
  manager.add({ title, description, timeout: 5_000 });
}

/** Says that something could not be done; it stays until it is read away. */
export function sayFailed(title: string, error: unknown): void {
  manager.add({ title, description: problemOf(error).detail, timeout: 0, type: "failed", priority: "high" });
}

export function sayRefused(title: string, reason: string): void {
  manager.add({ title, description: reason, timeout: 0, type: "failed", priority: "high" });
}

export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider toastManager={manager} limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed right-4 bottom-4 z-60 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2 max-sm:bottom-20">
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Toasts() {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      className={classNames(
        "appears rounded-lg border bg-sheet shadow-lift data-limited:hidden",
        toast.type === "failed" && "border-danger/40",
      )}
    >
      <Base.Content className="flex items-start gap-3 py-2.5 pr-2 pl-3.5">
        <div className="min-w-0 grow">
          <Base.Title
            className={classNames("text-sm font-medium", toast.type === "failed" && "text-danger")}
          />
          <Base.Description className="text-sm text-ink-soft" />
        </div>
        <Base.Close
          aria-label="Dismiss"
          aria-hidden={false}
          className={buttonStyle({ tone: "quiet", size: "iconSm" })}
        >
          <X aria-hidden className="size-3.5" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}
