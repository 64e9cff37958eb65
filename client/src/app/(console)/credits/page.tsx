import type { Metadata } from "next";
import { chartSpan } from "#features/credits/burn-down.ts";
import { CreditsView } from "#features/credits/credits-view.tsx";
import { ledgerPageSize } from "#features/credits/ledger.ts";
import { CreditsPageDocument } from "#gql/app.ts";
import { CreditsAroundDocument } from "#gql/credits.ts";
import { ask } from "#lib/graphql/server.ts";
import { hourNow } from "#lib/hour.ts";
import { Unreachable } from "../../unreachable.tsx";

export const metadata: Metadata = { title: "Credits" };

export default async function CreditsPage() {
  const [page, around] = await Promise.all([
    ask(CreditsPageDocument, { first: ledgerPageSize }),
    ask(CreditsAroundDocument, chartSpan(hourNow())),
  ]);
  const problem = page.problem ?? around.problem;
  if (problem || !page.data || !around.data) return problem && <Unreachable problem={problem} />;
  const { viewer, credits, statement, ownBills } = page.data;
  return (
    <CreditsView
      credits={credits}
      statement={statement}
      ownBills={ownBills}
      around={around.data}
      mayGrant={viewer.actions.includes("credits.grant")}
      isForSale={credits.isForSale}
      mayTopUp={viewer.actions.includes("credits.topUp")}
    />
  );
}
