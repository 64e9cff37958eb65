import type { ReactNode } from "react";
import { SettingsNav } from "#features/settings/settings-nav.tsx";

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="px-4 pt-3 pb-1">
        <h1 className="text-xl font-semibold tracking-tight">Settings</h1>
      </header>
      <SettingsNav />
      <div className="min-h-0 grow overflow-y-auto">{children}</div>
    </>
  );
}
