import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FleetView } from "#features/fleet/fleet-view.tsx";
import { FleetDocument, FleetPageDocument } from "#gql/fleet.ts";
import { ask } from "#lib/graphql/server.ts";
import { Unreachable } from "../../unreachable.tsx";

export const metadata: Metadata = { title: "Fleet" };

export default async function FleetPage() {
  const asked = await ask(FleetPageDocument, {});
  if (asked.problem) return <Unreachable problem={asked.problem} />;
  // To whom it is not shown, it is not there.
  if (!asked.data.viewer.actions.includes("fleet.read")) notFound();
  const { data, problem } = await ask(FleetDocument, {});
  if (problem) return <Unreachable problem={problem} />;
  return <FleetView first={data.fleet} />;
}
