import type { Metadata } from "next";
import { BudgetsView } from "#features/budgets/budgets-view.tsx";
import { BudgetsPageDocument } from "#gql/budgets.ts";
import { ask } from "#lib/graphql/server.ts";
import { Unreachable } from "../../unreachable.tsx";

export const metadata: Metadata = { title: "Budgets" };

export default async function BudgetsPage() {
  const { data, problem } = await ask(BudgetsPageDocument, {});
  return problem ? <Unreachable problem={problem} /> : <BudgetsView first={data} />;
}
