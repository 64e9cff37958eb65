"use client";

import { useMutation } from "@apollo/client/react";
import { CalendarPlus } from "lucide-react";
import { useState } from "react";
import { RevokeCalendarFeedDocument, RotateCalendarFeedDocument } from "#gql/calendars.ts";
import type { FeedList_FeedFragment } from "#gql/graphql.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Confirm } from "#ui/confirm.tsx";
import { Panel } from "#ui/panel.tsx";
import { Empty } from "#ui/states.tsx";
import { sayDone } from "#ui/toast.tsx";
import { Ago, When } from "#ui/when.tsx";
import { AddressDialog } from "./address-dialog.tsx";
import { FeedDialog } from "./feed-dialog.tsx";
import { scopeSays } from "./words.ts";

type Feed = FeedList_FeedFragment;

export interface FeedPanelProps {
  feeds: readonly Feed[];
  pools: readonly { id: string; name: string }[];
  onChanged: () => Promise<void>;
}

/** Secret addresses at which any calendar program reads. */
export function FeedPanel({ feeds, pools, onChanged }: FeedPanelProps) {
  const [open, setOpen] = useState<"nothing" | "making" | "rotating" | "revoking">("nothing");
  const [at, setAt] = useState<Feed | null>(null);
  const [address, setAddress] = useState<string | null>(null);
  const [rotate] = useMutation(RotateCalendarFeedDocument);
  const [revoke] = useMutation(RevokeCalendarFeedDocument);
  const show = (what: typeof open, feed: Feed) => () => {
    setAt(feed);
    setOpen(what);
  };
  const close = (next: boolean): void => {
    if (!next) setOpen("nothing");
  };
  const names = new Map(pools.map(({ id, name }) => [id, name]));
  return (
    <Panel
      title="Feeds"
      note="An address that Google, Apple, Outlook and any other calendar can subscribe to. Whoever has it can read it, so it can be renewed and taken back."
      actions={
        <Button tone="primary" onClick={() => setOpen("making")}>
          <CalendarPlus aria-hidden className="size-3.5" />
          Make a feed
        </Button>
      }
    >
      {feeds.length === 0 ? (
        <Empty title="No feeds yet" className="py-6">
          Make one, and subscribe to it in the calendar that you use.
        </Empty>
      ) : (
        <ul className="border-t">
          {feeds.map((feed) => (
            <li
              key={feed.id}
              aria-label={`Feed ${feed.name}`}
              className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 last:border-b-0"
            >
              <div className="grid min-w-0 grow gap-0.5">
                <span className="truncate font-medium">{feed.name}</span>
                <span className="text-xs text-ink-faint">
                  {feed.poolId === null
                    ? scopeSays[feed.scope]
                    : `The pool ${names.get(feed.poolId) ?? "that it was made for"}`}
                  {feed.windows &&
                    `, and when ${feed.windows.gpuCount} × ${feed.windows.gpu} is cheapest for ${feed.windows.hours} h`}
                  {`, in the time of ${feed.timeZone}`}
                </span>
              </div>
              <span className="numerals text-xs text-ink-soft">
                {feed.lastReadAt === null ? (
                  <>
                    made <When at={feed.rotatedAt ?? feed.createdAt} />, not read yet
                  </>
                ) : (
                  <>
                    last read <Ago at={feed.lastReadAt} /> ago
                  </>
                )}
              </span>
              <div className="flex gap-2">
                <Button
                  size="sm"
                  aria-label={`New address for ${feed.name}`}
                  onClick={show("rotating", feed)}
                >
                  New address
                </Button>
                <Button
                  size="sm"
                  tone="quiet"
                  aria-label={`Revoke ${feed.name}`}
                  onClick={show("revoking", feed)}
                >
                  Revoke
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      <FeedDialog
        pools={pools}
        open={open === "making"}
        onOpenChange={close}
        onMade={(made) => {
          setAddress(made);
          void onChanged();
        }}
      />
      <AddressDialog address={address} onClose={() => setAddress(null)} />
      <Confirm
        open={open === "rotating"}
        onOpenChange={close}
        title={`Give “${at?.name ?? "the feed"}” a new address?`}
        action="Make new address"
        perform={async () => {
          if (!at) return null;
          const { data } = await rotate({ variables: { feedId: at.id } });
          const made = data?.rotateCalendarFeed;
          if (made?.__typename === "CalendarFeedWithAddress") setAddress(made.address);
          await onChanged();
          return refusalIn(made);
        }}
      >
        From then on nobody reads at the old one: subscribe to the new one where you use it.
      </Confirm>
      <Confirm
        open={open === "revoking"}
        onOpenChange={close}
        title={`Revoke “${at?.name ?? "the feed"}”?`}
        action="Revoke feed"
        perform={async () => {
          if (!at) return null;
          const { data } = await revoke({ variables: { feedId: at.id } });
          const refused = refusalIn(data?.revokeCalendarFeed);
          if (!refused) sayDone("Feed revoked", at.name);
          await onChanged();
          return refused;
        }}
      >
        Whoever subscribed to it gets nothing more, and is told no more than that there is no such calendar.
      </Confirm>
    </Panel>
  );
}
