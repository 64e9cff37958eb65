"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { onAccessChanged } from "#lib/live/socket.ts";

/**
 * When the viewer's rights change, the page is rendered anew with the new ones; signed out, it leads to
 * sign-in. Finding itself in another account it says false, and begins a whole new page: nothing of the
 * account before may stay in memory.
 */
export function useAccessWatch(accountId: string): boolean {
  const router = useRouter();
  useEffect(() => onAccessChanged(() => router.refresh()), [router]);

  const [firstId] = useState(accountId);
  const isSame = accountId === firstId;
  useEffect(() => {
    if (!isSame) window.location.reload();
  }, [isSame]);
  return isSame;
}
