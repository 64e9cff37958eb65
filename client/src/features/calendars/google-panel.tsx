"use client";

import { useMutation } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { ConnectGoogleCalendarDocument, DisconnectGoogleCalendarDocument } from "#gql/calendars.ts";
import type { GooglePanel_GoogleFragment } from "#gql/graphql.ts";
import { useZone } from "#lib/reader.tsx";
import { refusalIn } from "#lib/refusal.ts";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Confirm } from "#ui/confirm.tsx";
import { Notice } from "#ui/notice.tsx";
import { Panel } from "#ui/panel.tsx";
import { sayDone, sayFailed, sayRefused } from "#ui/toast.tsx";
import { Ago } from "#ui/when.tsx";
import { GoogleWishes } from "./google-wishes.tsx";
import { Proposals } from "./proposals.tsx";
import { stateSays } from "./words.ts";

export interface GooglePanelProps {
  google: GooglePanel_GoogleFragment;
  onChanged: () => Promise<void>;
}

/** How often the page looks: while something is yet to be written, and else. */
const LOOKS_SOON_MS = 3_000;
const LOOKS_EVERY_MS = 10_000;

/** Google Calendar: whether it is connected, how it goes, and what is wished for. */
export function GooglePanel({ google, onChanged }: GooglePanelProps) {
  const zone = useZone();
  const [connect, { loading }] = useMutation(ConnectGoogleCalendarDocument);
  const [disconnect] = useMutation(DisconnectGoogleCalendarDocument);
  const [isAsking, setAsking] = useState(false);
  const { state, waiting, syncedAt } = google;
  const isBehind = state === "CONNECTED" && (waiting > 0 || syncedAt === null);
  useEffect(() => {
    if (state !== "CONNECTED") return undefined;
    const timer = setTimeout(() => void onChanged(), isBehind ? LOOKS_SOON_MS : LOOKS_EVERY_MS);
    return () => clearTimeout(timer);
  });

  const ask = async (more: { readBusy?: boolean; readEvents?: boolean } = {}): Promise<void> => {
    const readBusy = more.readBusy ?? google.mayReadBusy;
    const readEvents = more.readEvents ?? google.mayReadEvents;
    try {
      const { data } = await connect({ variables: { input: { readBusy, readEvents, timeZone: zone } } });
      const asked = data?.connectGoogleCalendar;
      if (asked?.__typename === "GoogleConsent") window.location.assign(asked.url);
      else sayRefused("Google could not be asked", refusalIn(asked)?.message ?? "");
    } catch (error) {
      sayFailed("Google could not be asked", error);
    }
  };

  return (
    <Panel
      title="Google Calendar"
      note="What is booked stands in a calendar of its own there, named Berth, and moves when the booking does. Berth sees nothing else of yours unless you allow it below."
      actions={
        <div className="flex items-center gap-2">
          <Badge tone={state === "CONNECTED" ? "good" : state === "RECONNECT" ? "warn" : "neutral"}>
            {stateSays[state]}
          </Badge>
          {state === "NOT_CONNECTED" && (
            <Button tone="primary" busy={loading} onClick={() => void ask()}>
              Connect Google
            </Button>
          )}
          {state === "RECONNECT" && (
            <Button tone="primary" busy={loading} onClick={() => void ask()}>
              Reconnect Calendar
            </Button>
          )}
          {(state === "CONNECTED" || state === "RECONNECT") && (
            <Button tone="quiet" onClick={() => setAsking(true)}>
              Disconnect
            </Button>
          )}
        </div>
      }
    >
      <div className="grid gap-4 px-4">
        {state === "NOT_OFFERED" && (
          <Notice>
            Those who run this Berth have not made it known to Google. Google Calendar can subscribe to a
            feed, too: make one below.
          </Notice>
        )}
        {state === "RECONNECT" && (
          <Notice tone="warn">
            Your consent was taken back or ran out, so nothing is written there. What you booked stays booked;
            once you reconnect, all that changed meanwhile is written.
          </Notice>
        )}
        {state === "CONNECTED" && (
          <p className="numerals text-sm text-ink-soft">
            {google.mirrored} {google.mirrored === 1 ? "event stands" : "events stand"} there
            {google.waiting > 0 && `, ${google.waiting} more on their way`}
            {google.syncedAt !== null && (
              <>
                ; all was well <Ago at={google.syncedAt} /> ago
              </>
            )}
            .
          </p>
        )}
        {state === "CONNECTED" && google.problem !== null && (
          <Notice tone="warn">{google.problem}. It is tried again by itself, ever more patiently.</Notice>
        )}
        {state === "CONNECTED" && <Proposals proposals={google.proposals} onChanged={onChanged} />}
        {state === "CONNECTED" && (
          <GoogleWishes
            key={`${google.byHand} ${google.mirrors} ${google.compute?.text ?? ""}`}
            google={google}
            onChanged={onChanged}
            onConsent={ask}
          />
        )}
      </div>
      <Confirm
        open={isAsking}
        onOpenChange={setAsking}
        title="Disconnect Google Calendar?"
        action="Disconnect"
        perform={async () => {
          const { data } = await disconnect({});
          const refused = refusalIn(data?.disconnectGoogleCalendar);
          if (!refused) sayDone("Disconnected", "Berth forgot its tokens.");
          await onChanged();
          return refused;
        }}
      >
        Berth forgets its tokens and tells Google so. The calendar named Berth stays where it is, as it is: it
        is yours to remove.
      </Confirm>
    </Panel>
  );
}
