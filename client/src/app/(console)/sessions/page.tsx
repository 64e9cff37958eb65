import type { Metadata } from "next";
import { SessionsView } from "#features/sessions/sessions-view.tsx";
import { SessionsPageDocument } from "#gql/graphql.ts";
import { ask } from "#lib/graphql/server.ts";
import { Unreachable } from "../../unreachable.tsx";

export const metadata: Metadata = { title: "Sessions" };

export default async function SessionsPage() {
  const { data, problem } = await ask(SessionsPageDocument, {});
  return problem ? <Unreachable problem={problem} /> : <SessionsView first={data} />;
}
