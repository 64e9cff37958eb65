"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { onAccessChanged } from "#lib/live/socket.ts";

/** When the viewer's rights change, the page is rendered anew with the new ones; signed out, it leads to sign-in. */
export function useAccessWatch(): void {
  const router = useRouter();
  useEffect(() => onAccessChanged(() => router.refresh()), [router]);
}
