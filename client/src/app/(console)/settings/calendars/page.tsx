import type { Metadata } from "next";
import { CalendarsView } from "#features/calendars/calendars-view.tsx";
import { CalendarsPageDocument } from "#gql/calendars.ts";
import { ask } from "#lib/graphql/server.ts";
import { type SearchParams, toUrlSearch } from "#lib/search-params.ts";
import { Unreachable } from "../../../unreachable.tsx";

export const metadata: Metadata = { title: "Calendars" };

export default async function CalendarsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [{ data, problem }, asked] = await Promise.all([ask(CalendarsPageDocument, {}), searchParams]);
  if (problem) return <Unreachable problem={problem} />;
  return <CalendarsView first={data} arrival={toUrlSearch(asked).get("google")} />;
}
