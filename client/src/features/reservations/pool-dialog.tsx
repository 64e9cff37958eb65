"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { ChangePoolDocument, CreatePoolDocument, PoolsOfOperatorsDocument } from "#gql/reservations.ts";
import type { PoolBacking, PoolRow_PoolFragment } from "#gql/graphql.ts";
import { refusalIn, type Refused } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { Field, TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Notice } from "#ui/notice.tsx";
import { Select } from "#ui/select.tsx";
import { sayDone } from "#ui/toast.tsx";
import { InTheWay, type PromisedAlready } from "./in-the-way.tsx";
import { percentText, poolFields, priceText, readPoolWish } from "./pool-wish.ts";
import { type PoolSettings, usePoolSettings } from "./use-pool-settings.ts";

const backings: readonly { value: PoolBacking; label: string; hint: string }[] = [
  {
    value: "BOUGHT_AT_START",
    label: "Bought at the start",
    hint: "Rented from providers shortly before a reservation starts, for no more than the cap.",
  },
  { value: "COMMITTED", label: "Committed machines", hint: "Machines that are named, and kept for it." },
];

/** Defines a pool, or changes one; what is promised already stands in the way of a smaller one, by name. */
export function PoolDialog({ pool, onClose }: { pool: PoolRow_PoolFragment | null; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      shape="wide"
      title={pool ? `Change ${pool.name}` : "Define a pool"}
      description={
        pool
          ? "What was booked keeps the price and the terms that it was booked on."
          : "GPUs that may be promised ahead of time."
      }
    >
      {pool ? (
        <Known pool={pool} onClose={onClose} />
      ) : (
        <PoolForm pool={null} known={null} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Known({ pool, onClose }: { pool: PoolRow_PoolFragment; onClose: () => void }) {
  const { settings } = usePoolSettings(pool.id);
  if (!settings) return <p className="text-sm text-ink-soft">Reading its terms.</p>;
  if ("problem" in settings) return <Notice tone="danger">{settings.problem}</Notice>;
  return <PoolForm pool={pool} known={settings} onClose={onClose} />;
}

function PoolForm(props: {
  pool: PoolRow_PoolFragment | null;
  known: PoolSettings | null;
  onClose: () => void;
}) {
  const { pool, known, onClose } = props;
  const [create] = useMutation(CreatePoolDocument, { refetchQueries: [PoolsOfOperatorsDocument] });
  const [change] = useMutation(ChangePoolDocument, { refetchQueries: [PoolsOfOperatorsDocument] });
  const [backing, setBacking] = useState<PoolBacking>(pool?.backing ?? "BOUGHT_AT_START");
  const [inTheWay, setInTheWay] = useState<PromisedAlready | null>(null);

  const submit = async (values: FormData): Promise<Refused | null> => {
    setInTheWay(null);
    const wish = readPoolWish((field) => textOf(values, field));
    if ("message" in wish) return wish;
    if (pool) {
      const { data } = await change({ variables: { poolId: pool.id, input: { ...wish, backing } } });
      const result = data?.changePool;
      if (result?.__typename === "PromisedAlready") {
        setInTheWay(result);
        return null;
      }
      const refused = refusalIn(result);
      if (refused) return refused;
    } else {
      const gpuModel = textOf(values, "gpuModel");
      const input = { ...wish, backing, gpuModel, region: textOf(values, "region") };
      const refused = refusalIn((await create({ variables: { input } })).data?.createPool);
      if (refused) return refused;
    }
    sayDone(pool ? "Pool changed" : "Pool defined", wish.name);
    onClose();
    return null;
  };

  return (
    <Form aria-label="Pool" fields={poolFields} className="grid gap-5" submit={submit}>
      {({ busy }) => (
        <>
          <div className={grid}>
            <TextField
              name="name"
              label="Name"
              required
              maxLength={80}
              defaultValue={pool?.name}
              {...plain}
            />
            {!pool && (
              <>
                <TextField name="gpuModel" label="GPU" required placeholder="H100" {...plain} />
                <TextField name="region" label="Region" required placeholder="EU" {...plain} />
              </>
            )}
            <TextField
              name="gpus"
              label="GPUs that may be promised"
              inputMode="numeric"
              required
              hint={pool ? "Not fewer than are promised." : undefined}
              defaultValue={pool?.gpus ?? 8}
            />
            <TextField
              name="horizonDays"
              label="Bookable, days ahead"
              inputMode="numeric"
              required
              defaultValue={pool?.horizonDays ?? 90}
            />
          </div>
          <fieldset className={grid}>
            <legend className="mb-2 text-sm font-medium">Price</legend>
            <TextField
              name="pricePerGpuHour"
              label="An hour of a GPU"
              hint="With a margin, the least that it costs."
              inputMode="decimal"
              required
              defaultValue={known ? priceText(known.leastPerGpuHour) : ""}
              {...plain}
            />
            <TextField
              name="marginBp"
              label="Margin over the forecast, in %"
              hint="Left empty, the price is fixed."
              inputMode="decimal"
              defaultValue={known?.marginBp == null ? "" : percentText(known.marginBp)}
              {...plain}
            />
          </fieldset>
          <fieldset className={grid}>
            <legend className="mb-2 text-sm font-medium">Where its machines come from</legend>
            <Field name="backing" label="Backing">
              <Select options={backings} value={backing} onChange={setBacking} />
            </Field>
            <TextField
              name="buyCapPerGpuHour"
              label="Most paid for an hour of a GPU"
              inputMode="decimal"
              required
              defaultValue={known ? priceText(known.buyCapPerGpuHour) : ""}
              {...plain}
            />
            <TextField
              name="providers"
              label="Providers"
              hint="Left empty, anywhere."
              placeholder="vast, tensordock"
              defaultValue={known?.providers.join(", ")}
              {...plain}
            />
            <TextField
              name="hosts"
              label="Machines"
              hint="By their providers’ ids; needed where they are committed."
              defaultValue={known?.hosts.join(", ")}
              {...plain}
            />
            <TextField
              name="leadMinutes"
              label="Rented, minutes before the start"
              inputMode="numeric"
              required
              defaultValue={pool?.leadMinutes ?? 15}
            />
            <TextField
              name="giveUpMinutes"
              label="Given up, minutes after the start"
              inputMode="numeric"
              required
              defaultValue={pool?.giveUpMinutes ?? 60}
            />
          </fieldset>
          <fieldset className={grid}>
            <legend className="mb-2 text-sm font-medium">Leaving it</legend>
            <TextField
              name="freeCancelHours"
              label="Free until, hours before"
              inputMode="numeric"
              required
              defaultValue={pool?.freeCancelHours ?? 24}
            />
            <TextField
              name="cancelShareBp"
              label="Cancelling costs then, in %"
              inputMode="decimal"
              required
              defaultValue={percentText(pool?.cancelShareBp ?? 5_000)}
            />
            <TextField
              name="handBackShareBp"
              label="Kept of what is handed back, in %"
              inputMode="decimal"
              required
              defaultValue={percentText(pool?.handBackShareBp ?? 2_000)}
            />
          </fieldset>
          {pool && pool.rules.length > 0 && (
            <p className="text-sm text-ink-soft">
              Rules that stay:{" "}
              {pool.rules.map(({ label, shareBp }) => `${label} (${percentText(shareBp)} %)`).join(", ")}.
            </p>
          )}
          {inTheWay && <InTheWay refused={inTheWay} />}
          <DialogActions>
            <Button onClick={onClose}>Leave it</Button>
            <SubmitButton busy={busy}>{pool ? "Change pool" : "Define pool"}</SubmitButton>
          </DialogActions>
        </>
      )}
    </Form>
  );
}

const grid = "grid items-start gap-3 sm:grid-cols-2 lg:grid-cols-3";
const plain = { autoComplete: "off", spellCheck: false } as const;
