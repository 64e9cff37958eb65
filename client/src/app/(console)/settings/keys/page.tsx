import type { Metadata } from "next";
import { Suspense } from "react";
import { KeySettings } from "#features/settings/key-settings.tsx";
import { SettingsKeysDocument, SettingsViewerDocument } from "#gql/settings.ts";
import { ask, PreloadQuery } from "#lib/graphql/server.ts";
import { Empty, LoadingRows } from "#ui/states.tsx";
import { Unreachable } from "../../../unreachable.tsx";

export const metadata: Metadata = { title: "API keys" };

export default async function KeysPage() {
  const { data, problem } = await ask(SettingsViewerDocument, {});
  if (problem) return <Unreachable problem={problem} />;
  const { actions } = data.viewer;
  if (!actions.includes("apiKeys.read")) {
    return (
      <Empty title="Your role does not show API keys">
        A member, operator, admin or owner of the account sees them.
      </Empty>
    );
  }
  return (
    <PreloadQuery query={SettingsKeysDocument}>
      <Suspense fallback={<LoadingRows count={4} label="Reading the keys" />}>
        <KeySettings actions={actions} />
      </Suspense>
    </PreloadQuery>
  );
}
