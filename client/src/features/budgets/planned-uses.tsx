"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { CreatePlannedUseDocument, RemovePlannedUseDocument } from "#gql/budgets.ts";
import type { PlannedUses_PlanFragment } from "#gql/graphql.ts";
import { formatUsd, parseUsd } from "#lib/money.ts";
import { refusalIn, type Refused } from "#lib/refusal.ts";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { sayDone, sayRefused } from "#ui/toast.tsx";
import { When } from "#ui/when.tsx";
import { about } from "./about.ts";

/** What a week of planned use will cost, and when it is cheapest. */
export function PlannedUses({
  plans,
  mayChange,
}: {
  plans: readonly PlannedUses_PlanFragment[];
  mayChange: boolean;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const [remove] = useMutation(RemovePlannedUseDocument);
  const removeOne = async ({ id: plannedUseId, name }: PlannedUses_PlanFragment) => {
    const { data } = await remove({ variables: { plannedUseId } });
    const refused = refusalIn(data?.removePlannedUse);
    if (refused) sayRefused("It was not removed", refused.message);
    else sayDone("Plan removed", name);
  };
  if (plans.length === 0 && !mayChange) return null;
  return (
    <section aria-label="Planned use">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-4">
        <div className="min-w-0 grow">
          <h2 className="text-base font-semibold tracking-tight">Planned use</h2>
          <p className="text-sm text-ink-soft">
            What the next seven days of it will cost at the prices that are foretold, and word when that
            passes a line.
          </p>
        </div>
        {mayChange && (
          <Button size="sm" onClick={() => setIsOpen(true)}>
            Plan some use
          </Button>
        )}
      </header>
      <ul className="divide-y px-4 pb-2">
        {plans.map((plan) => (
          <li key={plan.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3 text-sm">
            <div className="grid min-w-0 grow gap-0.5">
              <p className="flex flex-wrap items-center gap-2">
                <span className="font-medium">{plan.name}</span>
                {plan.overSince && <Badge tone="warn">over its line</Badge>}
              </p>
              <p className="text-ink-soft">
                {plan.hoursPerDay} h a day of {plan.gpuCount} × {plan.gpu}
                {plan.region && ` in ${plan.region}`}; line {formatUsd(plan.line)}
              </p>
              <p>
                {plan.expected && plan.low80 && plan.high80 ? (
                  <>
                    <span className="numerals">{about(plan.expected)}</span> in the next seven days
                    <span className="text-ink-soft">
                      , {about(plan.low80)} to {about(plan.high80)} with four chances in five
                    </span>
                  </>
                ) : (
                  (plan.problem ?? "Not looked at yet.")
                )}
              </p>
              {plan.windows.length > 0 && (
                <p className="text-ink-soft">
                  Cheapest to start:{" "}
                  {plan.windows.map(({ startsAt, expected }, at) => (
                    <span key={startsAt}>
                      {at > 0 && "; "}
                      <When at={startsAt} />, {about(expected)}
                    </span>
                  ))}
                </p>
              )}
            </div>
            {mayChange && (
              <Button
                size="sm"
                tone="quiet"
                aria-label={`Remove the plan ${plan.name}`}
                onClick={() => void removeOne(plan)}
              >
                Remove
              </Button>
            )}
          </li>
        ))}
      </ul>
      <PlanDialog open={isOpen} onOpenChange={setIsOpen} />
    </section>
  );
}

function PlanDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [create] = useMutation(CreatePlannedUseDocument);
  const submit = async (values: FormData): Promise<Refused | null> => {
    const line = parseUsd(textOf(values, "line"));
    if (line === null) return { field: "line", message: "Write an amount, such as 500." };
    const name = textOf(values, "name");
    const [gpuCount, hoursPerDay] = ["gpuCount", "hoursPerDay"].map((field) => Number(textOf(values, field)));
    if (!Number.isInteger(gpuCount)) return { field: "gpuCount", message: "A whole number." };
    if (!Number.isInteger(hoursPerDay)) return { field: "hoursPerDay", message: "A whole number." };
    const { data } = await create({
      variables: {
        input: {
          name,
          gpu: textOf(values, "gpu"),
          region: textOf(values, "region") || null,
          gpuCount: gpuCount ?? 1,
          hoursPerDay: hoursPerDay ?? 1,
          line,
        },
      },
    });
    const refused = refusalIn(data?.createPlannedUse);
    if (!refused) {
      sayDone("Plan made", name);
      onOpenChange(false);
    }
    return refused;
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Plan some use"
      description="It is looked at once an hour. Owners and admins get a letter when seven days of it pass the line."
    >
      <Form
        aria-label="Planned use"
        fields={["name", "gpu", "region", "gpuCount", "hoursPerDay", "line"]}
        className="grid gap-4"
        submit={submit}
      >
        {({ busy }) => (
          <>
            <TextField name="name" label="Name" required maxLength={60} autoComplete="off" autoFocus />
            <div className="grid grid-cols-2 items-start gap-3">
              <TextField name="gpu" label="GPU" placeholder="Such as H100" required autoComplete="off" />
              <TextField name="region" label="Region" placeholder="Any" autoComplete="off" />
              <TextField
                name="gpuCount"
                label="GPUs"
                required
                inputMode="numeric"
                autoComplete="off"
                defaultValue="1"
              />
              <TextField
                name="hoursPerDay"
                label="Hours a day"
                required
                inputMode="numeric"
                autoComplete="off"
                defaultValue="8"
              />
            </div>
            <TextField
              name="line"
              label="Tell when seven days pass"
              placeholder="$"
              required
              inputMode="decimal"
              autoComplete="off"
            />
            <DialogActions>
              <Button onClick={() => onOpenChange(false)}>Cancel</Button>
              <SubmitButton busy={busy}>Plan it</SubmitButton>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
