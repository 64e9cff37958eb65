"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import type { Problem } from "#lib/problem.ts";
import { Button } from "#ui/button.tsx";
import { Failed } from "#ui/states.tsx";

/** Stands for a page whose data could not be had, with the way to try again. */
export function Unreachable({ problem }: { problem: Problem }) {
  const router = useRouter();
  const [busy, start] = useTransition();
  return (
    <main className="grid min-h-[60dvh] grow place-items-center">
      <Failed
        problem={problem}
        actions={
          <Button busy={busy} onClick={() => start(() => router.refresh())}>
            Try again
          </Button>
        }
      />
    </main>
  );
}
