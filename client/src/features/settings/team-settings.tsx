"use client";

import { useSuspenseQuery } from "@apollo/client/react";
import { SettingsTeamDocument } from "#gql/graphql.ts";
import { Invitations } from "./invitations.tsx";
import { Members } from "./members.tsx";
import { NewTeam } from "./new-team.tsx";
import { TeamName } from "./team-name.tsx";

export function TeamSettings({ actions }: { actions: readonly string[] }) {
  const mayReadInvitations = actions.includes("invitations.read");
  const { data } = useSuspenseQuery(SettingsTeamDocument, { variables: { mayReadInvitations } });
  const { account, viewer } = data;
  return (
    <>
      <TeamName account={account} mayRename={actions.includes("account.rename")} />
      <Members
        account={account}
        ownUserId={viewer.user?.id ?? null}
        mayChange={actions.includes("members.change")}
      />
      {mayReadInvitations && <Invitations account={account} mayInvite={actions.includes("members.invite")} />}
      <NewTeam />
    </>
  );
}
