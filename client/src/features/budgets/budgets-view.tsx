"use client";

import { useMutation } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import {
  BudgetCard_BudgetFragmentDoc,
  BudgetsTailDocument,
  PlannedUses_PlanFragmentDoc,
  RemoveBudgetDocument,
  StartRequests_RequestFragmentDoc,
} from "#gql/budgets.ts";
import type { BudgetCard_BudgetFragment, BudgetsPageQuery } from "#gql/graphql.ts";
import { followTail, tailAnew } from "#lib/live/tail.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Confirm } from "#ui/confirm.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Empty } from "#ui/states.tsx";
import { sayDone } from "#ui/toast.tsx";
import { BudgetCard } from "./budget-card.tsx";
import { BudgetDialog } from "./budget-dialog.tsx";
import { trialOf } from "./ladder.ts";
import { LadderTrial } from "./ladder-trial.tsx";
import { PlannedUses } from "./planned-uses.tsx";
import { StartRequests } from "./start-requests.tsx";

/** What may be spent, and what is done about it; told anew whenever something was spent. */
export function BudgetsView({ first }: { first: BudgetsPageQuery }) {
  const [refs, setRefs] = useState(first.budgets);
  const [planRefs, setPlanRefs] = useState(first.plannedUses);
  const [requestRefs, setRequestRefs] = useState(first.startRequests);
  const [changing, setChanging] = useState<BudgetCard_BudgetFragment | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [removing, setRemoving] = useState<BudgetCard_BudgetFragment | null>(null);
  const [isRemoving, setIsRemoving] = useState(false);
  const [trying, setTrying] = useState<BudgetCard_BudgetFragment | null>(null);
  const [remove] = useMutation(RemoveBudgetDocument);
  const mayChange = first.viewer.actions.includes("budgets.write");
  const budgets = refs.map((ref) => readFragment(BudgetCard_BudgetFragmentDoc, ref));
  const plans = planRefs.map((ref) => readFragment(PlannedUses_PlanFragmentDoc, ref));
  const requests = requestRefs.map((ref) => readFragment(StartRequests_RequestFragmentDoc, ref));

  useEffect(
    () =>
      followTail({
        document: BudgetsTailDocument,
        variables: {},
        after: null,
        onFrame: ({ budgetChanged: update }) => {
          if (update.__typename === "Resync") return tailAnew;
          setRefs(update.budgets);
          setRequestRefs(update.startRequests);
          setPlanRefs(update.plannedUses);
          return update.cursor;
        },
      }),
    [],
  );

  const open = (budget: BudgetCard_BudgetFragment | null) => {
    setChanging(budget);
    setIsOpen(true);
  };
  const setOne = (
    <Button tone="primary" onClick={() => open(null)}>
      Set a budget
    </Button>
  );
  return (
    <>
      <PageHeader title="Budgets" actions={mayChange && budgets.length > 0 && setOne}>
        What may be spent in a day, a week or a month, and what is done about it.
      </PageHeader>
      <StartRequests requests={requests} mayDecide={mayChange} />
      {budgets.length === 0 ? (
        <Empty title="No budget is set" actions={mayChange && setOne}>
          Set one, and owners and admins are told by letter when half, most and all of it is spent. It can
          also keep new machines from beginning, or end what runs.
        </Empty>
      ) : (
        budgets.map((budget) => (
          <BudgetCard
            key={budget.id}
            budget={budget}
            mayChange={mayChange}
            onChange={() => open(budget)}
            onRemove={() => {
              setRemoving(budget);
              setIsRemoving(true);
            }}
            onSimulate={() => setTrying(budget)}
          />
        ))
      )}
      <PlannedUses plans={plans} mayChange={mayChange} />
      {mayChange && (
        <BudgetDialog key={changing?.id ?? "new"} budget={changing} open={isOpen} onOpenChange={setIsOpen} />
      )}
      <Dialog
        open={trying !== null}
        onOpenChange={() => setTrying(null)}
        title={`What “${trying?.name ?? "it"}” would have done`}
        description="As if its ladder had stood since the period began. Nothing is stopped by looking."
      >
        {trying && <LadderTrial input={trialOf(trying)} />}
      </Dialog>
      <Confirm
        open={isRemoving}
        onOpenChange={setIsRemoving}
        title={`Remove “${removing?.name ?? "the budget"}”?`}
        action="Remove budget"
        perform={async () => {
          if (!removing) return null;
          const { data } = await remove({ variables: { budgetId: removing.id } });
          const refused = refusalIn(data?.removeBudget);
          if (!refused) sayDone("Budget removed", removing.name);
          return refused;
        }}
      >
        Nobody is told any more, and what it kept from beginning may begin again.
      </Confirm>
    </>
  );
}
