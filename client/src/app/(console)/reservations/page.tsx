import type { Metadata } from "next";
import { ComputePanel } from "#features/calendars/compute-panel.tsx";
import { pricedEventsOf } from "#features/calendars/own-events.ts";
import { ReservationsView } from "#features/reservations/reservations-view.tsx";
import { OwnComputeEventsDocument } from "#gql/calendars.ts";
import { ReservationsPageDocument } from "#gql/reservations.ts";
import { ask } from "#lib/graphql/server.ts";
import { hourNow } from "#lib/hour.ts";
import { Unreachable } from "../../unreachable.tsx";

export const metadata: Metadata = { title: "Reservations" };

const WEEK_MS = 7 * 24 * 3_600_000;

type Asked = Promise<Record<string, string | string[] | undefined>>;

export default async function ReservationsPage({ searchParams }: { searchParams: Asked }) {
  // The calendar says which days it shows once it is drawn; until then a week around today.
  const midnight = Math.floor(hourNow() / 86_400_000) * 86_400_000;
  const span = {
    from: new Date(midnight - WEEK_MS).toISOString(),
    to: new Date(midnight + WEEK_MS).toISOString(),
  };
  const [{ data, problem }, asked, own] = await Promise.all([
    ask(ReservationsPageDocument, span),
    searchParams,
    // A calendar that cannot be read is no reason to show none.
    ask(OwnComputeEventsDocument, {}),
  ]);
  const events = own.data?.computeEvents ?? [];
  if (problem) return <Unreachable problem={problem} />;
  const text = (name: string) => (typeof asked[name] === "string" ? asked[name] : undefined);
  const instant = (name: string) => (Number.isNaN(Date.parse(text(name) ?? "")) ? undefined : text(name));
  const gpus = Number(text("gpus"));
  const wish = {
    poolId: data.pools.length > 0 ? text("pool") : undefined,
    gpus: Number.isInteger(gpus) && gpus > 0 ? gpus : undefined,
    startsAt: instant("startsAt"),
    endsAt: instant("endsAt"),
  };
  return (
    <ReservationsView
      first={data}
      span={span}
      now={new Date(hourNow()).toISOString()}
      wish={wish}
      ownEvents={pricedEventsOf(events)}
      beneath={<ComputePanel events={events} />}
    />
  );
}
