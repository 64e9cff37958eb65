import type { Metadata } from "next";
import { Suspense } from "react";
import { ProfileSettings } from "#features/settings/profile-settings.tsx";
import { SettingsProfileDocument } from "#gql/settings.ts";
import { PreloadQuery } from "#lib/graphql/server.ts";
import { LoadingRows } from "#ui/states.tsx";

export const metadata: Metadata = { title: "Profile" };

export default function ProfilePage() {
  return (
    <PreloadQuery query={SettingsProfileDocument}>
      <Suspense fallback={<LoadingRows count={6} label="Reading your profile" />}>
        <ProfileSettings />
      </Suspense>
    </PreloadQuery>
  );
}
