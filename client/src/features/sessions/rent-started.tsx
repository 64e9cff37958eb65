"use client";

import Link from "next/link";
import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { buttonStyle } from "#ui/button-style.ts";
import { Notice } from "#ui/notice.tsx";
import { ShownOnce } from "#ui/shown-once.tsx";

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
          <ShownOnce text={privateKey} label="The private key" what="the private key" />
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
