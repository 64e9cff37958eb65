"use client";

import Link from "next/link";
import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { buttonStyle } from "#ui/button-style.ts";
import { CopyButton } from "#ui/copy-button.tsx";
import { Notice } from "#ui/notice.tsx";

/** What is there after the click: the key that is shown once, and the way to the machine. */
export function RentStarted({ id, privateKey }: { id: string; privateKey: string | null }) {
  const [kept, setKept] = useState(privateKey === null);
  return (
    <div className="grid max-w-xl gap-4 px-4 py-5">
      <Notice tone="neutral">
        Berth is getting the machine. Nothing is charged before it is proved to be as advertised.
      </Notice>
      {privateKey !== null && (
        <>
          <Notice tone="warn">
            This private key is shown once and kept nowhere. A lost one can be replaced while the machine
            runs.
          </Notice>
          <div className="flex items-start gap-2">
            <pre
              aria-label="The private key"
              className="grow overflow-x-auto rounded-md border bg-well px-3 py-2 font-mono text-xs"
            >
              {privateKey}
            </pre>
            <CopyButton text={privateKey} what="the private key" />
          </div>
          {!kept && (
            <Button tone="plain" onClick={() => setKept(true)}>
              I have kept it
            </Button>
          )}
        </>
      )}
      {kept && (
        <Link href={`/sessions/${id}`} className={buttonStyle({ tone: "primary" })}>
          Watch it come up
        </Link>
      )}
    </div>
  );
}
