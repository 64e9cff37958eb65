import type { Metadata } from "next";
import { AlertsView } from "#features/alerts/alerts-view.tsx";
import { AlertsPageDocument } from "#gql/alerts.ts";
import { ask } from "#lib/graphql/server.ts";
import { Unreachable } from "../../unreachable.tsx";

export const metadata: Metadata = { title: "Alerts" };

export default async function AlertsPage() {
  const { data, problem } = await ask(AlertsPageDocument, {});
  return problem ? <Unreachable problem={problem} /> : <AlertsView first={data} />;
}
