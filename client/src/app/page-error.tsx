"use client";

import { useEffect } from "react";
import { problemOf } from "#lib/problem.ts";
import { Button } from "#ui/button.tsx";
import { Failed } from "#ui/states.tsx";

/** What a page could not recover from: a fault of the console itself, told with the digest its server logged it under. */
export function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  useEffect(() => console.error(error), [error]);
  const problem = problemOf(error);
  return (
    <div className="grid min-h-[60dvh] grow place-items-center">
      <Failed
        isPage
        problem={{ ...problem, requestId: problem.requestId ?? error.digest ?? null }}
        actions={<Button onClick={reset}>Try again</Button>}
      />
    </div>
  );
}
