"use client";

import { useApolloClient, useMutation } from "@apollo/client/react";
import { useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import {
  AlertsPageDocument,
  ChangeAlertChannelDocument,
  ChannelCard_ChannelFragmentDoc,
  DeliveryRow_AlertFragmentDoc,
  RemoveAlertChannelDocument,
  RenewAlertSecretDocument,
  ReplayAlertsDocument,
  SendAlertAgainDocument,
  SendTestAlertDocument,
} from "#gql/alerts.ts";
import type { AlertsPageQuery, ChannelCard_ChannelFragment } from "#gql/graphql.ts";
import { afresh } from "#lib/live/readings.ts";
import { useKeptRead } from "#lib/live/use-kept-read.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Confirm } from "#ui/confirm.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Panel } from "#ui/panel.tsx";
import { sayDone, sayFailed, sayRefused } from "#ui/toast.tsx";
import { ChannelCard } from "./channel-card.tsx";
import { ChannelDialog } from "./channel-dialog.tsx";
import { DeliveryList } from "./delivery-list.tsx";
import { SecretDialog } from "./secret-dialog.tsx";
import { useOlderAlerts } from "./use-older-alerts.ts";
import { useAlertTicks } from "./use-alert-ticks.ts";

type Open = "nothing" | "dialog" | "renewing" | "removing";

/** Through which channels the account is told of what, and how the telling goes. */
export function AlertsView({ first }: { first: AlertsPageQuery }) {
  const client = useApolloClient();
  const [data, setData] = useState(first);
  const [open, setOpen] = useState<Open>("nothing");
  const [at, setAt] = useState<ChannelCard_ChannelFragment | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [change] = useMutation(ChangeAlertChannelDocument);
  const [remove] = useMutation(RemoveAlertChannelDocument);
  const [renew] = useMutation(RenewAlertSecretDocument);
  const [test] = useMutation(SendTestAlertDocument);
  const [again] = useMutation(SendAlertAgainDocument);
  const [replay] = useMutation(ReplayAlertsDocument);
  const older = useOlderAlerts(data.alerts.pageInfo);

  const read = useKeptRead(
    () => client.query({ query: AlertsPageDocument, ...afresh }),
    (answer) => {
      older.keep(data.alerts.nodes.map((ref) => readFragment(DeliveryRow_AlertFragmentDoc, ref)));
      setData(answer);
    },
  );
  useAlertTicks(read);

  const act = async (
    what: string,
    asking: Promise<object | null | undefined>,
    done: string,
  ): Promise<void> => {
    try {
      const refused = refusalIn(await asking);
      if (refused) sayRefused(`${what} did not work`, refused.message);
      else sayDone(what, done);
      read();
    } catch (error) {
      sayFailed(`${what} did not work`, error);
    }
  };
  const show = (what: Open, channel: ChannelCard_ChannelFragment | null) => () => {
    setAt(channel);
    setOpen(what);
  };
  const close = (next: boolean): void => {
    if (!next) setOpen("nothing");
  };

  const mayChange = data.viewer.actions.includes("alerts.write");
  const channels = data.alertChannels.map((ref) => readFragment(ChannelCard_ChannelFragmentDoc, ref));
  const latest = data.alerts.nodes.map((ref) => readFragment(DeliveryRow_AlertFragmentDoc, ref));
  const shown = new Set(latest.map(({ id }) => id));
  const alerts = [...latest, ...older.alerts.filter(({ id }) => !shown.has(id))];
  const programs = new Set(channels.flatMap(({ id, means }) => (means === "WEBHOOK" ? [id] : [])));
  const labels = new Map(data.alertKinds.map(({ kind, label }) => [kind, label]));
  const names = new Map(channels.map(({ id, name }) => [id, name]));

  return (
    <div className="min-h-0 grow overflow-y-auto">
      <PageHeader
        title="Alerts"
        actions={
          mayChange && (
            <Button tone="primary" onClick={show("dialog", null)}>
              Add a channel
            </Button>
          )
        }
      >
        Of what this account is told, and where: here, in Slack, by mail, or in a program of yours.
      </PageHeader>
      {channels.map((channel) => (
        <ChannelCard
          key={channel.id}
          channel={channel}
          labels={labels}
          mayChange={mayChange}
          onTest={() =>
            void act(
              "A test is on its way",
              test({ variables: { channelId: channel.id } }).then(({ data: made }) => made?.sendTestAlert),
              channel.name,
            )
          }
          onChange={show("dialog", channel)}
          onPause={() =>
            void act(
              channel.pausedAt ? "It tells again" : "Paused",
              change({
                variables: { input: { channelId: channel.id, paused: channel.pausedAt === null } },
              }).then(({ data: made }) => made?.changeAlertChannel),
              channel.name,
            )
          }
          onRenew={show("renewing", channel)}
          onRemove={show("removing", channel)}
        />
      ))}
      <Panel
        title="Deliveries"
        note="The latest that left this page. What no receiver takes is tried for three days, and then waits for you."
      >
        {alerts.length === 0 ? (
          <p className="border-t px-4 py-8 text-center text-sm text-ink-soft">
            Nothing was sent yet. Add a channel, and send it a test.
          </p>
        ) : (
          <DeliveryList
            alerts={alerts}
            names={names}
            programs={programs}
            onReplay={(channelId, after) =>
              void act(
                "All after it is on its way",
                replay({ variables: { channelId, after } }).then(({ data: made }) => made?.replayAlerts),
                "At the channel’s own rate, a thousand at most, under the ids they had.",
              )
            }
            mayChange={mayChange}
            onSendAgain={(alertId) =>
              void act(
                "It is tried again",
                again({ variables: { alertId } }).then(({ data: made }) => made?.sendAlertAgain),
                "From here on as patiently as before.",
              )
            }
          />
        )}
        {older.hasMore && (
          <div className="border-t px-4 py-3 text-center">
            <Button busy={older.busy} onClick={() => void older.load()}>
              Show older
            </Button>
          </div>
        )}
      </Panel>
      {mayChange && (
        <ChannelDialog
          key={at?.id ?? "new"}
          channel={at}
          kinds={data.alertKinds}
          events={data.alertEvents}
          ownAddress={data.viewer.user?.email ?? null}
          open={open === "dialog"}
          onOpenChange={close}
          onDone={(made) => {
            setSecret(made);
            read();
          }}
        />
      )}
      <SecretDialog secret={secret} onClose={() => setSecret(null)} />
      <Confirm
        open={open === "renewing"}
        onOpenChange={close}
        title={`Make a new secret for “${at?.name ?? "the webhook"}”?`}
        action="Make new secret"
        perform={async () => {
          if (!at) return null;
          const { data: answer } = await renew({ variables: { channelId: at.id } });
          const made = answer?.renewAlertSecret;
          if (made?.__typename === "AlertChannelWithSecret") setSecret(made.secret);
          return refusalIn(made);
        }}
      >
        For a day the old one signs beside the new one, so that your program can learn it in between.
      </Confirm>
      <Confirm
        open={open === "removing"}
        onOpenChange={close}
        title={`Remove “${at?.name ?? "the channel"}”?`}
        action="Remove channel"
        perform={async () => {
          if (!at) return null;
          const { data: answer } = await remove({ variables: { channelId: at.id } });
          read();
          return refusalIn(answer?.removeAlertChannel);
        }}
      >
        What it has not told by now it never tells, and its list of deliveries goes with it.
      </Confirm>
    </div>
  );
}
