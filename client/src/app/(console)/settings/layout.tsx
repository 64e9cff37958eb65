import type { ReactNode } from "react";
import { SettingsNav } from "#features/settings/settings-nav.tsx";
import { SettingsViewerDocument } from "#gql/settings.ts";
import { ask } from "#lib/graphql/server.ts";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { data } = await ask(SettingsViewerDocument, {});
  return (
    <>
      <header className="px-4 pt-3 pb-1">
        <h1 className="text-xl font-semibold tracking-tight">Settings</h1>
      </header>
      <SettingsNav actions={data?.viewer.actions ?? []} />
      <div className="min-h-0 grow overflow-y-auto">{children}</div>
    </>
  );
}
