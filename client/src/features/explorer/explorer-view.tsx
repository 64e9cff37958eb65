"use client";

import dynamic from "next/dynamic";
import { LoadingRows } from "#ui/states.tsx";

// An editor is more than all the rest of the console, so no other page loads it.
const Explorer = dynamic(() => import("./explorer.tsx").then(({ Explorer }) => Explorer), {
  ssr: false,
  loading: () => <LoadingRows count={6} label="Opening the explorer" />,
});

/** `reader` is who writes here, in which account. */
export function ExplorerView({ reader }: { reader: string }) {
  return (
    <section aria-label="API explorer" className="h-full min-h-96">
      <Explorer key={reader} reader={reader} />
    </section>
  );
}
