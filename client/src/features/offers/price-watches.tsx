"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { useEffect } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import {
  CreatePriceWatchDocument,
  PriceWatch_WatchFragmentDoc,
  PriceWatchesDocument,
  PriceWatchTailDocument,
  RemovePriceWatchDocument,
} from "#gql/offers.ts";
import type { OfferKind } from "#gql/graphql.ts";
import { followTail } from "#lib/live/tail.ts";
import { formatUsd, parseUsd } from "#lib/money.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { sayDone } from "#ui/toast.tsx";

export interface PriceWatchesProps {
  gpu: { model: string; socket: string | null };
  gpuCount: number;
  kind: OfferKind;
}

/** Asks to be told when a machine like this costs so much or less, and shows what is watched of its GPU. */
export function PriceWatches({ gpu, gpuCount, kind }: PriceWatchesProps) {
  const { data, refetch } = useQuery(PriceWatchesDocument, { ssr: false, fetchPolicy: "no-cache" });
  const [create] = useMutation(CreatePriceWatchDocument);
  const [remove] = useMutation(RemovePriceWatchDocument);
  const watches = (data?.priceWatches ?? [])
    .map((watch) => readFragment(PriceWatch_WatchFragmentDoc, watch))
    .filter(({ gpuModel }) => gpuModel === gpu.model);
  const name = `${String(gpuCount)} × ${gpu.model}`;
  return (
    <section aria-label="Price watch" className="grid gap-2">
      <Form
        aria-label={`Tell me when ${name} is cheaper`}
        fields={["pricePerGpuHour"]}
        className="grid gap-2"
        submit={async (values) => {
          const pricePerGpuHour = parseUsd(textOf(values, "pricePerGpuHour"));
          if (pricePerGpuHour === null)
            return { field: "pricePerGpuHour", message: "Write an amount, such as 2.10." };
          const wish = gpu.socket === null ? gpu.model : `${gpu.model} ${gpu.socket}`;
          const { data } = await create({
            variables: { input: { gpu: wish, gpuCount, kind, pricePerGpuHour } },
          });
          const refused = refusalIn(data?.createPriceWatch);
          if (!refused) sayDone("Watching", `${name} at ${formatUsd(pricePerGpuHour)} per GPU-hour or less.`);
          await refetch();
          return refused;
        }}
      >
        {({ busy }) => (
          <div className="flex items-end gap-2">
            <TextField
              name="pricePerGpuHour"
              label={`Tell me when ${name} costs, per GPU-hour`}
              inputMode="decimal"
              placeholder="$ or less"
              autoComplete="off"
              required
              className="grow"
            />
            <SubmitButton busy={busy} tone="plain">
              Watch
            </SubmitButton>
          </div>
        )}
      </Form>
      {watches.length > 0 && (
        <ul className="grid gap-1 text-sm">
          {watches.map((watch) => (
            <li key={watch.id} className="flex items-center gap-2">
              <span className="numerals grow">
                {watch.gpuCount} × {watch.gpuModel} {watch.gpuSocket ?? ""} at{" "}
                {formatUsd(watch.pricePerGpuHour)} or less
              </span>
              <Badge tone={watch.state === "FIRED" ? "good" : "neutral"}>
                {watch.state === "FIRED" ? "reached" : "waiting"}
              </Badge>
              <Button
                size="sm"
                aria-label={`Remove the watch of ${String(watch.gpuCount)} × ${watch.gpuModel} at ${formatUsd(watch.pricePerGpuHour)}`}
                onClick={() =>
                  void remove({ variables: { priceWatchId: watch.id } }).then(
                    () => refetch(),
                    () => refetch(),
                  )
                }
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Says it, wherever on the page one is, when a watched price is reached. */
export function usePriceWatchNews(): void {
  useEffect(
    () =>
      followTail({
        document: PriceWatchTailDocument,
        variables: {},
        after: null,
        onFrame: ({ priceWatchChanged: news }) => {
          if (news.__typename === "PriceWatchHappened" && news.event === "FIRED" && news.pricePerGpuHour) {
            sayDone("A price is reached", `${news.wish}: ${formatUsd(news.pricePerGpuHour)} per GPU-hour.`);
          }
          return news.cursor;
        },
      }),
    [],
  );
}
