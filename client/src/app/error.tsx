"use client";

import { useEffect } from "react";
import { Button } from "#ui/button.tsx";
import { Failed } from "#ui/states.tsx";

/** A fault of the console itself: told with the digest under which its server logged it. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  useEffect(() => console.error(error), [error]);
  return (
    <main className="grid min-h-[60dvh] grow place-items-center">
      <Failed
        problem={{
          title: "This page broke",
          detail: "It is our fault, not yours. Nothing you did is lost; try again.",
          requestId: error.digest ?? null,
        }}
        actions={<Button onClick={reset}>Try again</Button>}
      />
    </main>
  );
}
