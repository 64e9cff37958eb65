import type { Metadata } from "next";
import { Suspense } from "react";
import { TeamSettings } from "#features/settings/team-settings.tsx";
import { SettingsTeamDocument, SettingsViewerDocument } from "#gql/graphql.ts";
import { ask, PreloadQuery } from "#lib/graphql/server.ts";
import { LoadingRows } from "#ui/states.tsx";
import { Unreachable } from "../../../unreachable.tsx";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage() {
  const { data, problem } = await ask(SettingsViewerDocument, {});
  if (problem) return <Unreachable problem={problem} />;
  const { actions } = data.viewer;
  return (
    <PreloadQuery
      query={SettingsTeamDocument}
      variables={{ mayReadInvitations: actions.includes("invitations.read") }}
    >
      <Suspense fallback={<LoadingRows count={6} label="Reading the team" />}>
        <TeamSettings actions={actions} />
      </Suspense>
    </PreloadQuery>
  );
}
