import type { Metadata } from "next";
import { Suspense } from "react";
import { PoolsView } from "#features/reservations/pools-view.tsx";
import { PoolsOfOperatorsDocument } from "#gql/reservations.ts";
import { SettingsViewerDocument } from "#gql/settings.ts";
import { ask, PreloadQuery } from "#lib/graphql/server.ts";
import { Empty, LoadingRows } from "#ui/states.tsx";
import { Unreachable } from "../../../unreachable.tsx";

export const metadata: Metadata = { title: "Pools" };

export default async function PoolsPage() {
  const { data, problem } = await ask(SettingsViewerDocument, {});
  if (problem) return <Unreachable problem={problem} />;
  if (!data.viewer.actions.includes("pools.change")) {
    return <Empty title="Pools are for those who run this Berth">They say what may be booked ahead.</Empty>;
  }
  return (
    <PreloadQuery query={PoolsOfOperatorsDocument}>
      <Suspense fallback={<LoadingRows count={3} label="Reading the pools" />}>
        <PoolsView />
      </Suspense>
    </PreloadQuery>
  );
}
