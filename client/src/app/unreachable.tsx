"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";
import type { Problem } from "#lib/problem.ts";
import { Button } from "#ui/button.tsx";
import { Failed } from "#ui/states.tsx";

const retryMs = 5_000;

/** Stands for a page whose data could not be had. It tries again by itself, and when asked to. */
export function Unreachable({ problem }: { problem: Problem }) {
  const router = useRouter();
  const [busy, start] = useTransition();

  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) router.refresh();
    }, retryMs);
    return () => clearInterval(timer);
  }, [router]);

  return (
    <div className="grid min-h-[60dvh] grow place-items-center">
      <Failed
        isPage
        problem={problem}
        actions={
          <Button busy={busy} onClick={() => start(() => router.refresh())}>
            Try again
          </Button>
        }
      />
    </div>
  );
}
