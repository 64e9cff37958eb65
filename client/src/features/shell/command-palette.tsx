"use client";

import { useQuery } from "@apollo/client/react";
import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { Cpu, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import { PaletteGpusDocument } from "#gql/shell.ts";
import { Kbd } from "#ui/kbd.tsx";
import { innerPlaces, mainPlaces, runningPlaces, type Place } from "./places.ts";

export function PaletteButton({ onOpen }: { onOpen: () => void }) {
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-keyshortcuts="Control+K Meta+K /"
      className="flex h-8 items-center gap-2 rounded-md border border-line-strong bg-paper px-2 text-sm text-ink-faint hover:text-ink md:w-44"
    >
      <Search aria-hidden className="size-3.5" />
      <span className="max-md:sr-only">Go to…</span>
      <span className="ml-auto max-md:hidden">
        <Kbd>Ctrl K</Kbd>
      </span>
    </button>
  );
}

export interface CommandPaletteProps {
  /** What the viewer may do. */
  actions: readonly string[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function CommandPalette({ actions, open, onOpenChange }: CommandPaletteProps) {
  const router = useRouter();

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const asked =
      (event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !isTyping(event));
    // A page with a search of its own has taken the key for it.
    if (!asked || event.defaultPrevented) return;
    event.preventDefault();
    onOpenChange(event.key === "/" || !open);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);

  const go = (path: string): void => {
    onOpenChange(false);
    router.push(path);
  };

  const running = runningPlaces.filter(({ action }) => actions.includes(action));
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-shade transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup className="appears fixed top-[14dvh] left-1/2 z-50 w-[32rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 overflow-hidden rounded-lg border bg-sheet shadow-lift outline-none">
          <Dialog.Title className="sr-only">Go to</Dialog.Title>
          <Command label="Go to" loop>
            <div className="flex items-center gap-2.5 border-b px-4">
              <Search aria-hidden className="size-4 text-ink-faint" />
              <Command.Input
                placeholder="A page, or a GPU such as H100"
                className="h-12 grow bg-transparent text-base outline-none placeholder:text-ink-faint"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Command.List className="max-h-80 overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-6 text-center text-sm text-ink-soft">
                Nothing by that name.
              </Command.Empty>
              <Places heading="Pages" places={mainPlaces} onGo={go} />
              <Places heading="Settings" places={innerPlaces} onGo={go} />
              {running.length > 0 && <Places heading="Running Berth" places={running} onGo={go} />}
              {open && <GpuPlaces onGo={go} />}
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Places({
  heading,
  places,
  onGo,
}: {
  heading: string;
  places: readonly Place[];
  onGo: (path: string) => void;
}) {
  return (
    <Command.Group heading={heading} className={groupStyle}>
      {places.map((place) => (
        <Command.Item
          key={place.path}
          value={`${place.name} ${place.also}`}
          onSelect={() => onGo(place.path)}
          className={itemStyle}
        >
          <place.icon aria-hidden className="size-4 text-ink-faint" />
          {place.name}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

/** Every GPU that is offered now. */
function GpuPlaces({ onGo }: { onGo: (path: string) => void }) {
  const { data } = useQuery(PaletteGpusDocument, { fetchPolicy: "cache-and-network" });
  const models = data?.offers.facets.gpuModels ?? [];
  return (
    <Command.Group heading="Offers of" className={groupStyle}>
      {models.map(({ value, count }) => (
        <Command.Item
          key={value}
          value={`${value} gpu offers`}
          onSelect={() => onGo(`/offers?${new URLSearchParams({ q: `"${value}"` }).toString()}`)}
          className={itemStyle}
        >
          <Cpu aria-hidden className="size-4 text-ink-faint" />
          {value}
          <span className="numerals ml-auto text-xs text-ink-faint">{count}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}

const groupStyle =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-faint";
const itemStyle =
  "flex h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 text-sm data-[selected=true]:bg-well";

function isTyping({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
