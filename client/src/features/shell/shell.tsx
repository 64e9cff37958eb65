"use client";

import Link from "next/link";
import { useState, type ReactNode } from "react";
import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import { Shell_AccountFragmentDoc, Shell_ViewerFragmentDoc } from "#gql/shell.ts";
import type { Theme } from "#lib/theme.ts";
import { AccountSwitcher } from "./account-switcher.tsx";
import { CommandPalette, PaletteButton } from "./command-palette.tsx";
import { ConnectionChip } from "./connection-chip.tsx";
import { Mark } from "./mark.tsx";
import { Rail } from "./rail.tsx";
import { SandboxHour } from "./sandbox-hour.tsx";
import { useAccessWatch } from "./use-access-watch.ts";
import { ViewerMenu } from "./viewer-menu.tsx";

export interface ShellProps {
  viewer: FragmentType<typeof Shell_ViewerFragmentDoc>;
  account: FragmentType<typeof Shell_AccountFragmentDoc>;
  /** So far a sandbox's time was moved on; null where anything is real. */
  aheadSeconds: number | null;
  theme: Theme;
  /** What tells of news, wherever one is. */
  bell: ReactNode;
  children: ReactNode;
}

export function Shell(props: ShellProps) {
  const { viewer: viewerRef, account: accountRef, aheadSeconds, theme, bell, children } = props;
  const viewer = readFragment(Shell_ViewerFragmentDoc, viewerRef);
  const account = readFragment(Shell_AccountFragmentDoc, accountRef);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const isSameViewer = useAccessWatch(account.id, viewer.user?.id ?? null);

  return (
    <div className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto] sm:grid-cols-[auto_minmax(0,1fr)] sm:grid-rows-[auto_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed top-2 left-2 z-60 -translate-y-16 rounded-md bg-ink px-3 py-2 text-sm text-paper focus:translate-y-0"
      >
        Skip to content
      </a>
      <header className="col-span-full flex h-12 items-center gap-2 border-b bg-sheet pr-3 sm:gap-3">
        <Link
          href="/offers"
          aria-label="Berth, first page"
          className="grid h-full w-13 place-items-center border-r text-ink focus-visible:-outline-offset-2 sm:w-18"
        >
          <Mark />
        </Link>
        <AccountSwitcher viewer={viewer} account={account} />
        <div className="ml-auto flex shrink-0 items-center gap-2 sm:gap-3">
          <ConnectionChip />
          <PaletteButton onOpen={() => setPaletteOpen(true)} />
          {bell}
          <ViewerMenu
            name={viewer.user?.name ?? "API key"}
            email={viewer.user?.email ?? null}
            theme={theme}
          />
        </div>
      </header>
      <Rail actions={viewer.actions} />
      <main
        id="content"
        tabIndex={-1}
        className="relative flex min-h-0 min-w-0 flex-col overflow-y-auto outline-none"
      >
        {aheadSeconds !== null && <SandboxHour aheadSeconds={aheadSeconds} />}
        {isSameViewer && children}
      </main>
      <CommandPalette actions={viewer.actions} open={paletteOpen} onOpenChange={setPaletteOpen} />
    </div>
  );
}
