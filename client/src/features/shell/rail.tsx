"use client";

import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "#ui/class-names.ts";
import { isAt, mainPlaces, runningPlaces } from "./places.ts";

/** At the side; at the bottom where the window is narrow. */
export function Rail({ actions }: { actions: readonly string[] }) {
  const path = usePathname();
  const places = [...mainPlaces, ...runningPlaces.filter(({ action }) => actions.includes(action))];
  return (
    <nav
      aria-label="Main"
      className="flex gap-1 bg-sheet max-sm:order-last max-sm:col-span-full max-sm:justify-around max-sm:border-t max-sm:pb-[env(safe-area-inset-bottom)] sm:w-18 sm:flex-col sm:border-r sm:px-1.5 sm:py-2"
    >
      {places.map((place) => {
        const here = isAt(path, place);
        return (
          <Link
            key={place.path}
            href={place.path}
            aria-current={here ? "page" : undefined}
            className={classNames(
              "relative grid h-13 justify-items-center gap-0.5 rounded-md pt-2 text-2xs max-sm:min-w-0 max-sm:grow max-sm:rounded-none",
              place.isAtTheSideOnly && "max-sm:hidden",
              here ? "font-medium text-ink sm:bg-well" : "text-ink-faint hover:text-ink",
            )}
          >
            <place.icon
              aria-hidden
              strokeWidth={here ? 2 : 1.75}
              className={classNames("size-4.5", here && "text-accent")}
            />
            {/* Side by side at the bottom there is no room for more than the name of the one that is shown. */}
            <span className={here ? undefined : "max-sm:sr-only"}>{place.name}</span>
            <OnTheWay />
          </Link>
        );
      })}
    </nav>
  );
}

/** The page that was asked for is being rendered; until then, the one that was left still stands. */
function OnTheWay() {
  const { pending } = useLinkStatus();
  return (
    <span
      aria-hidden
      className={classNames(
        "absolute inset-x-3 bottom-0.5 h-0.5 rounded-full bg-accent opacity-0 transition-opacity delay-150",
        pending && "animate-pulse-quiet opacity-100",
      )}
    />
  );
}
