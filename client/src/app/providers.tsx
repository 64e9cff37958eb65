"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import type { ReactNode } from "react";
import { ReaderProvider } from "#lib/reader.tsx";
import { ToastProvider } from "#ui/toast.tsx";
import { TooltipProvider } from "#ui/tooltip.tsx";

export interface ProvidersProps {
  nonce: string | undefined;
  zone: string;
  renderedAt: number;
  /** Whether the reader's zone is kept in a cookie. */
  remembers: boolean;
  children: ReactNode;
}

export function Providers({ nonce, zone, renderedAt, remembers, children }: ProvidersProps) {
  return (
    <CSPProvider nonce={nonce}>
      <ReaderProvider zone={zone} renderedAt={renderedAt} remembers={remembers}>
        <TooltipProvider delay={350}>
          <ToastProvider>{children}</ToastProvider>
        </TooltipProvider>
      </ReaderProvider>
    </CSPProvider>
  );
}
