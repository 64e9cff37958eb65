"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "#ui/class-names.ts";

const places: readonly { path: string; name: string; action?: string }[] = [
  { path: "/settings/profile", name: "Profile" },
  { path: "/settings/account", name: "Account" },
  { path: "/settings/calendars", name: "Calendars" },
  { path: "/settings/keys", name: "API keys" },
  { path: "/settings/explorer", name: "API explorer" },
  { path: "/settings/providers", name: "Providers" },
  { path: "/settings/pools", name: "Pools", action: "pools.change" },
];

/** A place that few may use is named to those who may. */
export function SettingsNav({ actions }: { actions: readonly string[] }) {
  const path = usePathname();
  const shown = places.filter(({ action }) => action === undefined || actions.includes(action));
  return (
    <nav
      aria-label="Settings"
      className="flex shrink-0 gap-5 overflow-x-auto overflow-y-hidden border-b px-4"
    >
      {shown.map((place) => {
        const here = path === place.path;
        return (
          <Link
            key={place.path}
            href={place.path}
            ref={here ? show : undefined}
            aria-current={here ? "page" : undefined}
            className={classNames(
              "-mb-px border-b-2 py-2 text-sm font-medium whitespace-nowrap",
              here ? "border-accent text-ink" : "border-transparent text-ink-faint hover:text-ink",
            )}
          >
            {place.name}
          </Link>
        );
      })}
    </nav>
  );
}

/** Where they do not all fit, the one that is shown is in sight. */
function show(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ block: "nearest", inline: "center" });
}
