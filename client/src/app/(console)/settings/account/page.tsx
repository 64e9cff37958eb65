import type { Metadata } from "next";
import { Suspense } from "react";
import { AccountSettings } from "#features/settings/account-settings.tsx";
import { SettingsAccountDocument, SettingsViewerDocument } from "#gql/settings.ts";
import { ask, PreloadQuery } from "#lib/graphql/server.ts";
import { LoadingRows } from "#ui/states.tsx";
import { Unreachable } from "../../../unreachable.tsx";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const { data, problem } = await ask(SettingsViewerDocument, {});
  if (problem) return <Unreachable problem={problem} />;
  const { actions } = data.viewer;
  return (
    <PreloadQuery
      query={SettingsAccountDocument}
      variables={{ mayReadInvitations: actions.includes("invitations.read") }}
    >
      <Suspense fallback={<LoadingRows count={6} label="Reading the account" />}>
        <AccountSettings actions={actions} />
      </Suspense>
    </PreloadQuery>
  );
}
