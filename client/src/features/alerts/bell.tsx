"use client";

import { Popover } from "@base-ui/react/popover";
import { useMutation, useQuery } from "@apollo/client/react";
import { Bell as BellIcon } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { BellDocument, SeeNotificationsDocument } from "#gql/alerts.ts";
import { Button } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import { popupStyle } from "#ui/popup.ts";
import { Ago } from "#ui/when.tsx";
import { useAlertTicks } from "./use-alert-ticks.ts";

const most = 99;

/** What happened that somebody wants to know of, and how much of it they have not seen. */
export function Bell() {
  const { data, refetch } = useQuery(BellDocument, { fetchPolicy: "cache-and-network" });
  const [see] = useMutation(SeeNotificationsDocument);
  const [open, setOpen] = useState(false);
  // What was new when it was opened stays marked until it is closed.
  const [newOnes, setNewOnes] = useState(0);
  useAlertTicks(() => void refetch().catch(() => {}));

  const notifications = data?.notifications.nodes ?? [];
  const unseen = data?.notifications.unseen ?? 0;
  const toggle = (next: boolean): void => {
    setOpen(next);
    const [latest] = notifications;
    if (!next || !latest) return;
    setNewOnes(unseen);
    // Seen a moment later is seen soon enough: the next time it is opened counts anew.
    if (unseen > 0)
      void see({ variables: { upTo: latest.id } })
        .then(() => refetch())
        .catch(() => {});
  };

  return (
    <Popover.Root open={open} onOpenChange={toggle}>
      <Popover.Trigger
        render={
          <Button
            tone="quiet"
            size="icon"
            className="relative"
            aria-label={unseen > 0 ? `Notifications, ${unseen} new` : "Notifications"}
          >
            <BellIcon aria-hidden className="size-4.5" strokeWidth={1.75} />
            {unseen > 0 && (
              <span
                aria-hidden
                className="numerals absolute -top-0.5 -right-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-[0.625rem] leading-none font-semibold text-on-accent"
              >
                {unseen > most ? `${most}+` : unseen}
              </span>
            )}
          </Button>
        }
      />
      <Popover.Portal>
        <Popover.Positioner align="end" sideOffset={6} className="z-50 outline-none">
          <Popover.Popup className={classNames(popupStyle, "w-96 max-w-[calc(100vw-1rem)] p-0")}>
            <div className="flex items-center justify-between gap-3 border-b px-3 py-2">
              <Popover.Title className="text-sm font-semibold">Notifications</Popover.Title>
              <Link
                href="/alerts"
                onClick={() => toggle(false)}
                className="text-xs text-ink-soft underline-offset-2 hover:text-ink hover:underline"
              >
                Choose what tells you
              </Link>
            </div>
            {notifications.length === 0 ? (
              <p className="px-3 py-8 text-center text-sm text-ink-soft">
                Nothing yet. Crossed budgets, failed sessions and reservations that start show here.
              </p>
            ) : (
              <ul className="max-h-[26rem] overflow-y-auto p-1">
                {notifications.map(({ id, title, path, happenedAt }, place) => (
                  <li key={id}>
                    <Link
                      href={path}
                      onClick={() => toggle(false)}
                      className="flex gap-2.5 rounded-md px-2 py-2 hover:bg-well"
                    >
                      <span
                        aria-hidden
                        className={classNames(
                          "mt-1.5 size-1.5 shrink-0 rounded-full",
                          place < newOnes ? "bg-accent" : "bg-transparent",
                        )}
                      />
                      <span className="min-w-0 grow">
                        <span className="block text-sm wrap-anywhere text-ink">{title}</span>
                        <span className="text-xs text-ink-faint">
                          <Ago at={happenedAt} /> ago
                        </span>
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
