"use client";

import { useSuspenseQuery } from "@apollo/client/react";
import { SettingsProfileDocument } from "#gql/settings.ts";
import { preloaded } from "#lib/graphql/links.ts";
import { OwnInvitations } from "./own-invitations.tsx";
import { ProfileCard } from "./profile-card.tsx";
import { SignIns } from "./sign-ins.tsx";

export function ProfileSettings() {
  const { data } = useSuspenseQuery(preloaded(SettingsProfileDocument));
  return (
    <>
      <ProfileCard viewer={data.viewer} />
      <OwnInvitations viewer={data.viewer} />
      <SignIns viewer={data.viewer} />
    </>
  );
}
