"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import Link from "next/link";
import { useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import { ForecastPoolsDocument, ScheduleFlexibleJobDocument } from "#gql/forecasts.ts";
import type { BestWindowFragment } from "#gql/graphql.ts";
import { RentTemplateFragmentDoc, RentTemplatesDocument } from "#gql/sessions.ts";
import { formatUsd, parseUsd } from "#lib/money.ts";
import { refusalIn } from "#lib/refusal.ts";
import { dayAndTime } from "#lib/time.ts";
import { buttonStyle } from "#ui/button-style.ts";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { CodeField, Field, TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Notice } from "#ui/notice.tsx";
import { TemplateSelect } from "#ui/template-select.tsx";
import { sayDone } from "#ui/toast.tsx";
import { budgetFor, type Plan, reservePath, sayCost } from "./plan.ts";

export interface OrderDialogProps {
  window: BestWindowFragment;
  gpu: string;
  gpuModel: string;
  plan: Plan;
  zone: string;
  onClose: () => void;
  onOrdered: () => void;
}

const quarterMs = 15 * 60_000;

/** From a window to a standing order for it, or to a machine at once. */
export function OrderDialog({ window, gpu, gpuModel, plan, zone, onClose, onOrdered }: OrderDialogProps) {
  const [schedule] = useMutation(ScheduleFlexibleJobDocument);
  const { data: known } = useQuery(ForecastPoolsDocument, { variables: { gpuModel }, ssr: false });
  const pool = known?.pools.find(({ isOpen }) => isOpen);
  const { data: kept } = useQuery(RentTemplatesDocument, { ssr: false });
  const templates = (kept?.sessionTemplates ?? []).map((one) => readFragment(RentTemplateFragmentDoc, one));
  const [templateId, setTemplateId] = useState<string | null>(null);
  const template = templates.find(({ id }) => id === templateId) ?? null;
  const [key] = useState(() => crypto.randomUUID());
  const [deadlineAt] = useState(() => new Date(Date.parse(window.endsAt) + quarterMs * 2).toISOString());
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${plan.gpuCount} × ${gpu}`}
      description={`Foretold for ${dayAndTime(window.startsAt, zone)}: ${sayCost(window)}.`}
    >
      <Form
        aria-label="Have it started"
        fields={[
          "hours",
          "budget",
          "deadlineAt",
          "templateId",
          "onStart",
          "saveCommand",
          "publicKey",
          "consumer",
        ]}
        className="grid gap-4"
        submit={async (values) => {
          const budget = parseUsd(textOf(values, "budget"));
          if (budget === null) return { field: "budget", message: "Write an amount, such as 140." };
          const { data } = await schedule({
            variables: {
              idempotencyKey: key,
              input: {
                gpu: gpuModel,
                gpuCount: plan.gpuCount,
                hours: Number(textOf(values, "hours")),
                deadlineAt,
                budget,
                templateId,
                onStart: textOf(values, "onStart") || null,
                saveCommand: textOf(values, "saveCommand") || null,
                publicKey: textOf(values, "publicKey") || null,
                consumer: textOf(values, "consumer") || null,
              },
            },
          });
          const result = data?.scheduleFlexibleJob;
          if (result?.__typename === "FlexibleJobScheduled") {
            sayDone("It is looked at each hour from now on");
            onOrdered();
            onClose();
          }
          return refusalIn(result);
        }}
      >
        {({ busy }) => (
          <>
            <p className="text-sm text-ink-soft">
              A standing order decides each hour whether to start now or to wait. It starts in time to be over
              by {dayAndTime(deadlineAt, zone)}, or not at all, and never costs more than you say.
              {gpu !== gpuModel && ` Any ${gpuModel} will do for it.`}
            </p>
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                name="hours"
                label="Hours"
                inputMode="numeric"
                defaultValue={String(Math.ceil(plan.hours))}
                required
                hint="1 to 12, whole ones."
              />
              <TextField
                name="budget"
                label="At most"
                inputMode="decimal"
                defaultValue={formatUsd(budgetFor(window.high80))}
                required
                hint="For all hours; set aside while it waits."
              />
            </div>
            {templates.length > 0 && (
              <Field
                name="templateId"
                label="Template"
                hint="How your team sets its machines up. What is written below goes before it."
              >
                <TemplateSelect templates={templates} value={templateId} onChange={setTemplateId} />
              </Field>
            )}
            <CodeField
              name="onStart"
              label="Start script"
              rows={2}
              placeholder={template?.onStart ?? "cd /work && ./train.sh"}
              hint="Runs once the machine is up, whether anybody is there or not."
            />
            <CodeField
              name="saveCommand"
              label="Command that saves"
              rows={2}
              placeholder={template?.saveCommand ?? "rsync -a /work you@example.com:kept"}
              hint="Runs before the machine is ended. Without one, what is on its disk goes with it."
            />
            <TextField
              name="publicKey"
              label="Your public SSH key"
              placeholder="ssh-ed25519 AAAA…"
              autoComplete="off"
              hint="Left empty, let your key in once it runs."
            />
            <TextField name="consumer" label="For" placeholder="An app, a person, a job" autoComplete="off" />
            {window.offersNow === 0 && (
              <Notice>No such machine is listed at this moment. It waits for one.</Notice>
            )}
            <DialogActions>
              {pool && (
                <Link
                  href={reservePath(pool.id, plan, window.startsAt)}
                  className={buttonStyle({ tone: "plain" })}
                >
                  Reserve these hours
                </Link>
              )}
              {window.offerId !== null && (
                <Link
                  href={`/sessions/new?offer=${window.offerId}`}
                  className={buttonStyle({ tone: "plain" })}
                >
                  Rent one now
                </Link>
              )}
              <SubmitButton busy={busy}>Start it when cheapest</SubmitButton>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
