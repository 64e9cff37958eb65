import type { Metadata } from "next";
import { Suspense } from "react";
import { ProviderSettings } from "#features/settings/provider-settings.tsx";
import { SettingsProvidersDocument, SettingsViewerDocument } from "#gql/settings.ts";
import { ask, PreloadQuery } from "#lib/graphql/server.ts";
import { Empty, LoadingRows } from "#ui/states.tsx";
import { Unreachable } from "../../../unreachable.tsx";

export const metadata: Metadata = { title: "Providers" };

export default async function ProvidersPage() {
  const { data, problem } = await ask(SettingsViewerDocument, {});
  if (problem) return <Unreachable problem={problem} />;
  const { actions } = data.viewer;
  if (!actions.includes("providerKeys.read")) {
    return (
      <Empty title="Your role does not show provider keys">
        A member, operator, admin or owner of the account sees them.
      </Empty>
    );
  }
  return (
    <PreloadQuery query={SettingsProvidersDocument}>
      <Suspense fallback={<LoadingRows count={3} label="Reading the provider keys" />}>
        <ProviderSettings mayChange={actions.includes("providerKeys.change")} />
      </Suspense>
    </PreloadQuery>
  );
}
