"use client";

import { Ellipsis } from "lucide-react";
import Link, { useLinkStatus } from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { classNames } from "#ui/class-names.ts";
import { Menu, MenuItem } from "#ui/menu.tsx";
import { AT_THE_BOTTOM, isAt, mainPlaces, type Place, runningPlaces } from "./places.ts";

/** At the side; at the bottom where the window is narrow, with the rest of it behind one more button. */
export function Rail({ actions }: { actions: readonly string[] }) {
  const path = usePathname();
  const places = [...mainPlaces, ...runningPlaces.filter(({ action }) => actions.includes(action))];
  return (
    <nav
      aria-label="Main"
      className="flex gap-1 bg-sheet max-sm:order-last max-sm:col-span-full max-sm:justify-around max-sm:border-t max-sm:pb-[env(safe-area-inset-bottom)] sm:w-18 sm:flex-col sm:border-r sm:px-1.5 sm:py-2"
    >
      {places.map((place, at) => {
        const here = isAt(path, place);
        return (
          <Link
            key={place.path}
            href={place.path}
            aria-current={here ? "page" : undefined}
            className={classNames(itemStyle(here), at >= AT_THE_BOTTOM && "max-sm:hidden")}
          >
            <Item place={place} here={here} />
            <OnTheWay />
          </Link>
        );
      })}
      <More path={path} places={places.slice(AT_THE_BOTTOM)} />
    </nav>
  );
}

const itemStyle = (here: boolean) =>
  classNames(
    "relative grid h-13 justify-items-center gap-0.5 rounded-md pt-2 text-2xs max-sm:min-w-0 max-sm:grow max-sm:basis-0 max-sm:rounded-none",
    here ? "font-medium text-ink sm:bg-well" : "text-ink-faint hover:text-ink",
  );

function Item({ place, here }: { place: Pick<Place, "icon" | "name">; here: boolean }) {
  return (
    <>
      <place.icon
        aria-hidden
        strokeWidth={here ? 2 : 1.75}
        className={classNames("size-4.5", here && "text-accent")}
      />
      <span>{place.name}</span>
    </>
  );
}

/** Where one is, if that is one of these, and the way to the others. */
function More({ path, places }: { path: string; places: readonly Place[] }) {
  const router = useRouter();
  const here = places.find((place) => isAt(path, place));
  return (
    <Menu
      align="end"
      trigger={
        <button type="button" className={classNames(itemStyle(here !== undefined), "sm:hidden")}>
          <Item place={here ?? { icon: Ellipsis, name: "More" }} here={here !== undefined} />
          {here && <span className="sr-only">, and more</span>}
        </button>
      }
    >
      {places.map(({ path, name, icon: Icon }) => (
        <MenuItem key={path} icon={<Icon className="size-4" />} onSelect={() => router.push(path)}>
          {name}
        </MenuItem>
      ))}
    </Menu>
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
