"use client";

import { useSuspenseQuery } from "@apollo/client/react";
import { readFragment } from "#gql/fragment-masking.ts";
import { ProfileCard_ViewerFragmentDoc, SettingsProfileDocument } from "#gql/settings.ts";
import { preloaded } from "#lib/graphql/links.ts";
import { OwnInvitations } from "./own-invitations.tsx";
import { PasswordPanel } from "./password-panel.tsx";
import { ProfileCard } from "./profile-card.tsx";
import { SignIns } from "./sign-ins.tsx";

export function ProfileSettings() {
  const { data } = useSuspenseQuery(preloaded(SettingsProfileDocument));
  const { user } = readFragment(ProfileCard_ViewerFragmentDoc, data.viewer);
  return (
    <>
      <ProfileCard viewer={data.viewer} />
      {user && <PasswordPanel email={user.email} />}
      <OwnInvitations viewer={data.viewer} />
      <SignIns viewer={data.viewer} />
    </>
  );
}
