import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SessionView } from "#features/sessions/session-view.tsx";
import { SessionPageDocument } from "#gql/sessions.ts";
import { ask } from "#lib/graphql/server.ts";
import { Unreachable } from "../../../unreachable.tsx";

export const metadata: Metadata = { title: "Session" };

export default async function SessionPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { data, problem } = await ask(SessionPageDocument, { id });
  if (problem) return <Unreachable problem={problem} />;
  if (!data.session) notFound();
  return <SessionView first={data.session} />;
}
