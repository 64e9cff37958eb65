"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { ChangeBudgetDocument, CreateBudgetDocument } from "#gql/budgets.ts";
import type { BudgetCard_BudgetFragment, BudgetPeriod, BudgetScope } from "#gql/graphql.ts";
import { formatUsd, parseUsd } from "#lib/money.ts";
import { useZone } from "#lib/reader.tsx";
import { refusalIn, type Refused } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { Field, TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Select } from "#ui/select.tsx";
import { sayDone } from "#ui/toast.tsx";
import { measures, readPercents, readRungs } from "./ladder.ts";

export interface BudgetDialogProps {
  /** The one that is changed; null makes another. */
  budget: BudgetCard_BudgetFragment | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const fields = [
  "name",
  "limit",
  "scopeValue",
  "thresholds",
  "forecastThresholds",
  ...measures.map(({ field }) => field),
];

const scopes: readonly { value: BudgetScope; label: string }[] = [
  { value: "ACCOUNT", label: "The whole account" },
  { value: "CONSUMER", label: "A consumer" },
  { value: "GPU", label: "A GPU" },
  { value: "PROVIDER", label: "A provider" },
];

const periods: readonly { value: BudgetPeriod; label: string }[] = [
  { value: "DAY", label: "a day" },
  { value: "WEEK", label: "a week" },
  { value: "MONTH", label: "a month" },
];

const exampleOf: Record<BudgetScope, string> = {
  ACCOUNT: "",
  CONSUMER: "As sessions name it, such as training",
  GPU: "Such as H100",
  PROVIDER: "Such as vast",
};

export function BudgetDialog({ budget, open, onOpenChange }: BudgetDialogProps) {
  const zone = useZone();
  const [create] = useMutation(CreateBudgetDocument);
  const [change] = useMutation(ChangeBudgetDocument);
  const [scope, setScope] = useState<BudgetScope>("ACCOUNT");
  const [period, setPeriod] = useState<BudgetPeriod>("MONTH");

  const submit = async (values: FormData): Promise<Refused | null> => {
    const limit = parseUsd(textOf(values, "limit"));
    if (limit === null) return { field: "limit", message: "Write an amount, such as 500." };
    const thresholds = readPercents(textOf(values, "thresholds"));
    if (!thresholds) return { field: "thresholds", message: "Write percentages, such as 50, 80, 100." };
    const ahead = textOf(values, "forecastThresholds");
    const forecastThresholds = ahead === "" ? [] : readPercents(ahead);
    if (!forecastThresholds)
      return { field: "forecastThresholds", message: "Write percentages, such as 100, or nothing." };
    const watchesBurn = values.has("watchesBurn");
    const rungs = readRungs((field) => textOf(values, field));
    if (typeof rungs === "string") return { field: rungs, message: "One percentage, or nothing." };
    const name = textOf(values, "name");
    const refused = budget
      ? refusalIn(
          (
            await change({
              variables: {
                input: {
                  budgetId: budget.id,
                  name,
                  limit,
                  thresholds,
                  forecastThresholds,
                  watchesBurn,
                  rungs,
                },
              },
            })
          ).data?.changeBudget,
        )
      : refusalIn(
          (
            await create({
              variables: {
                input: {
                  name,
                  limit,
                  thresholds,
                  forecastThresholds,
                  watchesBurn,
                  rungs,
                  scope,
                  scopeValue: textOf(values, "scopeValue") || null,
                  period,
                  timeZone: zone,
                },
              },
            })
          ).data?.createBudget,
        );
    if (!refused) {
      sayDone(budget ? "Budget changed" : "Budget set", name);
      onOpenChange(false);
    }
    return refused;
  };

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={budget ? `Change “${budget.name}”` : "Set a budget"}
      description={
        budget
          ? "What was crossed in this period is not told again."
          : `Its days begin at midnight in ${zone}. What was spent in its period before counts.`
      }
    >
      <Form aria-label="Budget" fields={fields} className="grid gap-4" submit={submit}>
        {({ busy }) => (
          <>
            <TextField
              name="name"
              label="Name"
              required
              maxLength={60}
              autoComplete="off"
              autoFocus
              defaultValue={budget?.name}
            />
            <div className="flex items-start gap-3">
              <TextField
                name="limit"
                label="Limit"
                required
                inputMode="decimal"
                placeholder="$"
                autoComplete="off"
                className="grow"
                defaultValue={budget ? formatUsd(budget.limit) : undefined}
              />
              {!budget && (
                <Field name="period" label="For">
                  <Select options={periods} value={period} onChange={setPeriod} />
                </Field>
              )}
            </div>
            {!budget && (
              <div className="grid grid-cols-2 items-start gap-3">
                <Field name="scope" label="Spent by">
                  <Select options={scopes} value={scope} onChange={setScope} />
                </Field>
                {scope !== "ACCOUNT" && (
                  <TextField
                    name="scopeValue"
                    label="Which"
                    placeholder={exampleOf[scope]}
                    required
                    autoComplete="off"
                  />
                )}
              </div>
            )}
            <TextField
              name="thresholds"
              label="Tell when so much is spent, in %"
              hint="Owners and admins get a letter at each, once in a period."
              required
              autoComplete="off"
              defaultValue={(budget?.thresholds ?? [50, 80, 100]).join(", ")}
            />
            <TextField
              name="forecastThresholds"
              label="Tell when so much will be, in %"
              hint="By the end of the period: what runs, what is booked, and beyond that as the last days went."
              autoComplete="off"
              defaultValue={(budget?.forecastThresholds ?? [50, 80, 100]).join(", ")}
            />
            <Checkbox name="watchesBurn" defaultChecked={budget?.watchesBurn ?? true}>
              Tell, once a day, when it burns faster than usual
            </Checkbox>
            <fieldset className="grid gap-2">
              <legend className="text-sm font-medium">And do something about it</legend>
              <p className="text-xs text-ink-faint">
                Left empty, it only tells. Each measure lasts until the period ends or the budget is raised.
              </p>
              <div className="grid grid-cols-2 items-start gap-3">
                {measures.map(({ measure, field, label }) => (
                  <TextField
                    key={measure}
                    name={field}
                    label={label}
                    inputMode="numeric"
                    autoComplete="off"
                    defaultValue={budget?.rungs.find((rung) => rung.measure === measure)?.atPercent}
                  />
                ))}
              </div>
            </fieldset>
            <DialogActions>
              <Button onClick={() => onOpenChange(false)}>Cancel</Button>
              <SubmitButton busy={busy}>{budget ? "Change budget" : "Set budget"}</SubmitButton>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
