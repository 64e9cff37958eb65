"use client";

import { useRouter } from "next/navigation";
import { useEffect, useLayoutEffect, useState } from "react";
import { onAccessChanged } from "#lib/live/socket.ts";
import { setViewer } from "#lib/viewer.ts";

/**
 * When the viewer's rights change, the page is rendered anew with the new ones; signed out, it leads to
 * sign-in. Finding itself in another account, or with somebody else, it says false, and begins a whole new
 * page: nothing of the viewer before may stay in memory.
 */
export function useAccessWatch(accountId: string, userId: string | null): boolean {
  const router = useRouter();
  useEffect(() => onAccessChanged(() => router.refresh()), [router]);

  const [first] = useState({ accountId, userId });
  // Before anything on the page asks or listens, which it does in effects.
  useLayoutEffect(() => setViewer(first), [first]);
  const isSame = accountId === first.accountId && userId === first.userId;
  useEffect(() => {
    if (!isSame) window.location.reload();
  }, [isSame]);
  return isSame;
}
