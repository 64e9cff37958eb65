"use client";

import { useEffect, useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import { Waitlist_WaitFragmentDoc, WaitlistTailDocument } from "#gql/reservations.ts";
import type { Waitlist_WaitFragment } from "#gql/graphql.ts";
import { followTail, tailAnew } from "#lib/live/tail.ts";
import { sayDone } from "#ui/toast.tsx";
import { afterChange } from "./waits.ts";

type Wait = Waitlist_WaitFragment;

/** What the account waits for, as it joins, leaves and is served; that something was booked is said aloud. */
export function useWaitlist(): readonly Wait[] {
  const [waits, setWaits] = useState<readonly Wait[]>([]);
  useEffect(
    () =>
      followTail({
        document: WaitlistTailDocument,
        variables: {},
        after: null,
        onFrame: ({ waitlistChanged: update }) => {
          if (update.__typename === "Resync") return tailAnew;
          if (update.__typename === "WaitlistSnapshot") {
            setWaits(update.waits.map((wait) => readFragment(Waitlist_WaitFragmentDoc, wait)));
            return update.cursor;
          }
          const changed = update.changed.map((wait) => readFragment(Waitlist_WaitFragmentDoc, wait));
          setWaits((before) => afterChange(before, changed));
          for (const { state, gpus, gpuModel } of changed)
            if (state === "BOOKED")
              sayDone("Booked", `What you waited for is yours: ${gpus} × ${gpuModel ?? "GPU"}.`);
          return update.cursor;
        },
      }),
    [],
  );
  return waits;
}
