"use client";

import { useQuery } from "@apollo/client/react";
import { readFragment } from "#gql/fragment-masking.ts";
import { SimulateBudgetDocument, Touched_ThingsFragmentDoc } from "#gql/budgets.ts";
import type { SimulateBudgetInput, SimulateBudgetQuery } from "#gql/graphql.ts";
import { Notice } from "#ui/notice.tsx";
import { Spinner } from "#ui/spinner.tsx";
import { When } from "#ui/when.tsx";
import { measures } from "./ladder.ts";

type Rung = SimulateBudgetQuery["simulateBudget"][number];

/** What a ladder would have done in the period at hand. Nothing is done by asking. */
export function LadderTrial({ input }: { input: SimulateBudgetInput }) {
  const { data, error } = useQuery(SimulateBudgetDocument, {
    variables: { input },
    ssr: false,
    fetchPolicy: "no-cache",
  });
  if (error) return <Notice tone="danger">{error.message}</Notice>;
  if (!data) return <Spinner />;
  return (
    <ol className="grid gap-4">
      {data.simulateBudget.map((rung) => (
        <li key={rung.measure} className="grid gap-1 text-sm">
          <h3 className="font-medium">
            At {rung.atPercent} %, {measures.find(({ measure }) => measure === rung.measure)?.said}
          </h3>
          <p className="text-ink-soft">
            {rung.reachedAt ? (
              <>
                Reached <When at={rung.reachedAt} />.
              </>
            ) : (
              `Not reached in this ${input.period.toLowerCase()} so far.`
            )}
          </p>
          <Things said="Would have kept from beginning" of={rung.kept} />
          <Things said="Would have kept from being extended" of={rung.extended} />
          <Things said={rung.reachedAt ? "Would have ended" : "Would end now"} of={rung.ended} />
        </li>
      ))}
    </ol>
  );
}

function Things({ said, of }: { said: string; of: Rung["kept"] }) {
  const { count, some } = readFragment(Touched_ThingsFragmentDoc, of);
  if (count === 0) return null;
  return (
    <p>
      {said}: {some.map(({ what, consumer }) => (consumer ? `${what} for ${consumer}` : what)).join(", ")}
      {count > some.length && ` and ${String(count - some.length)} more`}.
    </p>
  );
}
