"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import { Closure_ClosureFragmentDoc, ClosePoolDocument, OpenPoolDocument } from "#gql/reservations.ts";
import type { ClosureKind, PoolRow_PoolFragment } from "#gql/graphql.ts";
import { useZone } from "#lib/reader.tsx";
import { refusalIn, type Refused } from "#lib/refusal.ts";
import { dayAndTime, zoneName } from "#lib/time.ts";
import { hourNow } from "#lib/hour.ts";
import { Button } from "#ui/button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Notice } from "#ui/notice.tsx";
import { Segments } from "#ui/segments.tsx";
import { sayDone, sayFailed, sayRefused } from "#ui/toast.tsx";
import { InTheWay, type PromisedAlready } from "./in-the-way.tsx";
import { usePoolSettings } from "./use-pool-settings.ts";
import { instantOf, later, nextQuarter, wallClock } from "./wall-clock.ts";

const kinds: readonly { value: ClosureKind; label: string }[] = [
  { value: "MAINTENANCE", label: "Maintenance" },
  { value: "BLACKOUT", label: "No new bookings" },
];

/** When a pool has fewer GPUs, or takes no bookings: those ahead, and another. */
export function ClosuresDialog({ pool, onClose }: { pool: PoolRow_PoolFragment; onClose: () => void }) {
  const { settings, again } = usePoolSettings(pool.id);
  const zone = useZone();
  const [open] = useMutation(OpenPoolDocument);
  const end = async (closureId: string) => {
    try {
      const refused = refusalIn((await open({ variables: { closureId } })).data?.openPool);
      if (refused) sayRefused("Not ended", refused.message);
      else again();
    } catch (error) {
      sayFailed("Not ended", error);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={`Closures of ${pool.name}`}
      description="Maintenance takes GPUs away that nobody was promised. A blackout leaves what is booked alone."
    >
      {settings && "problem" in settings && <Notice tone="danger">{settings.problem}</Notice>}
      {settings && "closures" in settings && (
        <ul aria-label="Closures ahead" className="mb-4 grid gap-2 text-sm">
          {settings.closures.length === 0 && <li className="text-ink-soft">None ahead.</li>}
          {settings.closures.map((ref) => {
            const { id, kind, gpus, startsAt, endsAt, reason } = readFragment(
              Closure_ClosureFragmentDoc,
              ref,
            );
            return (
              <li key={id} className="flex items-start gap-3">
                <span className="min-w-0 grow">
                  <span className="font-medium">
                    {kind === "BLACKOUT" ? "No new bookings" : `${gpus} GPU${gpus === 1 ? "" : "s"} away`}
                  </span>
                  : {reason}
                  <span className="numerals block text-ink-soft">
                    {dayAndTime(startsAt, zone)} to {dayAndTime(endsAt, zone)}
                  </span>
                </span>
                <Button size="sm" aria-label={`End: ${reason}`} onClick={() => void end(id)}>
                  End it
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      <NewClosure pool={pool} zone={zone} onClosed={again} />
    </Dialog>
  );
}

function NewClosure(props: { pool: PoolRow_PoolFragment; zone: string; onClosed: () => void }) {
  const { pool, zone, onClosed } = props;
  const [close] = useMutation(ClosePoolDocument);
  const [kind, setKind] = useState<ClosureKind>("MAINTENANCE");
  const [first] = useState(() => nextQuarter(hourNow() + 24 * 3_600_000));
  const [inTheWay, setInTheWay] = useState<PromisedAlready | null>(null);
  const submit = async (values: FormData): Promise<Refused | null> => {
    setInTheWay(null);
    const [startsAt, endsAt] = (["startsAt", "endsAt"] as const).map(
      (name) => instantOf(textOf(values, name), zone).at,
    );
    if (!startsAt) return { field: "startsAt", message: "There is no such time." };
    if (!endsAt) return { field: "endsAt", message: "There is no such time." };
    const input = {
      poolId: pool.id,
      kind,
      startsAt,
      endsAt,
      reason: textOf(values, "reason"),
      gpus: kind === "MAINTENANCE" ? Number(textOf(values, "gpus")) || null : null,
    };
    const result = (await close({ variables: { input } })).data?.closePool;
    if (result?.__typename === "PromisedAlready") {
      setInTheWay(result);
      return null;
    }
    const refused = refusalIn(result);
    if (refused) return refused;
    sayDone("Closed", `${pool.name}: ${input.reason}`);
    onClosed();
    return null;
  };
  const time = (name: string, label: string, at: string) => (
    <TextField
      name={name}
      label={`${label} (${zoneName(at, zone)})`}
      type="datetime-local"
      step={900}
      required
      defaultValue={wallClock(at, zone)}
    />
  );
  return (
    <Form
      aria-label="Close it for a while"
      fields={["startsAt", "endsAt", "gpus", "reason"]}
      className="grid gap-4 border-t pt-4"
      submit={submit}
    >
      {({ busy }) => (
        <>
          <Segments label="What it is" value={kind} options={kinds} onChange={setKind} />
          <div className="grid gap-3 sm:grid-cols-2">
            {time("startsAt", "From", first)}
            {time("endsAt", "Until", later(first, 240))}
          </div>
          {kind === "MAINTENANCE" && (
            <TextField
              name="gpus"
              label="GPUs that are away"
              inputMode="numeric"
              required
              defaultValue={pool.gpus}
            />
          )}
          <TextField
            name="reason"
            label="Reason"
            hint="Shown to whoever looks at the calendar."
            required
            maxLength={200}
            autoComplete="off"
          />
          {inTheWay && <InTheWay refused={inTheWay} />}
          <DialogActions>
            <SubmitButton busy={busy}>Close it then</SubmitButton>
          </DialogActions>
        </>
      )}
    </Form>
  );
}
