import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ReservationView } from "#features/reservations/reservation-view.tsx";
import { ReservationPageDocument } from "#gql/reservations.ts";
import { ask } from "#lib/graphql/server.ts";
import { readWish } from "#lib/reservation-wish.ts";
import { Unreachable } from "../../../unreachable.tsx";

export const metadata: Metadata = { title: "Reservation" };

export default async function ReservationPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { id } = await params;
  const { data, problem } = await ask(ReservationPageDocument, { id });
  if (problem) return <Unreachable problem={problem} />;
  const { reservation } = data;
  if (!reservation) notFound();
  return <ReservationView first={{ ...data, reservation }} id={id} wish={readWish(await searchParams)} />;
}
