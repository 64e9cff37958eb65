"use client";

import { useMutation } from "@apollo/client/react";
import { AcknowledgeBudgetDocument, SnoozeBudgetDocument } from "#gql/budgets.ts";
import type { BudgetCard_BudgetFragment } from "#gql/graphql.ts";
import { refusalIn } from "#lib/refusal.ts";
import { hourNow } from "#lib/hour.ts";
import { Button } from "#ui/button.tsx";
import { Menu, MenuItem, MenuNote } from "#ui/menu.tsx";
import { sayDone, sayRefused } from "#ui/toast.tsx";

const HOUR_MS = 3_600_000;
const snoozes = [
  { label: "For an hour", ms: HOUR_MS },
  { label: "For eight hours", ms: 8 * HOUR_MS },
  { label: "For a day", ms: 24 * HOUR_MS },
] as const;

/** To say that one has seen what was crossed, and to be left in peace for a while. */
export function BudgetQuiet({ budget }: { budget: BudgetCard_BudgetFragment }) {
  const { id: budgetId, name, snoozedUntil, crossings } = budget;
  const [snooze] = useMutation(SnoozeBudgetDocument);
  const [acknowledge] = useMutation(AcknowledgeBudgetDocument);
  const isUnseen = crossings.some(({ acknowledgedAt }) => acknowledgedAt === null);

  const say = (done: string, refused: { message: string } | null) =>
    refused ? sayRefused("That did not work", refused.message) : sayDone(done, name);
  const snoozeFor = async (ms: number | null) => {
    const until = ms === null ? null : new Date(hourNow() + ms).toISOString();
    const { data } = await snooze({ variables: { budgetId, until } });
    say(until ? "Budget snoozed" : "Budget awake", refusalIn(data?.snoozeBudget));
  };
  const see = async () => {
    const { data } = await acknowledge({ variables: { budgetId } });
    say("Seen", refusalIn(data?.acknowledgeBudget));
  };
  return (
    <>
      {isUnseen && (
        <Button
          size="sm"
          tone="quiet"
          aria-label={`I have seen what was crossed of ${name}`}
          onClick={() => void see()}
        >
          I have seen it
        </Button>
      )}
      <Menu
        align="end"
        trigger={
          <Button size="sm" tone="quiet" aria-label={`Snooze ${name}`}>
            Snooze
          </Button>
        }
      >
        <MenuNote>What is crossed is told afterwards.</MenuNote>
        {snoozes.map(({ label, ms }) => (
          <MenuItem key={label} onSelect={() => void snoozeFor(ms)}>
            {label}
          </MenuItem>
        ))}
        {snoozedUntil && <MenuItem onSelect={() => void snoozeFor(null)}>Wake it now</MenuItem>}
      </Menu>
    </>
  );
}
